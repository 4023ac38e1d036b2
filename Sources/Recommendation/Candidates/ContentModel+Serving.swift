import Models

extension ContentModel {
  /// The score of every product for a history.
  ///
  /// - Parameters:
  ///   - items: the rows of the history; one may occur more than once.
  ///   - weights: one for each.
  /// - Returns: one a row.
  /// - Complexity: O(products + history · neighbours).
  package func scores(items: [Int], weights: [Float]) -> [Float] {
    check(items, weights)
    var scores = [Float](repeating: 0, count: productCount)
    scores.withUnsafeMutableBufferPointer { scores in
      for (item, weight) in zip(items, weights) {
        let scale = weight * scales[item]
        for neighbour in neighbours[item] {
          let similarity = neighbour.similarity
          scores[Int(neighbour.product)] += scale * similarity * similarity
        }
      }
    }
    return scores
  }

  /// How much each item of a history adds to the score of `item`.
  ///
  /// The terms sum to the score. They come in the order of the history.
  package func contributions(items: [Int], weights: [Float], to item: Int) -> [Float] {
    check(items, weights)
    return zip(items, weights).map { historyItem, weight in
      let similarity = similarity(of: item, to: historyItem)
      return weight * scales[historyItem] * similarity * similarity
    }
  }

  /// The cosine of two products where the first is among the nearest of the second; else 0.
  package func similarity(of product: Int, to other: Int) -> Float {
    let near = neighbours[other]
    var range = 0..<near.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = Int(near[middle].product)
      if found == product { return near[middle].similarity }
      range = found < product ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  /// The products most like one, best first: at most ``neighbourLimit``.
  package func similar(to product: Int, limit: Int) -> [(product: Int, similarity: Float)] {
    let near = neighbours[product]
    return Ranking.top(limit, of: near.map(\.similarity))
      .map { (Int(near[$0.index].product), $0.score) }
  }

  /// Whether the record of a product says anything that another's does too.
  package func knows(_ product: Int) -> Bool { !neighbours[product].isEmpty }

  private func check(_ items: [Int], _ weights: [Float]) {
    precondition(
      items.count == weights.count, "content model: \(items.count) items, \(weights.count) weights")
    precondition(
      items.allSatisfy { neighbours.indices.contains($0) },
      "content model: an item is not in 0..<\(productCount)")
  }
}
