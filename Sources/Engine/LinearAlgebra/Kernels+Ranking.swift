import CKernels

extension Kernels {
  /// The queries and the items whose products `productsAbove` takes at once.
  package static let rankingBlock = (queries: Int(RANKING_QUERIES), items: Int(RANKING_ITEMS))

  /// Copies rows side by side: element d of row i goes to d · width + i.
  ///
  /// - Parameters:
  ///   - rows: [count, dimension], row-major without gaps.
  ///   - count: at most `width`; the place of missing rows is filled with zeros.
  ///   - dimension: the elements of a row.
  ///   - width: the rows that lie side by side.
  ///   - result: [dimension, width].
  package static func interleave(
    _ rows: UnsafePointer<Float>, count: Int, dimension: Int, width: Int,
    _ result: UnsafeMutablePointer<Float>
  ) {
    assert(count <= width, "interleave: \(count) rows in \(width)")
    for d in 0..<dimension {
      let column = unsafe result + d * width
      for i in 0..<count { unsafe column[i] = rows[i * dimension + d] }
      for i in count..<width { unsafe column[i] = 0 }
    }
  }

  /// Finds the products of a block of queries and many items above the threshold
  /// of their query.
  ///
  /// A product is summed in the order of the dimensions, so its bits depend on
  /// its query and its item only. NaN is above nothing.
  ///
  /// - Parameters:
  ///   - queries: [dimension, rankingBlock.queries], interleaved.
  ///   - items: [panels, dimension, rankingBlock.items], interleaved.
  ///   - dimension: the factors of a query and of an item.
  ///   - panels: how many blocks of items.
  ///   - thresholds: one for each query.
  ///   - scores: the products found, in memory for all of them.
  ///   - places: 16 · item + query of each; the items of a query ascend.
  /// - Returns: how many were found.
  package static func productsAbove(
    _ queries: UnsafePointer<Float>, _ items: UnsafePointer<Float>, dimension: Int, panels: Int,
    thresholds: UnsafePointer<Float>, scores: UnsafeMutablePointer<Float>,
    places: UnsafeMutablePointer<Int32>
  ) -> Int {
    unsafe native.pointee.ranking.products_above(
      queries, items, dimension, panels, thresholds, scores, places)
  }
}
