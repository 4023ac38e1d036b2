// Shapes, with n = sequences · length: x, y, dy, dx: [n, size]; lengths:
// [sequences], the elements of each sequence before its padding; saved: the
// arrays of `Places`, one after the other.

/// h = x + attention(norm(x)), y = h + feedForward(norm(h)).
///
/// - Source: R. Xiong et al. 2020, "On Layer Normalization in the Transformer
///   Architecture", ICML, the variant with the norms first.
package struct TransformerBlock: Sendable {
  package let size: Int
  package let attentionNorm: LayerNorm
  package let attention: MultiHeadAttention
  package let feedForwardNorm: LayerNorm
  package let feedForward: FeedForward

  package init(
    _ name: String, size: Int, heads: Int, width: Int, isCausal: Bool = false,
    activation: Activation = .gelu, in layout: inout ParameterLayout
  ) {
    self.size = size
    attentionNorm = LayerNorm("\(name).attentionNorm", size: size, in: &layout)
    attention = MultiHeadAttention(
      "\(name).attention", size: size, heads: heads, isCausal: isCausal, in: &layout)
    feedForwardNorm = LayerNorm("\(name).feedForwardNorm", size: size, in: &layout)
    feedForward = FeedForward(
      "\(name).feedForward", size: size, width: width, activation: activation, in: &layout)
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    attentionNorm.initialise(slab)
    attention.initialise(slab, using: &generator)
    feedForwardNorm.initialise(slab)
    feedForward.initialise(slab, using: &generator)
  }

  /// The elements that the forward pass keeps for the backward pass.
  package func savedCount(sequences: Int, length: Int) -> Int {
    Places(self, sequences, length).end
  }

  /// The elements that the backward pass takes from its arena.
  package func scratchCount(sequences: Int, length: Int) -> Int {
    let n = sequences * length
    return 2 * Kernels.padded(n * size)
      + max(
        attention.scratchCount(sequences: sequences, length: length), feedForward.scratchCount(n))
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int
  ) {
    let n = lengths.count * length
    let places = Places(self, lengths.count, length)
    let (normal, middle) = unsafe (saved + places.normal, saved + places.middle)
    let middleNormal = unsafe saved + places.middleNormal
    unsafe attentionNorm.forward(slab, x, normal, saved: saved + places.statistics, n: n)
    unsafe attention.forward(
      slab, normal, middle, saved: saved + places.attention, lengths: lengths, length: length)
    unsafe Kernels.addScaled(middle, 1, x, n * size)
    unsafe feedForwardNorm.forward(
      slab, middle, middleNormal, saved: saved + places.middleStatistics, n: n)
    unsafe feedForward.forward(slab, middleNormal, y, saved: saved + places.feedForward, n: n)
    unsafe Kernels.addScaled(y, 1, middle, n * size)
  }

  /// Adds to the gradients of all layers, and to `dx`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, arena: Arena
  ) {
    let n = lengths.count * length
    let places = Places(self, lengths.count, length)
    arena.scope {
      let (dMiddle, dNormal) = unsafe (arena.take(n * size), arena.take(n * size))
      unsafe dMiddle.update(from: dy, count: n * size)
      unsafe dNormal.update(repeating: 0, count: n * size)
      unsafe feedForward.backward(
        slab, saved + places.middleNormal, dy, dNormal, saved: saved + places.feedForward, n: n,
        arena: arena)
      unsafe feedForwardNorm.backward(
        slab, saved + places.middle, dNormal, dMiddle, saved: saved + places.middleStatistics,
        n: n)
      unsafe Kernels.addScaled(dx, 1, dMiddle, n * size)
      unsafe dNormal.update(repeating: 0, count: n * size)
      unsafe attention.backward(
        slab, saved + places.normal, dMiddle, dNormal, saved: saved + places.attention,
        lengths: lengths, length: length, arena: arena)
      unsafe attentionNorm.backward(
        slab, x, dNormal, dx, saved: saved + places.statistics, n: n)
    }
  }

  /// Where the arrays of the forward pass lie in what it saves.
  private struct Places {
    let normal, statistics, attention, middle, middleNormal, middleStatistics: Int
    let feedForward, end: Int

    init(_ block: TransformerBlock, _ sequences: Int, _ length: Int) {
      let n = sequences * length
      let array = Kernels.padded(n * block.size)
      normal = 0
      statistics = array
      attention = statistics + Kernels.padded(2 * n)
      middle =
        attention
        + Kernels.padded(block.attention.savedCount(sequences: sequences, length: length))
      middleNormal = middle + array
      middleStatistics = middleNormal + array
      feedForward = middleStatistics + Kernels.padded(2 * n)
      end = feedForward + Kernels.padded(block.feedForward.savedCount(n))
    }
  }
}
