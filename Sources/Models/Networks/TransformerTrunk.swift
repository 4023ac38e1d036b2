import Engine

// Shapes, with n = sequences · length: ids, places: [n]; every array of states
// [n, size]; lengths: [sequences], the elements before the padding.

/// What encoder and decoder share: the sum of a token's and a position's vector,
/// transformer blocks, and a norm at the end.
package struct TransformerTrunk: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    /// The length of the vectors.
    package var size: Int
    package var blocks: Int
    package var heads: Int
    /// The width of the feed-forward pairs.
    package var width: Int
    /// Elements of a sequence; of longer ones only these many count.
    package var maximumLength: Int
    /// The share of elements dropped while training.
    package var dropout: Float

    /// The width is four times the size unless it is given.
    package init(
      size: Int = 64, blocks: Int = 2, heads: Int = 4, width: Int? = nil,
      maximumLength: Int = 64, dropout: Float = 0.1
    ) {
      self.size = size
      self.blocks = blocks
      self.heads = heads
      self.width = width ?? 4 * size
      self.maximumLength = maximumLength
      self.dropout = dropout
    }
  }

  /// Where the forward pass left what the backward pass reads: valid until the
  /// arena is given back.
  struct Pass {
    let lengths: [Int32]
    let length: Int
    /// The states before each block and after the last.
    let states: [UnsafeMutablePointer<Float>]
    let saved: [UnsafeMutablePointer<Float>]
    let statistics: UnsafeMutablePointer<Float>
    /// The normed states.
    let output: UnsafeMutablePointer<Float>
    /// Nil if nothing was dropped.
    let dropoutSeed: UInt64?
  }

  package let configuration: Configuration
  let tokens, positions: Embedding
  let blocks: [TransformerBlock]
  let norm: LayerNorm
  private let dropout: Dropout

  init(
    _ configuration: Configuration, tokens rows: Int, isCausal: Bool,
    in layout: inout ParameterLayout
  ) {
    let size = configuration.size
    self.configuration = configuration
    tokens = Embedding("tokens", rows: rows, size: size, in: &layout)
    positions = Embedding(
      "positions", rows: configuration.maximumLength, size: size, in: &layout)
    var blocks: [TransformerBlock] = []
    for index in 0..<configuration.blocks {
      blocks.append(
        TransformerBlock(
          "block\(index)", size: size, heads: configuration.heads, width: configuration.width,
          isCausal: isCausal, dropout: configuration.dropout, in: &layout))
    }
    self.blocks = blocks
    norm = LayerNorm("norm", size: size, in: &layout)
    dropout = Dropout(rate: configuration.dropout)
  }

  func initialise(_ slab: ParameterSlab, using generator: inout some RandomNumberGenerator) {
    // Small enough for a tied output to start near even probabilities.
    tokens.initialise(slab, deviation: 0.02, using: &generator)
    positions.initialise(slab, deviation: 0.02, using: &generator)
    for block in blocks { block.initialise(slab, using: &generator) }
    norm.initialise(slab)
  }

  /// The elements that a forward and a backward pass take from an arena.
  func scratchCount(sequences: Int, length: Int) -> Int {
    let n = sequences * length
    let array = Kernels.padded(n * configuration.size)
    guard let block = blocks.first else { return 6 * array + Kernels.padded(2 * n) }
    return (blocks.count + 6) * array + Kernels.padded(2 * n)
      + blocks.count * Kernels.padded(block.savedCount(sequences: sequences, length: length))
      + block.scratchCount(sequences: sequences, length: length)
  }

  /// Takes its results from the arena and leaves them there.
  func forward(
    _ slab: ParameterSlab, ids: [Int32], places: [Int32], lengths: [Int32], length: Int,
    _ pass: TrainingPass, arena: Arena
  ) -> Pass {
    let n = lengths.count * length
    let count = n * configuration.size
    let seed: UInt64? =
      if case .training(_, let seed) = pass, dropout.rate > 0 { seed } else { nil }
    var states = [arena.take(count)]
    tokens.forward(slab, ids, states[0])
    arena.scope {
      let vectors = arena.take(count)
      positions.forward(slab, places, vectors)
      Kernels.addScaled(states[0], 1, vectors, count)
    }
    if let seed { dropout.forward(states[0], states[0], count: count, seed: seed) }
    var saved: [UnsafeMutablePointer<Float>] = []
    for (index, block) in blocks.enumerated() {
      saved.append(arena.take(block.savedCount(sequences: lengths.count, length: length)))
      states.append(arena.take(count))
      block.forward(
        slab, states[index], states[index + 1], saved: saved[index], lengths: lengths,
        length: length, seed: seed.map { $0 &+ UInt64(index + 1) })
    }
    let (statistics, output) = (arena.take(2 * n), arena.take(count))
    norm.forward(slab, states[blocks.count], output, saved: statistics, n: n)
    return Pass(
      lengths: lengths, length: length, states: states, saved: saved, statistics: statistics,
      output: output, dropoutSeed: seed)
  }

  /// Adds to the gradients of all layers, given that of the normed states.
  func backward(
    _ slab: ParameterSlab, ids: [Int32], places: [Int32], _ pass: Pass,
    dOutput: UnsafePointer<Float>, arena: Arena
  ) {
    let n = pass.lengths.count * pass.length
    let count = n * configuration.size
    arena.scope {
      var (dy, dx) = (arena.take(count), arena.take(count))
      dy.update(repeating: 0, count: count)
      norm.backward(
        slab, pass.states[blocks.count], dOutput, dy, saved: pass.statistics, n: n)
      for (index, block) in blocks.enumerated().reversed() {
        dx.update(repeating: 0, count: count)
        block.backward(
          slab, pass.states[index], dy, dx, saved: pass.saved[index], lengths: pass.lengths,
          length: pass.length, seed: pass.dropoutSeed.map { $0 &+ UInt64(index + 1) },
          arena: arena)
        swap(&dy, &dx)
      }
      if let seed = pass.dropoutSeed {
        dropout.forward(dy, dy, count: count, seed: seed)
      }
      tokens.backward(slab, ids, dy)
      positions.backward(slab, places, dy)
    }
  }
}

extension TransformerTrunk.Configuration {
  /// Finds a setting that no network can have.
  ///
  /// - Throws: `outOfRange`.
  func check(_ name: String) throws(ModelError) {
    guard
      size > 0, blocks >= 0, heads > 0, size % heads == 0, width > 0, maximumLength > 0,
      dropout >= 0, dropout < 1
    else {
      throw ModelError(
        .outOfRange,
        "\(name): size \(size) in \(heads) heads, width \(width), length \(maximumLength), dropout "
          + "\(dropout); all must be above 0, the heads divide the size, dropout lie in [0, 1)")
    }
  }
}
