import CKernels

// Shapes, with n = sequences · length, d = size / heads and l and e the length
// and d rounded up to sixteen:
// x, y, dy, dx: [n, size]; lengths: [sequences], the elements of each sequence;
// saved: queries, keys and values [n, 3 · size], then probabilities
// [sequences, heads, length, l], context [n, size] and scratch [2, e, l].

/// Rows of whole sequences taken through the layer at a time, at least one: what
/// lies between the products is then still in the cache.
private let rowsAtOnce = 256

/// softmax(Q·Kᵀ/√d)·V in several heads, for which x is projected to Q, K and V,
/// and the heads together to y.
///
/// No element attends to padding; a causal layer's attend to none after them.
/// Where that leaves nothing to attend to, the context is zero.
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
    let n = sequences * length
    return n * (4 * size + heads * Kernels.padded(length)) + headScratchCount(length)
  }

  /// The elements that the backward pass takes from its arena.
  package func scratchCount(sequences: Int, length: Int) -> Int {
    let n = min(sequences, sequencesAtOnce(length)) * length
    return Kernels.padded(n * size) + Kernels.padded(3 * n * size) + headScratchCount(length)
      + length * Kernels.padded(length)
  }

  private func sequencesAtOnce(_ length: Int) -> Int { max(1, rowsAtOnce / max(length, 1)) }

  /// The elements that one head takes in the forward pass.
  private func headScratchCount(_ length: Int) -> Int {
    2 * Kernels.padded(size / heads) * Kernels.padded(length)
  }

  /// The layer's result, plus `residual`, [n, size], unless that is nil.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int,
    padding: SequencePadding = .after, adding residual: UnsafePointer<Float>? = nil
  ) {
    checkLengths(lengths, length)
    let n = lengths.count * length
    let kernels = unsafe Kernels.native.pointee.attention
    let probabilities = unsafe saved + 3 * n * size
    let context = unsafe probabilities + n * heads * Kernels.padded(length)
    let scratch = unsafe context + n * size
    for first in stride(from: 0, to: lengths.count, by: sequencesAtOnce(length)) {
      let end = min(first + sequencesAtOnce(length), lengths.count)
      let (row, rows) = (first * length, (end - first) * length)
      unsafe input.forward(slab, x + row * size, saved + row * 3 * size, n: rows)
      for sequence in first..<end {
        var head = shape(padding.elements(lengths[sequence], of: length), length)
        for index in 0..<heads {
          let places = places(sequence, index, length)
          let q = unsafe saved + places.query
          unsafe kernels.forward(
            &head, q, q + size, q + 2 * size, probabilities + places.probabilities,
            context + places.context, scratch)
        }
      }
      unsafe output.forward(
        slab, context + row * size, y + row * size, n: rows,
        adding: residual.map { unsafe $0 + row * size })
    }
  }

  /// Adds to the gradients of both projections, and to `dx`, or sets `dx` if
  /// `overwriting`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, padding: SequencePadding = .after, arena: Arena, overwriting: Bool = false
  ) {
    checkLengths(lengths, length)
    let n = lengths.count * length
    let kernels = unsafe Kernels.native.pointee.attention
    let probabilities = unsafe saved + 3 * n * size
    let context = unsafe probabilities + n * heads * Kernels.padded(length)
    arena.scope {
      let room = min(lengths.count, sequencesAtOnce(length)) * length
      let (dContext, dInput) = unsafe (arena.take(room * size), arena.take(3 * room * size))
      let scratch = unsafe arena.take(headScratchCount(length) + length * Kernels.padded(length))
      for first in stride(from: 0, to: lengths.count, by: sequencesAtOnce(length)) {
        let end = min(first + sequencesAtOnce(length), lengths.count)
        let (row, rows) = (first * length, (end - first) * length)
        unsafe output.backward(
          slab, context + row * size, dy + row * size, dContext, n: rows, overwriting: true)
        for sequence in first..<end {
          var head = shape(padding.elements(lengths[sequence], of: length), length)
          for index in 0..<heads {
            let places = places(sequence, index, length)
            let within = self.places(sequence - first, index, length)
            let (q, dq) = unsafe (saved + places.query, dInput + within.query)
            unsafe kernels.backward(
              &head, q, q + size, q + 2 * size, probabilities + places.probabilities,
              dContext + within.context, dq, dq + size, dq + 2 * size, scratch)
          }
        }
        unsafe input.backward(
          slab, x + row * size, dInput, dx + row * size, n: rows, overwriting: overwriting)
      }
    }
  }

  private func shape(_ elements: Range<Int>, _ length: Int) -> attention_head {
    let depth = size / heads
    return attention_head(
      length: length, first: elements.lowerBound, keys: elements.count, depth: depth,
      stride: 3 * size, context_stride: size, row_stride: Kernels.padded(length),
      is_causal: isCausal, scale: 1 / Float(depth).squareRoot())
  }

  /// Where a head of a sequence lies in the arrays.
  private func places(
    _ sequence: Int, _ head: Int, _ length: Int
  ) -> (query: Int, probabilities: Int, context: Int) {
    let (row, column) = (sequence * length, head * (size / heads))
    return (
      row * 3 * size + column,
      (row * heads + head * length) * Kernels.padded(length),
      row * size + column
    )
  }
}
