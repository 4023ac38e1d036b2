package import Engine

// Shapes, with n = texts · length: features: [texts, 2 · inputs], the mean and
// the maximum; saved: the states after each block [n, inputs], what each block
// saved, the normed states [n, inputs] and the statistics of the norm [n, 2].

/// Transformer blocks over the vectors of a text, whose normed results are
/// pooled by their mean and by their maximum.
///
/// - Source: A. Vaswani et al. 2017, "Attention Is All You Need", NeurIPS, the
///   encoder, with the norms first.
package struct TransformerReader: SequenceReader {
  package let inputs: Int
  let blocks: [TransformerBlock]
  let norm: LayerNorm

  /// - Precondition: the heads divide the size.
  init(
    size: Int, blocks count: Int, heads: Int, width: Int, dropout: Float,
    in layout: inout ParameterLayout
  ) {
    inputs = size
    var blocks: [TransformerBlock] = []
    for index in 0..<count {
      blocks.append(
        TransformerBlock(
          "block\(index)", size: size, heads: heads, width: width, dropout: dropout, in: &layout))
    }
    self.blocks = blocks
    norm = LayerNorm("norm", size: size, in: &layout)
  }

  package var outputs: Int { 2 * inputs }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    for block in blocks { block.initialise(slab, using: &generator) }
    norm.initialise(slab)
  }

  package func savedCount(texts: Int, length: Int) -> Int { places(texts, length).end }

  package func scratchCount(texts: Int, length: Int) -> Int {
    let n = texts * length
    return 2 * Kernels.padded(texts * inputs) + 3 * Kernels.padded(n * inputs)
      + (blocks.first?.scratchCount(sequences: texts, length: length) ?? 0)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, seed: UInt64?,
    arena: Arena
  ) {
    let (texts, n) = (lengths.count, lengths.count * length)
    let places = places(texts, length)
    for (index, block) in blocks.enumerated() {
      block.forward(
        slab, state(index, x, saved, places), saved + index * places.array,
        saved: saved + places.blocks + index * places.block, lengths: lengths, length: length,
        seed: seed.map { $0 &+ UInt64(index) })
    }
    let output = saved + places.output
    norm.forward(
      slab, state(blocks.count, x, saved, places), output, saved: saved + places.statistics, n: n)
    arena.scope {
      let pooled = arena.take(texts * inputs)
      for (part, pooling) in [SequencePooling.mean, .maximum].enumerated() {
        pooling.forward(output, pooled, lengths: lengths, length: length, size: inputs)
        for text in 0..<texts {
          (features + text * outputs + part * inputs).update(
            from: pooled + text * inputs, count: inputs)
        }
      }
    }
  }

  /// Where `forward` left the normed states: [n, inputs].
  func states(
    _ saved: UnsafeMutablePointer<Float>, texts: Int, length: Int
  ) -> UnsafeMutablePointer<Float> { saved + places(texts, length).output }

  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena
  ) {
    let n = lengths.count * length
    arena.scope {
      let dStates = arena.take(n * inputs)
      dStates.update(repeating: 0, count: n * inputs)
      backward(
        slab, x, dFeatures, addingTo: dStates, dx, saved: saved, lengths: lengths,
        length: length, seed: seed, arena: arena)
    }
  }

  /// Does the same, given another gradient of the normed states, which is of no
  /// use afterwards.
  func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    addingTo dStates: UnsafeMutablePointer<Float>, _ dx: UnsafeMutablePointer<Float>,
    saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena
  ) {
    let (texts, n) = (lengths.count, lengths.count * length)
    let places = places(texts, length)
    arena.scope {
      arena.scope {
        let dPooled = arena.take(texts * inputs)
        for (part, pooling) in [SequencePooling.mean, .maximum].enumerated() {
          for text in 0..<texts {
            (dPooled + text * inputs).update(
              from: dFeatures + text * outputs + part * inputs, count: inputs)
          }
          pooling.backward(
            saved + places.output, dPooled, dStates, lengths: lengths,
            length: length, size: inputs)
        }
      }
      var (dy, dState) = (arena.take(n * inputs), arena.take(n * inputs))
      dy.update(repeating: 0, count: n * inputs)
      norm.backward(
        slab, state(blocks.count, x, saved, places), dStates, dy,
        saved: saved + places.statistics, n: n)
      for index in blocks.indices.reversed() {
        dState.update(repeating: 0, count: n * inputs)
        blocks[index].backward(
          slab, state(index, x, saved, places), dy, dState,
          saved: saved + places.blocks + index * places.block, lengths: lengths, length: length,
          seed: seed.map { $0 &+ UInt64(index) }, arena: arena)
        swap(&dy, &dState)
      }
      Kernels.addScaled(dx, 1, dy, n * inputs)
    }
  }

  /// What block `index` reads; after the last block what the norm reads.
  private func state(
    _ index: Int, _ x: UnsafePointer<Float>, _ saved: UnsafePointer<Float>, _ places: Places
  ) -> UnsafePointer<Float> {
    index == 0 ? x : saved + (index - 1) * places.array
  }

  /// Where the arrays of the forward pass lie in what it saves.
  private struct Places {
    /// The sizes of an array of states and of what a block saves.
    let array, block: Int
    let blocks, output, statistics, end: Int
  }

  private func places(_ texts: Int, _ length: Int) -> Places {
    let n = texts * length
    let array = Kernels.padded(n * inputs)
    let block =
      blocks.first.map { Kernels.padded($0.savedCount(sequences: texts, length: length)) } ?? 0
    let start = blocks.count * array
    let output = start + blocks.count * block
    return Places(
      array: array, block: block, blocks: start, output: output, statistics: output + array,
      end: output + array + Kernels.padded(2 * n))
  }
}
