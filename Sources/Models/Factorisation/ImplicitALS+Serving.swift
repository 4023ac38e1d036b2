import Engine

extension ImplicitALS {
  /// The score of every item: [items].
  ///
  /// - Complexity: O(items · dimension).
  package func scores(_ foldIn: FoldIn) -> [Float] {
    LinearAlgebra.product(itemFactors, foldIn.vector)
  }

  /// How much each item of the history adds to the score of `item`.
  ///
  /// The terms sum to the score. They come in the order of the history; an item of
  /// a confidence below zero has no term of its own, but lowers those of others.
  ///
  /// - Source: Hu, Koren & Volinsky 2008, section 5.
  package func contributions(_ foldIn: FoldIn, to item: Int) -> [Float] {
    guard let factor = foldIn.factor else { return [] }
    let weighted = factor.solve(itemFactors.row(item).map(Double.init)).map(Float.init)
    return itemFactors.withUnsafeBufferPointer { factors in
      weighted.withUnsafeBufferPointer { weighted in
        guard let rows = factors.baseAddress, let weighted = weighted.baseAddress else { return [] }
        return zip(foldIn.items, foldIn.confidences).map { historyItem, confidence in
          max(0, confidence) * Kernels.dot(weighted, rows + historyItem * dimension, dimension)
        }
      }
    }
  }
}
