import Engine

extension ImplicitALS {
  /// A customer's taste vector, solved from a history at query time.
  package struct FoldIn: Sendable {
    /// Shape [dimension].
    package let vector: [Float]
    /// The history, as given.
    package let items: [Int]
    package let confidences: [Float]
    /// Of the normal equations' matrix; nil for an empty history.
    let factor: Cholesky<Double>?
  }

  /// Solves the normal equations of a history exactly.
  ///
  /// An empty history gives the zero vector. An item may occur more than once;
  /// its confidences add up, and each counts towards the penalty.
  ///
  /// - Parameters:
  ///   - items: the items of the history, in `0..<itemCount`.
  ///   - confidences: one for each, finite and not negative.
  /// - Returns: the vector, with what `contributions` needs.
  /// - Complexity: O(history · dimension² + dimension³).
  package func foldIn(items: [Int], confidences: [Float]) -> FoldIn {
    precondition(
      items.count == confidences.count,
      "fold-in: \(items.count) items, \(confidences.count) confidences")
    precondition(
      confidences.allSatisfy { $0 >= 0 && $0.isFinite }, "fold-in: a confidence is not positive")
    guard !items.isEmpty else {
      return FoldIn(
        vector: [Float](repeating: 0, count: dimension), items: [], confidences: [], factor: nil)
    }
    var rows: [Double] = []
    rows.reserveCapacity(items.count * dimension)
    var rightHandSide = [Double](repeating: 0, count: dimension)
    for (item, confidence) in zip(items, confidences) {
      let factors = itemFactors.row(item)
      let scale = Double(confidence).squareRoot()
      for index in 0..<dimension {
        rows.append(scale * Double(factors[index]))
        rightHandSide[index] += Double(confidence) * Double(factors[index])
      }
    }
    var matrix = weightedGram
    LinearAlgebra.addGram(of: rows, columns: dimension, to: &matrix)
    let factor = factorised(
      matrix, penalty: configuration.penaltyWeight(entries: items.count, of: itemCount))
    return FoldIn(
      vector: factor.solve(rightHandSide).map(Float.init), items: items,
      confidences: confidences, factor: factor)
  }

  /// The score of every item: [items].
  ///
  /// - Complexity: O(items · dimension).
  package func scores(_ foldIn: FoldIn) -> [Float] {
    LinearAlgebra.product(itemFactors, foldIn.vector)
  }

  /// How much each item of the history adds to the score of `item`.
  ///
  /// The terms sum to the score. They come in the order of the history.
  ///
  /// - Source: Hu, Koren & Volinsky 2008, section 5.
  package func contributions(_ foldIn: FoldIn, to item: Int) -> [Float] {
    guard let factor = foldIn.factor else { return [] }
    let weighted = factor.solve(itemFactors.row(item).map(Double.init))
    return zip(foldIn.items, foldIn.confidences).map { historyItem, confidence in
      let factors = itemFactors.row(historyItem)
      var similarity = 0.0
      for index in factors.indices { similarity += weighted[index] * Double(factors[index]) }
      return Float(Double(confidence) * similarity)
    }
  }

  /// The items whose factors point most nearly the same way, by cosine.
  ///
  /// Leaves out the item itself and items that nobody interacted with.
  package func similarItems(
    to item: Int, limit: Int
  ) -> [(index: Int, score: Float)] {
    let target = itemFactors.row(item)
    let products = LinearAlgebra.product(itemFactors, target)
    var cosines = [Float](repeating: -.infinity, count: itemCount)
    let targetNorm = norm(target)
    guard targetNorm > 0 else { return [] }
    for other in cosines.indices {
      let length = norm(itemFactors.row(other))
      if length > 0 { cosines[other] = products[other] / (targetNorm * length) }
    }
    return Ranking.top(limit, of: cosines, excluding: CollectionOfOne(item))
  }

  private func norm(_ vector: [Float]) -> Float {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The factor of matrix + penalty·I.
  ///
  /// Confidences many orders of magnitude above the penalty can hide it from
  /// Double; it is then raised until it shows.
  private func factorised(_ matrix: [Double], penalty: Double) -> Cholesky<Double> {
    var penalty = penalty
    while true {
      var shifted = matrix
      for index in 0..<dimension { shifted[index * dimension + index] += penalty }
      if let factor = try? Cholesky(shifted, size: dimension) { return factor }
      penalty *= 10
    }
  }
}
