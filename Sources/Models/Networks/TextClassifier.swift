package import Engine

/// A network that draws features from a text, and a class from the features.
package protocol TextClassifier: TrainableNetwork
where Example == TextExample, Batch == TextBatch {
  /// The number of ids, which start at 0.
  var vocabulary: Int { get }
  var head: ClassificationHead { get }
  /// The ids of a text that count; later ones do not.
  var limit: Int { get }

  /// The features of each text, with nothing dropped: [texts, head.linear.inputs].
  ///
  /// They and what they come from take less than `scratchCount` from the arena,
  /// and leave room for the head.
  func features(
    _ slab: ParameterSlab, _ batch: TextBatch, arena: Arena
  ) -> UnsafePointer<Float>
}

extension TextClassifier {
  package var classes: Int { head.classes }

  package func check(_ example: TextExample) throws(TrainingError) {
    try example.check(vocabulary: vocabulary, classes: classes)
  }

  package func length(of example: TextExample) -> Int {
    max(1, min(example.ids.count, limit))
  }

  package func makeBatch() -> TextBatch { TextBatch() }

  package func fill(
    _ batch: inout TextBatch, with examples: [TextExample], at indices: ArraySlice<Int>
  ) {
    batch.fill(with: examples, at: indices, limit: limit)
  }

  /// The probabilities of the classes of each text: [texts, classes].
  ///
  /// - Precondition: every id lies in the vocabulary.
  package func probabilities(_ slab: ParameterSlab, _ texts: [[Int32]]) -> Tensor {
    let examples = texts.map { TextExample(ids: $0, label: 0) }
    var values: [Float] = []
    values.reserveCapacity(texts.count * classes)
    var batch = makeBatch()
    for start in stride(from: 0, to: texts.count, by: inferenceBatch) {
      let indices = Array(start..<min(texts.count, start + inferenceBatch))
      fill(&batch, with: examples, at: indices[...])
      let arena = Arena(
        capacity: scratchCount(examples: batch.count, length: batch.length))
      let features = features(slab, batch, arena: arena)
      head.appendProbabilities(slab, features, n: batch.count, to: &values, arena: arena)
    }
    return Tensor(shape: [texts.count, classes], values: values)
  }
}
