// Shapes, with n = sequences · length: x, y, dy, dx: [n, size]; lengths:
// [sequences], the elements of each sequence; saved: the arrays of `Places`,
// one after the other.

/// h = x + drop(attention(norm(x))), y = h + drop(feedForward(norm(h))), where
/// elements are dropped in training only.
///
/// - Source: R. Xiong et al. 2020, "On Layer Normalization in the Transformer
///   Architecture", ICML, the variant with the norms first.
package struct TransformerBlock: Sendable {
  package let size: Int
  package let attentionNorm: LayerNorm
  package let attention: MultiHeadAttention
  package let feedForwardNorm: LayerNorm
  package let feedForward: FeedForward
  package let dropout: Dropout

  package init(
    _ name: String, size: Int, heads: Int, width: Int, isCausal: Bool = false,
    activation: Activation = .gelu, dropout: Float = 0, in layout: inout ParameterLayout
  ) {
    self.size = size
    self.dropout = Dropout(rate: dropout)
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
    return (dropout.rate > 0 ? 3 : 2) * Kernels.padded(n * size)
      + max(
        attention.scratchCount(sequences: sequences, length: length), feedForward.scratchCount(n))
  }

  /// y from x.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - x: as above.
  ///   - y: as above.
  ///   - saved: what the backward pass needs.
  ///   - lengths: the elements of each sequence.
  ///   - length: the elements that a row has room for.
  ///   - padding: the side on which rows are filled up.
  ///   - seed: draws what is dropped; nil outside training. Different layers and
  ///     steps need different ones.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int,
    padding: SequencePadding = .after, seed: UInt64? = nil
  ) {
    let n = lengths.count * length
    let places = Places(self, lengths.count, length)
    let seeds = dropoutSeeds(seed)
    let (normal, middle) = unsafe (saved + places.normal, saved + places.middle)
    let middleNormal = unsafe saved + places.middleNormal
    unsafe attentionNorm.forward(slab, x, normal, saved: saved + places.statistics, n: n)
    unsafe attention.forward(
      slab, normal, middle, saved: saved + places.attention, lengths: lengths, length: length,
      padding: padding, adding: seeds == nil ? x : nil)
    if let seeds {
      unsafe dropout.forward(middle, middle, count: n * size, seed: seeds.attention, adding: x)
    }
    unsafe feedForwardNorm.forward(
      slab, middle, middleNormal, saved: saved + places.middleStatistics, n: n)
    unsafe feedForward.forward(
      slab, middleNormal, y, saved: saved + places.feedForward, n: n,
      adding: seeds == nil ? middle : nil)
    if let seeds {
      unsafe dropout.forward(y, y, count: n * size, seed: seeds.feedForward, adding: middle)
    }
  }

  /// Adds to the gradients of all layers, and to `dx`.
  ///
  /// - Precondition: `lengths`, `length`, `padding` and `seed` are those of the
  ///   forward pass.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, padding: SequencePadding = .after, seed: UInt64? = nil, arena: Arena
  ) {
    let n = lengths.count * length
    let places = Places(self, lengths.count, length)
    let seeds = dropoutSeeds(seed)
    arena.scope {
      let (dMiddle, dNormal) = unsafe (arena.take(n * size), arena.take(n * size))
      let dropped = unsafe seeds.map { _ in unsafe arena.take(n * size) }
      if let seeds, let dropped = unsafe dropped {
        unsafe dropout.forward(dy, dropped, count: n * size, seed: seeds.feedForward)
      }
      unsafe feedForward.backward(
        slab, saved + places.middleNormal, UnsafePointer(dropped) ?? dy, dNormal,
        saved: saved + places.feedForward, n: n, arena: arena, overwriting: true)
      unsafe feedForwardNorm.backward(
        slab, saved + places.middle, dNormal, adding: dy, nil, dMiddle,
        saved: saved + places.middleStatistics, n: n)
      if let seeds, let dropped = unsafe dropped {
        unsafe dropout.forward(dMiddle, dropped, count: n * size, seed: seeds.attention)
      }
      unsafe attention.backward(
        slab, saved + places.normal, dropped ?? dMiddle, dNormal,
        saved: saved + places.attention, lengths: lengths, length: length, padding: padding,
        arena: arena, overwriting: true)
      unsafe attentionNorm.backward(
        slab, x, dNormal, adding: dx, dMiddle, dx, saved: saved + places.statistics, n: n)
    }
  }

  /// A seed for each of the two places where elements are dropped, nil if none
  /// are.
  private func dropoutSeeds(_ seed: UInt64?) -> (attention: UInt64, feedForward: UInt64)? {
    guard let seed, dropout.rate > 0 else { return nil }
    var generator = SplitMix64(seed: seed)
    return (generator.next(), generator.next())
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
