import Engine

// Shapes, with n = sequences · length: ids, places: [n]; every array of states
// [n, size]; lengths: [sequences], the elements before the padding.

/// What encoder and decoder share: the sum of a token's and a position's vector,
/// transformer blocks, and a norm at the end.
package struct TransformerTrunk: Sendable {
  /// Sizes, and what regularises the training.
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
    /// The states before each block and after the last, `stateStride` apart.
    let states: UnsafeMutablePointer<Float>
    let stateStride: Int
    /// What each block saved, `savedStride` apart.
    let saved: UnsafeMutablePointer<Float>
    let savedStride: Int
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
      + blocks.count * savedStride(sequences: sequences, length: length)
      + block.scratchCount(sequences: sequences, length: length)
  }

  private func savedStride(sequences: Int, length: Int) -> Int {
    blocks.first.map { Kernels.padded($0.savedCount(sequences: sequences, length: length)) } ?? 0
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
    let stateStride = Kernels.padded(count)
    let savedStride = savedStride(sequences: lengths.count, length: length)
    let states = arena.take((blocks.count + 1) * stateStride)
    let saved = arena.take(blocks.count * savedStride)
    tokens.forward(slab, ids, states)
    arena.scope {
      let vectors = arena.take(count)
      positions.forward(slab, places, vectors)
      Kernels.addScaled(states, 1, vectors, count)
    }
    if let seed { dropout.forward(states, states, count: count, seed: seed) }
    for (index, block) in blocks.enumerated() {
      let x = states + index * stateStride
      block.forward(
        slab, x, x + stateStride, saved: saved + index * savedStride, lengths: lengths,
        length: length, seed: seed.map { $0 &+ UInt64(index + 1) })
    }
    let (statistics, output) = (arena.take(2 * n), arena.take(count))
    norm.forward(
      slab, states + blocks.count * stateStride, output, saved: statistics, n: n)
    return Pass(
      lengths: lengths, length: length, states: states, stateStride: stateStride, saved: saved,
      savedStride: savedStride, statistics: statistics, output: output, dropoutSeed: seed)
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
        slab, pass.states + blocks.count * pass.stateStride, dOutput, dy, saved: pass.statistics,
        n: n)
      for index in blocks.indices.reversed() {
        dx.update(repeating: 0, count: count)
        blocks[index].backward(
          slab, pass.states + index * pass.stateStride, dy, dx,
          saved: pass.saved + index * pass.savedStride, lengths: pass.lengths,
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
  /// - Parameters:
  ///   - name: of the network.
  ///   - rows: the vectors of tokens, classes and the like.
  /// - Throws: `outOfRange`.
  func check(_ name: String, rows: [Int]) throws(ModelError) {
    guard
      size > 0, (0...1024).contains(blocks), heads > 0, size % heads == 0, width > 0,
      maximumLength > 0,
      dropout >= 0, dropout < 1, rows.allSatisfy({ $0 > 0 }),
      areHoldable(
        [[3, size, size], [width, size], [maximumLength, size]] + rows.map { [$0, size] })
    else {
      throw ModelError(
        .outOfRange,
        "\(name): size \(size) in \(heads) heads, \(blocks) blocks, width \(width), length "
          + "\(maximumLength), dropout \(dropout), \(rows) vectors; sizes must be above 0 and fit "
          + "into memory, the heads divide the size, blocks be at most 1024, dropout lie in [0, 1)")
    }
  }
}
