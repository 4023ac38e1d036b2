import Glibc

extension CatalogueSoftmax {
  /// The scratch of one block of rows and the passes over it.
  @safe
  struct Block {
    private let smoothing: Float
    private let tileItems: Int
    private let hidden: UnsafePointer<Float>
    private let labels: UnsafePointer<Int32>
    private let table: ItemTable
    /// [R, T], logits, then their exponentials.
    private let tile: UnsafeMutablePointer<Float>
    /// [R, d], the rows that count, without gaps.
    private let states: UnsafeMutablePointer<Float>
    /// [R, d], the states times the factors of their rows.
    private let scaled: UnsafeMutablePointer<Float>
    /// [R, d], the gradient of the states before the factors of their rows.
    private let gradients: UnsafeMutablePointer<Float>
    /// [R], the greatest logits so far.
    private let greatest: UnsafeMutablePointer<Float>
    /// [R], the sums of the exponentials so far.
    private let sums: UnsafeMutablePointer<Float>
    /// [R], the factors that make a tile the gradient of its logits.
    private let scales: UnsafeMutablePointer<Float>

    init(
      _ loss: CatalogueSoftmax, _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>,
      _ table: ItemTable, rows: Int, _ arena: Arena
    ) {
      smoothing = loss.labelSmoothing
      tileItems = min(loss.tileItems, table.items)
      unsafe self.hidden = hidden
      unsafe self.labels = labels
      self.table = table
      unsafe tile = arena.take(rows * tileItems)
      unsafe states = arena.take(rows * table.dimension)
      unsafe scaled = arena.take(rows * table.dimension)
      unsafe gradients = arena.take(rows * table.dimension)
      unsafe greatest = arena.take(rows)
      unsafe sums = arena.take(rows)
      unsafe scales = arena.take(rows)
    }

    /// The summed loss of a block; leaves the exponentials of the last tile.
    func forward(_ rows: ArraySlice<Int32>) -> Double {
      let d = table.dimension
      for (r, row) in rows.enumerated() {
        unsafe (states + r * d).update(from: hidden + Int(row) * d, count: d)
        unsafe greatest[r] = -.infinity
        unsafe sums[r] = 0
      }
      var total = 0.0
      for start in stride(from: 0, to: table.items, by: tileItems) {
        let items = start..<min(start + tileItems, table.items)
        multiply(rows.count, items)
        for (r, row) in rows.enumerated() {
          let z = unsafe tile + r * items.count
          let before = unsafe greatest[r]
          let maximum = unsafe Kernels.addBias(z, bias(items), items.count, floor: before)
          total -= unsafe target(z, Int(labels[Int(row)]), items)
          let kept = start == 0 ? 0 : unsafe sums[r] * exp(before - maximum)
          unsafe sums[r] = kept + Kernels.exponentials(z, items.count, shift: maximum)
          unsafe greatest[r] = maximum
        }
      }
      for r in 0..<rows.count {
        unsafe total += Double(greatest[r]) + log(Double(sums[r]))
      }
      return total
    }

    /// Adds the gradients of the block that `forward` has just seen.
    func backward(
      _ rows: ArraySlice<Int32>, _ dHidden: UnsafeMutablePointer<Float>, weight: Float
    ) {
      let d = table.dimension
      // Scaled states save a pass over the tile.
      for r in 0..<rows.count {
        unsafe scales[r] = weight / sums[r]
        let scale = unsafe scales[r]
        unsafe Kernels.map(states + r * d, scaled + r * d, d) { scale * $0 }
      }
      let last = (table.items - 1) / tileItems * tileItems
      for start in stride(from: last, through: 0, by: -tileItems) {
        let items = start..<min(start + tileItems, table.items)
        if start < last { recompute(rows.count, items) }
        for (r, row) in rows.enumerated() {
          unsafe subtractTarget(r, Int(labels[Int(row)]), items)
        }
        addProducts(rows.count, items, isFirst: start == last)
      }
      for (r, row) in rows.enumerated() {
        let scale = unsafe scales[r]
        unsafe Kernels.accumulate(
          gradients + r * d, gradients + r * d, into: dHidden + Int(row) * d, d
        ) { gradient, _ in scale * gradient }
      }
    }

    private func bias(_ items: Range<Int>) -> UnsafePointer<Float>? {
      unsafe table.bias.map { unsafe $0 + items.lowerBound }
    }

    /// tile ← states · tableᵀ.
    private func multiply(_ rows: Int, _ items: Range<Int>) {
      let d = table.dimension
      unsafe Kernels.multiply(
        states, stride: d, table.vectors + items.lowerBound * d, stride: d,
        transposingSecond: true, plus: 0, tile, stride: items.count, rows: rows,
        columns: items.count, inner: d)
    }

    /// The exponentials of a tile under the greatest logits of the whole rows.
    private func recompute(_ rows: Int, _ items: Range<Int>) {
      multiply(rows, items)
      for r in 0..<rows {
        let z = unsafe tile + r * items.count
        let maximum = unsafe Kernels.addBias(z, bias(items), items.count, floor: greatest[r])
        unsafe _ = Kernels.exponentials(z, items.count, shift: maximum)
      }
    }

    /// The part of Σ qₖ·zₖ that lies in a tile.
    private func target(_ z: UnsafePointer<Float>, _ label: Int, _ items: Range<Int>) -> Double {
      var sum = 0.0
      if items.contains(label) {
        sum = unsafe Double(1 - smoothing) * Double(z[label - items.lowerBound])
      }
      guard smoothing > 0 else { return sum }
      let logits = unsafe Kernels.sum(z, items.count)
      return sum + Double(smoothing) / Double(table.items) * Double(logits)
    }

    /// e ← e − sum·q, which is the gradient of the logits before its scale.
    private func subtractTarget(_ r: Int, _ label: Int, _ items: Range<Int>) {
      let e = unsafe tile + r * items.count
      if smoothing > 0 {
        let spread = unsafe sums[r] * smoothing / Float(table.items)
        unsafe Kernels.map(e, e, items.count) { $0 - spread }
      }
      if items.contains(label) {
        unsafe e[label - items.lowerBound] -= sums[r] * (1 - smoothing)
      }
    }

    /// gradients ← gradients + tile·table; d(table) ← d(table) + tileᵀ·scaled.
    private func addProducts(_ rows: Int, _ items: Range<Int>, isFirst: Bool) {
      let (d, start) = (table.dimension, items.lowerBound)
      unsafe Kernels.multiply(
        tile, stride: items.count, table.vectors + start * d, stride: d,
        plus: isFirst ? 0 : 1, gradients, stride: d, rows: rows, columns: d, inner: items.count)
      unsafe Kernels.multiply(
        tile, stride: items.count, scaled, stride: d, transposingFirst: true, plus: 1,
        table.vectorGradient + start * d, stride: d, rows: items.count, columns: d, inner: rows)
      if let biasGradient = unsafe table.biasGradient {
        unsafe Kernels.multiply(
          1, tile, rows: rows, columns: items.count, transposed: true, scales, plus: 1,
          biasGradient + start)
      }
    }
  }
}
