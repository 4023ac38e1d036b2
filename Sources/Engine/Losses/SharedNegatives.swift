// Shapes: hidden, dHidden: [n, d]; labels: [n]; a block has R rows that count:
// states, gradients: [R, d]; tile: [R, m] for m negatives.

/// Items that every row of a batch is told apart from, beside its own label.
///
/// A negative that equals the label of a row does not count for that row.
@safe
struct SharedNegatives {
  private static let blockRows = 256

  /// What a row contributes: its loss and the slope of the label's logit.
  ///
  /// The closure replaces the logits of the negatives by their slopes.
  typealias RowLoss = (
    _ logits: UnsafeMutablePointer<Float>, _ labelLogit: Float, _ weight: Float
  ) -> (loss: Double, labelSlope: Float)

  /// [m].
  private let items: UnsafePointer<Int32>
  private let count: Int

  init(_ items: UnsafePointer<Int32>, count: Int, of table: ItemTable) {
    precondition(
      (0..<count).allSatisfy { unsafe items[$0] >= 0 && items[$0] < table.items },
      "negatives: an item is not of the \(table.items)")
    unsafe self.items = unsafe items
    self.count = count
  }

  static func scratchCount(n: Int, negatives: Int, dimension: Int) -> Int {
    let rows = min(n, blockRows)
    return 2 * Kernels.padded(negatives * dimension) + 2 * Kernels.padded(rows * dimension)
      + Kernels.padded(rows * negatives) + 2 * Kernels.padded(negatives)
      + 2 * Kernels.padded(rows) + Kernels.padded(n) + NegativePlaces.scratchCount(negatives)
  }

  /// The sum of a loss of each row times `scale`; adds the gradients of states and
  /// table unless `dHidden` is nil.
  ///
  /// An offset is added to the logit of an item beside its bias.
  func loss(
    _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>, n: Int, _ table: ItemTable,
    dHidden: UnsafeMutablePointer<Float>?, scale: Float?, arena: Arena,
    offset: (Int32) -> Float, _ rowLoss: RowLoss
  ) -> Double {
    arena.scope {
      let counted = unsafe CountedRows(labels, n: n, items: table.items, arena)
      guard !counted.isEmpty else { return 0 }
      let scale = scale ?? 1 / Float(counted.count)
      let scratch = Scratch(
        rows: min(counted.count, Self.blockRows), negatives: count, table, arena)
      for j in 0..<count {
        let item = unsafe items[j]
        let source = unsafe table.vectors + Int(item) * table.dimension
        unsafe (scratch.vectors + j * table.dimension).update(
          from: source, count: table.dimension)
        unsafe scratch.offsets[j] = offset(item) + (table.bias?[Int(item)] ?? 0)
      }
      let places = unsafe NegativePlaces(items, count: count, arena)
      var total = 0.0
      for start in stride(from: 0, to: counted.count, by: Self.blockRows) {
        let rows = counted[start..<min(start + Self.blockRows, counted.count)]
        for (r, row) in rows.enumerated() {
          unsafe (scratch.states + r * table.dimension).update(
            from: hidden + Int(row) * table.dimension, count: table.dimension)
        }
        scratch.multiply(rows.count)
        for (r, row) in rows.enumerated() {
          let label = unsafe labels[Int(row)]
          let z = unsafe scratch.tile + r * count
          unsafe Kernels.addScaled(z, 1, scratch.offsets, count)
          // Far below every other logit, so that its exponential is nothing.
          places.forEach(of: label) { unsafe z[$0] = Kernels.paddingLogit }
          let logit = scratch.logit(r, of: label, offset: offset(label))
          let result = unsafe rowLoss(z, logit, scale)
          places.forEach(of: label) { unsafe z[$0] = 0 }
          total += result.loss
          unsafe scratch.slopes[r] = result.labelSlope
        }
        guard let dHidden = unsafe dHidden else { continue }
        unsafe scratch.addGradients(rows, labels, dHidden)
      }
      if unsafe dHidden != nil { unsafe scratch.addNegativeGradients(items) }
      return total * Double(scale)
    }
  }
}
