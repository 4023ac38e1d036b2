// Shapes: hidden, dHidden: [n, d]; labels: [n]; a block has R rows that count:
// states, gradients: [R, d]; tile: [R, m] for m negatives.

/// Items that every row of a batch is told apart from, beside its own label.
///
/// A negative that equals the label of a row does not count for that row.
struct SharedNegatives {
  private static let blockRows = 256

  /// What a row contributes: its loss and the slope of the label's logit.
  ///
  /// The closure replaces the logits of the negatives by their slopes.
  typealias RowLoss = (
    _ logits: UnsafeMutablePointer<Float>, _ labelLogit: Float, _ weight: Float
  ) -> (loss: Double, labelSlope: Float)

  private let items: [Int32]
  /// The negatives by item, each with its positions.
  private let positions: [Int32: [Int]]

  init(_ items: [Int32], of table: ItemTable) {
    precondition(
      items.allSatisfy { $0 >= 0 && $0 < table.items },
      "negatives: an item is not of the \(table.items)")
    self.items = items
    positions = Dictionary(grouping: items.indices) { items[$0] }
  }

  static func scratchCount(n: Int, negatives: Int, dimension: Int) -> Int {
    let rows = min(n, blockRows)
    return 2 * Kernels.padded(negatives * dimension) + 2 * Kernels.padded(rows * dimension)
      + Kernels.padded(rows * negatives) + 2 * Kernels.padded(negatives)
      + 2 * Kernels.padded(rows)
  }

  /// The sum of a loss of each row, divided; adds the gradients of states and
  /// table unless `dHidden` is nil.
  ///
  /// An offset is added to the logit of an item beside its bias.
  func loss(
    _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>, n: Int, _ table: ItemTable,
    dHidden: UnsafeMutablePointer<Float>?, divisor: Int?, arena: Arena,
    offset: (Int32) -> Float, _ rowLoss: RowLoss
  ) -> Double {
    let counted = unsafe CountedRows(labels, n: n, items: table.items).rows
    guard !counted.isEmpty else { return 0 }
    let divisor = divisor ?? counted.count
    precondition(divisor > 0, "catalogue loss: a divisor of \(divisor)")
    return arena.scope {
      let scratch = Scratch(
        rows: min(counted.count, Self.blockRows), negatives: items.count, table, arena)
      for (j, item) in items.enumerated() {
        let source = unsafe table.vectors + Int(item) * table.dimension
        unsafe (scratch.vectors + j * table.dimension).update(
          from: source, count: table.dimension)
        unsafe scratch.offsets[j] = offset(item) + (table.bias?[Int(item)] ?? 0)
      }
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
          let z = unsafe scratch.tile + r * items.count
          unsafe Kernels.addScaled(z, 1, scratch.offsets, items.count)
          // Far below every other logit, so that its exponential is nothing.
          for j in positions[label] ?? [] { unsafe z[j] = Kernels.paddingLogit }
          let logit = scratch.logit(r, of: label, offset: offset(label))
          let result = unsafe rowLoss(z, logit, 1 / Float(divisor))
          for j in positions[label] ?? [] { unsafe z[j] = 0 }
          total += result.loss
          unsafe scratch.slopes[r] = result.labelSlope
        }
        guard let dHidden = unsafe dHidden else { continue }
        unsafe scratch.addGradients(rows, labels, dHidden)
      }
      if unsafe dHidden != nil { scratch.addNegativeGradients(items) }
      return total / Double(divisor)
    }
  }
}
