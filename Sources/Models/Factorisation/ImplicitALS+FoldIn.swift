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
    let factor: Cholesky?
  }

  /// Solves the normal equations of a history exactly.
  ///
  /// An empty history gives the zero vector. An item may occur more than once;
  /// its confidences add up, and each counts towards the penalty. A confidence
  /// below zero speaks against the item: so sure is it that its score should be 0.
  ///
  /// - Parameters:
  ///   - items: the items of the history, in `0..<itemCount`.
  ///   - confidences: one for each, finite.
  /// - Returns: the vector, with what `contributions` needs.
  /// - Complexity: O(history · dimension² + dimension³).
  package func foldIn(items: [Int], confidences: [Float]) -> FoldIn {
    let solved = solve(items, confidences, itemFactors, gram: weightedItemGram)
    return FoldIn(
      vector: solved.vector, items: items, confidences: confidences, factor: solved.factor)
  }

  /// The vector of an item, solved exactly from the users who met it.
  ///
  /// A user's score for the item is the product with the user's vector. Users may
  /// occur more than once, as items do in a history; without users the vector is
  /// zero.
  ///
  /// - Parameters:
  ///   - users: the users who met the item, rows of `userFactors`.
  ///   - confidences: one for each, finite.
  /// - Returns: the vector, [dimension]; nil if the model was stored without its
  ///   user factors.
  /// - Complexity: O(users · dimension² + dimension³).
  package func foldIn(users: [Int], confidences: [Float]) -> [Float]? {
    guard userFactors.rows > 0 else { return nil }
    return solve(users, confidences, userFactors, gram: weightedUserGram).vector
  }

  /// Solves the equations of one side from its entries among the other's factors.
  private func solve(
    _ entries: [Int], _ confidences: [Float], _ factors: Tensor, gram: [Double]
  ) -> (vector: [Float], factor: Cholesky?) {
    precondition(
      entries.count == confidences.count,
      "fold-in: \(entries.count) entries, \(confidences.count) confidences")
    precondition(
      confidences.allSatisfy(\.isFinite), "fold-in: a confidence is NaN or infinite")
    guard !entries.isEmpty else { return ([Float](repeating: 0, count: dimension), nil) }
    var rightHandSide = [Double](repeating: 0, count: dimension)
    let rows = [Double](unsafeUninitializedCapacity: entries.count * dimension) { rows, count in
      factors.withUnsafeBufferPointer { factors in
        for (place, (entry, confidence)) in zip(entries, confidences).enumerated() {
          let scale = Double(confidence.magnitude).squareRoot()
          let pull = Double(max(0, confidence))
          for index in 0..<dimension {
            let value = Double(factors[entry * dimension + index])
            rows[place * dimension + index] = scale * value
            rightHandSide[index] += pull * value
          }
        }
      }
      count = entries.count * dimension
    }
    var matrix = gram
    LinearAlgebra.addGram(of: rows, columns: dimension, to: &matrix)
    let factor = factorised(
      matrix, penalty: configuration.penaltyWeight(entries: entries.count, of: factors.rows))
    return (factor.solve(rightHandSide).map(Float.init), factor)
  }

  /// The factor of matrix + penalty·I.
  ///
  /// Confidences many orders of magnitude above the penalty can hide it from
  /// Double; it is then raised until it shows.
  private func factorised(_ matrix: [Double], penalty: Double) -> Cholesky {
    var penalty = penalty
    while true {
      var shifted = matrix
      for index in 0..<dimension { shifted[index * dimension + index] += penalty }
      if let factor = try? Cholesky(shifted, size: dimension) { return factor }
      penalty *= 10
    }
  }
}
