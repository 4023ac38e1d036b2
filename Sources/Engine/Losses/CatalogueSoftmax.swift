// Shapes: hidden, dHidden: [n, d]; labels: [n]; table: [items, d]; a block has
// R rows that count, a tile T items: tile [R, T], states [R, d].

/// Softmax cross-entropy over all items of a catalogue: the mean over rows of
/// −Σ qₖ·ln softmax(h·wₖ + bₖ), where q is 1 at the label, less what label
/// smoothing spreads evenly over all items.
///
/// The logits of a block of rows and a tile of items exist at a time. The
/// exponentials of a catalogue that fits into one tile are computed once; those
/// of a larger one are computed a second time for the gradient, but for the
/// last tile. Rows of label −1 cost nothing.
///
/// - Source: M. Milakov & N. Gimelshein 2018, "Online normalizer calculation for
///   softmax", arXiv:1805.02867, algorithm 3.
package struct CatalogueSoftmax: Sendable, Hashable {
  /// The weight spread over all items.
  package let labelSmoothing: Float
  let blockRows: Int
  let tileItems: Int

  package init(labelSmoothing: Float = 0) {
    self.init(labelSmoothing: labelSmoothing, blockRows: 256, tileItems: 8192)
  }

  init(labelSmoothing: Float, blockRows: Int, tileItems: Int) {
    precondition(
      labelSmoothing >= 0 && labelSmoothing < 1,
      "catalogue softmax: smoothing of \(labelSmoothing)")
    self.labelSmoothing = labelSmoothing
    self.blockRows = blockRows
    self.tileItems = tileItems
  }

  /// The elements of scratch that `loss` takes from an arena.
  package func scratchCount(n: Int, items: Int, dimension: Int) -> Int {
    let rows = min(n, blockRows)
    return Kernels.padded(rows * min(items, tileItems)) + 3 * Kernels.padded(rows * dimension)
      + 3 * Kernels.padded(rows) + Kernels.padded(n)
  }

  /// The loss; adds the gradients of the states to `dHidden` and those of the
  /// table to its own, unless `dHidden` is nil.
  ///
  /// - Parameters:
  ///   - hidden: [n, dimension].
  ///   - labels: [n], items, or −1 for rows that count for nothing.
  ///   - n: the rows.
  ///   - table: the items.
  ///   - dHidden: [n, dimension].
  ///   - scale: what the sum over rows is multiplied by; one over the rows that
  ///     count if nil. A shard of a batch passes that of the whole batch.
  ///   - arena: has `scratchCount` elements left.
  /// - Returns: the sum over the rows that count times the scale, 0 if none does.
  package func loss(
    _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>, n: Int, _ table: ItemTable,
    dHidden: UnsafeMutablePointer<Float>?, scale: Float? = nil, arena: Arena
  ) -> Double {
    arena.scope {
      let counted = unsafe CountedRows(labels, n: n, items: table.items, arena)
      guard !counted.isEmpty else { return 0 }
      let scale = scale ?? 1 / Float(counted.count)
      let block = unsafe Block(
        self, hidden, labels, table, rows: min(counted.count, blockRows), arena)
      var total = 0.0
      for start in stride(from: 0, to: counted.count, by: blockRows) {
        let rows = counted[start..<min(start + blockRows, counted.count)]
        total += block.forward(rows)
        if let dHidden = unsafe dHidden {
          unsafe block.backward(rows, dHidden, weight: scale)
        }
      }
      return total * Double(scale)
    }
  }
}
