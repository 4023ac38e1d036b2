package import Engine

// Shapes, with n = texts · length: x, dx: [n, embedding.size]; features,
// dFeatures: [texts, featureCount]; lengths: [texts], the ids of each text
// before its padding; saved: what the encoder keeps for its backward pass.

/// A classifier of texts whose features come from the embedded ids alone.
package protocol EmbeddedTextClassifier: TextClassifier {
  var embedding: Embedding { get }
  /// Of features, while training.
  var dropout: Dropout { get }

  /// The elements that `encode` keeps for the backward pass.
  func savedCount(texts: Int, length: Int) -> Int

  /// The elements that either pass of the encoder takes from its arena.
  func encoderScratchCount(texts: Int, length: Int) -> Int

  /// Writes the features.
  func encode(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, arena: Arena)

  /// Adds to the gradients of the encoder, and to `dx`.
  func encodeBackward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, arena: Arena)
}

extension EmbeddedTextClassifier {
  package var vocabulary: Int { embedding.rows }

  private var featureCount: Int { head.linear.inputs }

  package func features(
    _ slab: ParameterSlab, _ batch: TextBatch, arena: Arena
  ) -> UnsafePointer<Float> {
    UnsafePointer(encode(slab, batch, arena).features)
  }

  package func scratchCount(examples: Int, length: Int) -> Int {
    2 * Kernels.padded(examples * length * embedding.size)
      + 3 * Kernels.padded(examples * featureCount)
      + Kernels.padded(savedCount(texts: examples, length: length))
      + max(
        encoderScratchCount(texts: examples, length: length), head.scratchCount(examples))
  }

  package func loss(
    _ slab: ParameterSlab, _ batch: TextBatch, _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let (texts, length) = (batch.count, batch.length)
    let count = texts * featureCount
    return arena.scope {
      let pointers = encode(slab, batch, arena)
      let (kept, dKept) = (arena.take(count), arena.take(count))
      guard case .training(_, let seed) = pass else {
        return head.loss(
          slab, pointers.features, dKept, labels: batch.labels, pass, arena: arena)
      }
      dKept.update(repeating: 0, count: count)
      dropout.forward(pointers.features, kept, count: count, seed: seed)
      let loss = head.loss(slab, kept, dKept, labels: batch.labels, pass, arena: arena)
      // The features are of no more use; their gradient takes their place.
      let (dFeatures, dx) = (kept, arena.take(texts * length * embedding.size))
      dFeatures.update(repeating: 0, count: count)
      dx.update(repeating: 0, count: texts * length * embedding.size)
      dropout.backward(dKept, dFeatures, count: count, seed: seed)
      encodeBackward(
        slab, pointers.x, dFeatures, dx, saved: pointers.saved, lengths: batch.lengths,
        length: length, arena: arena)
      embedding.backward(slab, batch.ids, dx)
      return loss
    }
  }

  /// The features of a batch, and what they come from.
  private func encode(
    _ slab: ParameterSlab, _ batch: TextBatch, _ arena: Arena
  ) -> (
    x: UnsafeMutablePointer<Float>, features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>
  ) {
    let (texts, length) = (batch.count, batch.length)
    let x = arena.take(texts * length * embedding.size)
    let features = arena.take(texts * featureCount)
    let saved = arena.take(savedCount(texts: texts, length: length))
    embedding.forward(slab, batch.ids, x)
    encode(
      slab, x, features, saved: saved, lengths: batch.lengths, length: length, arena: arena)
    return (x, features, saved)
  }
}
