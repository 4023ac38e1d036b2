import Engine

extension ItemToItem {
  /// The score of every item for a history: [items].
  ///
  /// - Parameters:
  ///   - items: the items of the history, in `0..<itemCount`; one may occur more
  ///     than once.
  ///   - weights: one for each, such as its recency; an interaction seen in
  ///     training has the weight it had there.
  /// - Returns: the scores, of the history's own items too.
  /// - Complexity: O(items) for each item of the history with dense weights,
  ///   O(weights kept) with sparse ones.
  package func scores(items: [Int], weights: [Float]) -> [Float] {
    checkHistory(items, weights)
    var scores = [Float](repeating: 0, count: itemCount)
    scores.withUnsafeMutableBufferPointer { scores in
      guard let base = scores.baseAddress else { return }
      switch self.weights {
      case .dense(let matrix):
        matrix.withUnsafeBufferPointer { rows in
          guard let rows = rows.baseAddress else { return }
          for (item, weight) in zip(items, weights) {
            Kernels.addScaled(base, weight, rows + item * scores.count, scores.count)
          }
        }
      case .sparse(let matrix):
        for (item, weight) in zip(items, weights) {
          for entry in matrix.entries(ofRow: item) {
            base[Int(matrix.columns[entry])] += weight * matrix.values[entry]
          }
        }
      }
    }
    return scores
  }

  /// How much each item of a history adds to the score of `item`.
  ///
  /// The terms sum to the score. They come in the order of the history.
  package func contributions(items: [Int], weights: [Float], to item: Int) -> [Float] {
    checkHistory(items, weights)
    return zip(items, weights).map { $1 * weight(of: $0, for: item) }
  }

  /// What an item in a history adds to the score of a candidate.
  package func weight(of item: Int, for candidate: Int) -> Float {
    switch weights {
    case .dense(let matrix):
      return matrix[item, candidate]
    case .sparse(let matrix):
      precondition(
        candidate >= 0 && candidate < itemCount, "item to item: item \(candidate) of \(itemCount)")
      let place = matrix.columns.sortedIndex(of: candidate, in: matrix.entries(ofRow: item))
      return place.map { matrix.values[$0] } ?? 0
    }
  }

  /// The candidates that an item in a history speaks for most, best first.
  ///
  /// Leaves out the item itself and those it says nothing for or speaks against.
  package func similar(to item: Int, limit: Int) -> [(index: Int, score: Float)] {
    let scores = scores(items: [item], weights: [1]).map { $0 > 0 ? $0 : -.infinity }
    return Ranking.top(limit, of: scores, excluding: CollectionOfOne(item))
  }

  private func checkHistory(_ items: [Int], _ weights: [Float]) {
    precondition(
      items.count == weights.count, "item to item: \(items.count) items, \(weights.count) weights")
    precondition(
      items.allSatisfy { $0 >= 0 && $0 < itemCount },
      "item to item: an item is not in 0..<\(itemCount)")
  }
}
