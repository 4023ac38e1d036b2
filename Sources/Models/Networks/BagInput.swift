import Engine

// Shapes, with n = texts · length: x, dx: [n, size]; weights: [ids]; saved: the
// sums [n, size], their projections with the positions [n, size] and the
// statistics of the norm [n, 2].

/// The vectors of tokens that are bags of hashed parts: the sum of the parts'
/// vectors over the root of their number, a linear layer, the vector of the
/// position and a norm.
///
/// Words that share parts share what was learned of them, so that forms of a
/// word and typing errors come out near to it, without a vocabulary.
///
/// - Source: P. Bojanowski et al. 2017, "Enriching Word Vectors with Subword
///   Information", TACL 5, section 3.2, for the bags.
package struct BagInput: Sendable {
  /// Sizes, and what regularises the training.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The ids of parts, which start at 0.
    package var buckets: Int
    /// The size of the vector of a token.
    package var size: Int
    /// The tokens of a text that count.
    package var lengthLimit: Int
    /// The share of tokens that lose all their parts while training.
    package var tokenDropout: Float
    /// The share of parts dropped while training.
    package var partDropout: Float
    /// The share of elements of the result dropped while training.
    package var dropout: Float

    package init(
      buckets: Int = 1 << 15, size: Int = 128, lengthLimit: Int = 28, tokenDropout: Float = 0.1,
      partDropout: Float = 0.15, dropout: Float = 0.2
    ) {
      self.buckets = buckets
      self.size = size
      self.lengthLimit = lengthLimit
      self.tokenDropout = tokenDropout
      self.partDropout = partDropout
      self.dropout = dropout
    }
  }

  let configuration: Configuration
  let positions: Embedding
  let projection: LinearLayer
  let norm: LayerNorm
  let bags: WeightedBag
  private let dropout: Dropout

  /// The last layers of a layout, for a table comes last.
  init(_ configuration: Configuration, in layout: inout ParameterLayout) {
    let size = configuration.size
    self.configuration = configuration
    positions = Embedding("positions", rows: configuration.lengthLimit, size: size, in: &layout)
    projection = LinearLayer("projection", inputs: size, outputs: size, in: &layout)
    norm = LayerNorm("inputNorm", size: size, in: &layout)
    bags = WeightedBag("parts", rows: configuration.buckets, size: size, in: &layout)
    dropout = Dropout(rate: configuration.dropout)
  }

  private var size: Int { configuration.size }

  func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    let deviation = 1 / Double(size).squareRoot()
    positions.initialise(slab, deviation: 0.02, using: &generator)
    projection.initialise(slab, using: &generator)
    norm.initialise(slab)
    bags.initialise(slab, deviation: deviation, using: &generator)
  }

  func savedCount(texts: Int, length: Int) -> Int {
    let n = texts * length
    return 2 * Kernels.padded(n * size) + Kernels.padded(2 * n)
  }

  func scratchCount(texts: Int, length: Int) -> Int { 2 * Kernels.padded(texts * length * size) }

  /// The bags of a batch: each part weighs one over the root of the number of
  /// parts of its token.
  ///
  /// - Parameters:
  ///   - batch: the texts.
  ///   - seed: draws what is dropped; nil outside of training.
  ///   - arena: where the bags go.
  /// - Returns: the bags, valid until the arena is given back.
  func draw(_ batch: BagBatch, seed: UInt64?, _ arena: Arena) -> WeightedBag.Bags {
    let count = batch.offsets.count - 1
    let bags = WeightedBag.Bags(arena, bags: count, ids: count * BagExample.partLimit)
    var generator = SplitMix64(seed: seed ?? 0)
    let token = UInt64(Double(configuration.tokenDropout) * 0x1p64)
    let part = UInt64(Double(configuration.partDropout) * 0x1p64)
    var end = 0
    bags.offsets[0] = 0
    for bag in 0..<count {
      let range = batch.range(bag)
      if !range.isEmpty, seed == nil || generator.next() >= token {
        let weight = 1 / Float(range.count).squareRoot()
        for position in range where seed == nil || generator.next() >= part {
          bags.ids[end] = batch.ids[position]
          bags.weights[end] = weight
          end += 1
        }
      }
      bags.offsets[bag + 1] = Int32(end)
    }
    return bags
  }

  func forward(
    _ slab: ParameterSlab, _ batch: BagBatch, _ parts: WeightedBag.Bags,
    _ x: UnsafeMutablePointer<Float>, saved: UnsafeMutablePointer<Float>, seed: UInt64?
  ) {
    let n = batch.count * batch.length
    let array = Kernels.padded(n * size)
    let (projected, statistics) = (saved + array, saved + 2 * array)
    bags.forward(slab, parts, saved)
    positions.forward(slab, batch.places, x)
    projection.forward(slab, saved, projected, n: n, adding: x)
    norm.forward(slab, projected, x, saved: statistics, n: n)
    if let seed { dropout.forward(x, x, count: n * size, seed: seed) }
  }

  /// Adds to the gradients of all layers; leaves `dx` of no use.
  func backward(
    _ slab: ParameterSlab, _ batch: BagBatch, _ parts: WeightedBag.Bags,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, seed: UInt64?, arena: Arena
  ) {
    let n = batch.count * batch.length
    let array = Kernels.padded(n * size)
    arena.scope {
      let (dProjected, dSums) = (arena.take(n * size), arena.take(n * size))
      if let seed { dropout.forward(dx, dx, count: n * size, seed: seed) }
      dProjected.update(repeating: 0, count: n * size)
      norm.backward(slab, saved + array, dx, dProjected, saved: saved + 2 * array, n: n)
      positions.backward(slab, batch.places, dProjected)
      projection.backward(slab, saved, dProjected, dSums, n: n, overwriting: true)
      bags.backward(slab, parts, dSums)
    }
  }
}
