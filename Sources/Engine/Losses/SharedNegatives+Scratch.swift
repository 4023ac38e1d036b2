extension SharedNegatives {
  /// The memory of a block and the products over it.
  @safe
  struct Scratch {
    private let table: ItemTable
    private let negatives: Int
    /// [m, d], the vectors of the negatives.
    let vectors: UnsafeMutablePointer<Float>
    /// [m, d], their gradients.
    private let vectorGradients: UnsafeMutablePointer<Float>
    /// [m], what is added to the logits of the negatives.
    let offsets: UnsafeMutablePointer<Float>
    /// [m], the summed slopes of the negatives.
    private let offsetGradients: UnsafeMutablePointer<Float>
    /// [R, m], logits, then their slopes.
    let tile: UnsafeMutablePointer<Float>
    /// [R, d].
    let states: UnsafeMutablePointer<Float>
    private let gradients: UnsafeMutablePointer<Float>
    /// [R], the slopes of the labels' logits.
    let slopes: UnsafeMutablePointer<Float>
    private let ones: UnsafeMutablePointer<Float>

    init(rows: Int, negatives: Int, _ table: ItemTable, _ arena: Arena) {
      self.table = table
      self.negatives = negatives
      let d = table.dimension
      unsafe vectors = arena.take(negatives * d)
      unsafe vectorGradients = arena.take(negatives * d)
      unsafe offsets = arena.take(negatives)
      unsafe offsetGradients = arena.take(negatives)
      unsafe tile = arena.take(rows * negatives)
      unsafe states = arena.take(rows * d)
      unsafe gradients = arena.take(rows * d)
      unsafe slopes = arena.take(rows)
      unsafe ones = arena.take(rows)
      unsafe vectorGradients.update(repeating: 0, count: negatives * d)
      unsafe offsetGradients.update(repeating: 0, count: negatives)
      unsafe ones.update(repeating: 1, count: rows)
    }

    /// tile ← states · vectorsᵀ.
    func multiply(_ rows: Int) {
      let d = table.dimension
      unsafe Kernels.multiply(
        states, stride: d, vectors, stride: d, transposingSecond: true, plus: 0, tile,
        stride: negatives, rows: rows, columns: negatives, inner: d)
    }

    /// The logit of the label of a row.
    func logit(_ r: Int, of label: Int32, offset: Float) -> Float {
      let d = table.dimension
      let product = unsafe Kernels.dot(states + r * d, table.vectors + Int(label) * d, d)
      return unsafe product + offset + (table.bias?[Int(label)] ?? 0)
    }

    /// Adds the gradients of states and labels, and those of the negatives to
    /// their sums.
    func addGradients(
      _ rows: CountedRows, _ labels: UnsafePointer<Int32>,
      _ dHidden: UnsafeMutablePointer<Float>
    ) {
      let d = table.dimension
      unsafe gradients.update(repeating: 0, count: rows.count * d)
      unsafe Kernels.multiply(
        tile, stride: negatives, vectors, stride: d, plus: 0, gradients, stride: d,
        rows: rows.count, columns: d, inner: negatives)
      unsafe Kernels.multiply(
        tile, stride: negatives, states, stride: d, transposingFirst: true, plus: 1,
        vectorGradients, stride: d, rows: negatives, columns: d, inner: rows.count)
      if unsafe table.bias != nil, negatives > 0 {
        unsafe Kernels.multiply(
          1, tile, rows: rows.count, columns: negatives, transposed: true, ones, plus: 1,
          offsetGradients)
      }
      for (r, row) in rows.enumerated() {
        let label = unsafe Int(labels[Int(row)])
        let slope = unsafe slopes[r]
        let place = unsafe dHidden + Int(row) * d
        unsafe Kernels.addScaled(place, 1, gradients + r * d, d)
        unsafe Kernels.addScaled(place, slope, table.vectors + label * d, d)
        unsafe Kernels.addScaled(table.vectorGradient + label * d, slope, states + r * d, d)
        if let biasGradient = unsafe table.biasGradient { unsafe biasGradient[label] += slope }
      }
    }

    /// Adds the summed gradients of the negatives to those of the table.
    func addNegativeGradients(_ items: UnsafePointer<Int32>) {
      let d = table.dimension
      for j in 0..<negatives {
        let item = unsafe Int(items[j])
        unsafe Kernels.addScaled(table.vectorGradient + item * d, 1, vectorGradients + j * d, d)
        if let biasGradient = unsafe table.biasGradient {
          unsafe biasGradient[item] += offsetGradients[j]
        }
      }
    }
  }
}
