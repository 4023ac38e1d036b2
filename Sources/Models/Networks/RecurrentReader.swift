package import Engine

// Shapes, with n = texts · length: features: [texts, stateSize]; saved: the
// states [n, stateSize], then what the recurrent layer saves.

/// The states of a gated recurrent network that reads a text.
///
/// - Source: K. Cho et al. 2014, "Learning Phrase Representations using RNN
///   Encoder–Decoder for Statistical Machine Translation", EMNLP, section 2,
///   the encoder.
package struct RecurrentReader: SequenceReader {
  let recurrent: GRU
  let summary: GRUEncoder.Summary

  init(
    inputs: Int, stateSize: Int, summary: GRUEncoder.Summary, in layout: inout ParameterLayout
  ) {
    recurrent = GRU("recurrent", inputs: inputs, size: stateSize, in: &layout)
    self.summary = summary
  }

  package var inputs: Int { recurrent.inputs }

  package var outputs: Int { recurrent.size }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    recurrent.initialise(slab, using: &generator)
  }

  package func savedCount(texts: Int, length: Int) -> Int {
    texts * length * outputs
      + recurrent.savedCount(sequences: texts, length: length)
  }

  package func scratchCount(texts: Int, length: Int) -> Int {
    Kernels.padded(texts * length * outputs)
      + recurrent.scratchCount(sequences: texts, length: length)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, seed: UInt64?,
    arena: Arena
  ) {
    let size = outputs
    let gates = saved + lengths.count * length * size
    recurrent.forward(
      slab, x, saved, saved: gates, lengths: lengths, length: length, arena: arena)
    switch summary {
    case .mean:
      SequencePooling.mean.forward(
        saved, features, lengths: lengths, length: length, size: size)
    case .last:
      let last = recurrent.lastState(length: length)
      for text in lengths.indices {
        (features + text * size).update(
          from: saved + (text * length + last) * size, count: size)
      }
    }
  }

  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena
  ) {
    let size = outputs
    let count = lengths.count * length * size
    arena.scope {
      let dStates = arena.take(count)
      dStates.update(repeating: 0, count: count)
      switch summary {
      case .mean:
        SequencePooling.mean.backward(
          saved, dFeatures, dStates, lengths: lengths, length: length, size: size)
      case .last:
        let last = recurrent.lastState(length: length)
        for text in lengths.indices {
          (dStates + (text * length + last) * size).update(
            from: dFeatures + text * size, count: size)
        }
      }
      recurrent.backward(
        slab, x, saved, dStates, dx, saved: saved + count, lengths: lengths, length: length,
        arena: arena)
    }
  }
}
