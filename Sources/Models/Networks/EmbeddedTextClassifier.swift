package import Engine

/// A classifier of texts whose features come from the embedded ids alone.
package protocol EmbeddedTextClassifier: TextClassifier {
  associatedtype Reader: SequenceReader
  var embedding: Embedding { get }
  /// Draws features, of which the head makes a class, from the embedded ids.
  var reader: Reader { get }
  /// Of features, while training.
  var dropout: Dropout { get }
}

extension EmbeddedTextClassifier {
  package var vocabulary: Int { embedding.rows }

  private var featureCount: Int { reader.outputs }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    let deviation = 1 / Double(embedding.size).squareRoot()
    embedding.initialise(slab, deviation: deviation, using: &generator)
    reader.initialise(slab, using: &generator)
    head.initialise(slab, using: &generator)
  }

  package func features(
    _ slab: ParameterSlab, _ batch: TextBatch, arena: Arena
  ) -> UnsafePointer<Float> {
    UnsafePointer(encode(slab, batch, arena).features)
  }

  package func scratchCount(examples: Int, length: Int) -> Int {
    2 * Kernels.padded(examples * length * embedding.size)
      + 3 * Kernels.padded(examples * featureCount)
      + Kernels.padded(reader.savedCount(texts: examples, length: length))
      + max(
        reader.scratchCount(texts: examples, length: length), head.scratchCount(examples))
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
      reader.backward(
        slab, pointers.x, dFeatures, dx, saved: pointers.saved, lengths: batch.lengths,
        length: length, seed: nil, arena: arena)
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
    let saved = arena.take(reader.savedCount(texts: texts, length: length))
    embedding.forward(slab, batch.ids, x)
    reader.forward(
      slab, x, features, saved: saved, lengths: batch.lengths, length: length, seed: nil,
      arena: arena)
    return (x, features, saved)
  }
}
