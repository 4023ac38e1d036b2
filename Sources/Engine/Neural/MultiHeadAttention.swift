// Shapes, with n = sequences · length and d = size / heads:
// x, y, dy, dx: [n, size]; lengths: [sequences], the elements of each sequence
// before its padding; saved: queries, keys and values [n, 3 · size], then
// probabilities [sequences, heads, length, length], then context [n, size].

/// softmax(Q·Kᵀ/√d)·V in several heads, for which x is projected to Q, K and V,
/// and the heads together to y.
///
/// No element attends to padding; a causal layer's attend to none after them.
///
/// - Source: A. Vaswani et al. 2017, "Attention Is All You Need", NeurIPS,
///   section 3.2.
package struct MultiHeadAttention: Sendable {
  package let size: Int
  package let heads: Int
  package let isCausal: Bool
  package let input: LinearLayer
  package let output: LinearLayer

  /// - Precondition: the heads divide the size.
  package init(
    _ name: String, size: Int, heads: Int, isCausal: Bool = false,
    in layout: inout ParameterLayout
  ) {
    precondition(
      size > 0 && heads > 0 && size % heads == 0,
      "attention '\(name)': size \(size) in \(heads) heads")
    self.size = size
    self.heads = heads
    self.isCausal = isCausal
    input = LinearLayer("\(name).input", inputs: size, outputs: 3 * size, in: &layout)
    output = LinearLayer("\(name).output", inputs: size, outputs: size, in: &layout)
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    input.initialise(slab, using: &generator)
    output.initialise(slab, using: &generator)
  }

  /// The elements that the forward pass keeps for the backward pass.
  package func savedCount(sequences: Int, length: Int) -> Int {
    sequences * length * (4 * size + heads * length)
  }

  /// The elements that the backward pass takes from its arena.
  package func scratchCount(sequences: Int, length: Int) -> Int {
    let n = sequences * length
    return Kernels.padded(n * size) + Kernels.padded(3 * n * size)
      + Kernels.padded(length * length)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int
  ) {
    checkLengths(lengths, length)
    let n = lengths.count * length
    let (depth, width) = (size / heads, 3 * size)
    let scale = 1 / Float(depth).squareRoot()
    let probabilities = unsafe saved + n * width
    let context = unsafe probabilities + n * heads * length
    unsafe input.forward(slab, x, saved, n: n)
    for sequence in lengths.indices {
      let valid = Int(lengths[sequence])
      if valid == 0 {
        unsafe (context + sequence * length * size).update(repeating: 0, count: length * size)
        unsafe (probabilities + sequence * heads * length * length).update(
          repeating: 0, count: heads * length * length)
        continue
      }
      for head in 0..<heads {
        let q = unsafe saved + sequence * length * width + head * depth
        let p = unsafe probabilities + (sequence * heads + head) * length * length
        unsafe Kernels.multiply(
          q, stride: width, q + size, stride: width, transposingSecond: true, scaledBy: scale,
          plus: 0, p, stride: length, rows: length, columns: valid, inner: depth)
        for t in 0..<length {
          unsafe softmax(p + t * length, isCausal ? min(valid, t + 1) : valid, of: length)
        }
        unsafe Kernels.multiply(
          p, stride: length, q + 2 * size, stride: width, plus: 0,
          context + sequence * length * size + head * depth, stride: size, rows: length,
          columns: depth, inner: valid)
      }
    }
    unsafe output.forward(slab, context, y, n: n)
  }

  /// Adds to the gradients of both projections, and to `dx`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, arena: Arena
  ) {
    let n = lengths.count * length
    let (depth, width) = (size / heads, 3 * size)
    let scale = 1 / Float(depth).squareRoot()
    let probabilities = unsafe saved + n * width
    let context = unsafe probabilities + n * heads * length
    arena.scope {
      let dContext = unsafe arena.take(n * size)
      let dInput = unsafe arena.take(n * width)
      let dp = unsafe arena.take(length * length)
      unsafe dContext.update(repeating: 0, count: n * size)
      unsafe dInput.update(repeating: 0, count: n * width)
      unsafe output.backward(slab, context, dy, dContext, n: n)
      for sequence in lengths.indices where lengths[sequence] > 0 {
        let valid = Int(lengths[sequence])
        for head in 0..<heads {
          let place = sequence * length * width + head * depth
          let (q, dq) = unsafe (saved + place, dInput + place)
          let p = unsafe probabilities + (sequence * heads + head) * length * length
          let dc = unsafe dContext + sequence * length * size + head * depth
          unsafe Kernels.multiply(
            dc, stride: size, q + 2 * size, stride: width, transposingSecond: true, plus: 0, dp,
            stride: length, rows: length, columns: valid, inner: depth)
          unsafe Kernels.multiply(
            p, stride: length, dc, stride: size, transposingFirst: true, plus: 0, dq + 2 * size,
            stride: width, rows: valid, columns: depth, inner: length)
          for t in 0..<length {
            let (row, dRow) = unsafe (p + t * length, dp + t * length)
            let mean = unsafe Kernels.dot(row, dRow, valid)
            // A masked probability is zero, and so is its gradient.
            for i in 0..<valid { unsafe dRow[i] = row[i] * (dRow[i] - mean) }
          }
          unsafe Kernels.multiply(
            dp, stride: length, q + size, stride: width, scaledBy: scale, plus: 0, dq,
            stride: width, rows: length, columns: depth, inner: valid)
          unsafe Kernels.multiply(
            dp, stride: length, q, stride: width, transposingFirst: true, scaledBy: scale,
            plus: 0, dq + size, stride: width, rows: valid, columns: depth, inner: length)
        }
      }
      unsafe input.backward(slab, x, dInput, dx, n: n)
    }
  }
}

/// Turns the first `count` scores of a row into probabilities and the rest into
/// zeros.
private func softmax(_ row: UnsafeMutablePointer<Float>, _ count: Int, of length: Int) {
  let whole = count & ~15
  var greatest = unsafe Kernels.load(row + whole, first: count - whole, filling: -.infinity)
  for i in stride(from: 0, to: whole, by: 16) {
    let x = unsafe Kernels.load(row + i)
    greatest.replace(with: x, where: x .> greatest)
  }
  let maximum = greatest.max()
  unsafe Kernels.map(row, row, count) { Kernels.exp($0 - maximum) }
  let scale = unsafe 1 / Kernels.sum(row, count, filling: 0) { $0 }
  unsafe Kernels.map(row, row, count) { $0 * scale }
  unsafe (row + count).update(repeating: 0, count: length - count)
}
