package import Engine

// Shapes: states [texts, length, size], pooled [texts, size].

/// A transformer that tells the class of a text: blocks over tokens and
/// positions, their mean over the text, and a linear head.
///
/// - Source: A. Vaswani et al. 2017, "Attention Is All You Need", NeurIPS, the
///   encoder, with the norms first.
package struct TransformerEncoder: TextClassifier {
  package let vocabulary: Int
  package let layout: ParameterLayout
  package let trunk: TransformerTrunk
  package let head: ClassificationHead

  /// Creates a network for texts of ids in `0..<vocabulary`.
  ///
  /// - Throws: `outOfRange`, `oneClass`.
  package init(
    vocabulary: Int, classes: Int, _ configuration: TransformerTrunk.Configuration,
    labelSmoothing: Float = 0
  ) throws(ModelError) {
    guard classes > 1 else {
      throw ModelError(.oneClass, "transformer encoder: \(classes) classes; there is no choice")
    }
    try configuration.check("transformer encoder", rows: [vocabulary, classes])
    guard labelSmoothing >= 0 && labelSmoothing < 1 else {
      throw ModelError(
        .outOfRange,
        "transformer encoder: label smoothing of \(labelSmoothing), which must lie in [0, 1)")
    }
    var layout = ParameterLayout()
    trunk = TransformerTrunk(configuration, tokens: vocabulary, isCausal: false, in: &layout)
    head = ClassificationHead(
      "head", inputs: configuration.size, classes: classes, labelSmoothing: labelSmoothing,
      in: &layout)
    self.layout = layout
    self.vocabulary = vocabulary
  }

  package var name: String { "transformer encoder" }

  package var settings: String {
    "\(trunk.configuration), \(vocabulary) ids, \(head.classes) classes, label smoothing "
      + "\(head.loss.labelSmoothing)"
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout Xoshiro256StarStar
  ) {
    trunk.initialise(slab, using: &generator)
    head.initialise(slab, using: &generator)
  }

  package var limit: Int { trunk.configuration.maximumLength }

  package func scratchCount(examples: Int, length: Int) -> Int {
    let size = trunk.configuration.size
    return trunk.scratchCount(sequences: examples, length: length)
      + 2 * Kernels.padded(examples * size) + Kernels.padded(examples * length * size)
      + head.scratchCount(examples)
  }

  package func loss(
    _ slab: ParameterSlab, _ batch: TextBatch, _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let size = trunk.configuration.size
    let (forward, pooled) = pool(slab, batch, pass, arena: arena)
    guard case .training = pass else {
      return head.loss(slab, pooled, nil, labels: batch.labels, pass, arena: arena)
    }
    let (dPooled, dOutput) = (
      arena.take(batch.count * size), arena.take(batch.ids.count * size)
    )
    dPooled.update(repeating: 0, count: batch.count * size)
    dOutput.update(repeating: 0, count: batch.ids.count * size)
    let sum = head.loss(slab, pooled, dPooled, labels: batch.labels, pass, arena: arena)
    SequencePooling.mean.backward(
      forward.output, dPooled, dOutput, lengths: batch.lengths, length: batch.length, size: size)
    trunk.backward(
      slab, ids: batch.ids, places: batch.places, forward, dOutput: dOutput, arena: arena)
    return sum
  }

  package func features(
    _ slab: ParameterSlab, _ batch: TextBatch, arena: Arena
  ) -> UnsafePointer<Float> {
    UnsafePointer(pool(slab, batch, .evaluation, arena: arena).pooled)
  }

  private func pool(
    _ slab: ParameterSlab, _ batch: TextBatch, _ pass: TrainingPass, arena: Arena
  ) -> (forward: TransformerTrunk.Pass, pooled: UnsafeMutablePointer<Float>) {
    let size = trunk.configuration.size
    let forward = trunk.forward(
      slab, ids: batch.ids, places: batch.places, lengths: batch.lengths, length: batch.length,
      pass, arena: arena)
    let pooled = arena.take(batch.count * size)
    SequencePooling.mean.forward(
      forward.output, pooled, lengths: batch.lengths, length: batch.length, size: size)
    return (forward, pooled)
  }
}
