import Testing

@testable import Engine

/// A classifier for training tests: vectors of ids, dropout, their mean, a
/// linear layer.
struct TinyClassifier: TrainableNetwork {
  struct Example: TrainingExample, Hashable {
    var ids: [Int32]
    var label: Int32
    var counts = true

    func add(to fingerprint: inout Fingerprint) {
      fingerprint.add(ids + [label, counts ? 1 : 0])
    }
  }

  struct Batch {
    var ids: [Int32] = []
    var lengths: [Int32] = []
    var labels: [Int32] = []
    var length = 1
  }

  static let (vocabulary, size, classes) = (50, 8, 3)
  let layout: ParameterLayout
  let table: Embedding
  let head: LinearLayer
  let dropout: Dropout

  init(dropout rate: Float = 0.2) {
    dropout = Dropout(rate: rate)
    var layout = ParameterLayout()
    table = Embedding("table", rows: Self.vocabulary, size: Self.size, in: &layout)
    head = LinearLayer("head", inputs: Self.size, outputs: Self.classes, in: &layout)
    self.layout = layout
  }

  var name: String { "tiny classifier" }

  var settings: String { "dropout \(dropout.rate)" }

  func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    table.initialise(slab, deviation: 0.5, using: &generator)
    head.initialise(slab, using: &generator)
  }

  func check(_ example: Example) throws(TrainingError) {
    for id in example.ids where id < 0 || Int(id) >= Self.vocabulary {
      throw TrainingError(.outOfRange, "id \(id) of a vocabulary of \(Self.vocabulary)")
    }
  }

  func weight(of example: Example) -> Double { example.counts ? 1 : 0 }

  func length(of example: Example) -> Int { example.ids.count }

  func makeBatch() -> Batch { Batch() }

  func fill(_ batch: inout Batch, with examples: [Example], at indices: ArraySlice<Int>) {
    batch = Batch()
    batch.length = max(1, indices.map { examples[$0].ids.count }.max() ?? 1)
    for index in indices {
      let ids = examples[index].ids
      batch.ids += ids + [Int32](repeating: 0, count: batch.length - ids.count)
      batch.lengths.append(Int32(ids.count))
      batch.labels.append(examples[index].counts ? examples[index].label : -1)
    }
  }

  func scratchCount(examples: Int, length: Int) -> Int {
    3 * Kernels.padded(examples * length * Self.size) + 2 * Kernels.padded(examples * Self.size)
      + 2 * Kernels.padded(examples * Self.classes)
  }

  func loss(_ slab: ParameterSlab, _ batch: Batch, _ pass: TrainingPass, arena: Arena) -> Double {
    let (size, classes) = (Self.size, Self.classes)
    let (texts, n) = (batch.labels.count, batch.ids.count)
    func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
      let start = arena.take(count)
      start.update(repeating: 0, count: count)
      return start
    }
    let (x, pooled, logits) = (zeros(n * size), zeros(texts * size), zeros(texts * classes))
    table.forward(slab, batch.ids, x)
    if case .training(_, let seed) = pass {
      dropout.forward(x, x, count: n * size, seed: seed)
    }
    let (lengths, length) = (batch.lengths, batch.length)
    SequencePooling.mean.forward(x, pooled, lengths: lengths, length: length, size: size)
    head.forward(slab, pooled, logits, n: texts)
    let dLogits = zeros(texts * classes)
    let counted = Double(batch.labels.count { $0 >= 0 })
    let mean = SoftmaxCrossEntropy().loss(
      logits, batch.labels, gradient: dLogits, n: texts, classes: classes)
    guard case .training(let scale, let seed) = pass else { return mean * counted }
    Kernels.map(dLogits, dLogits, texts * classes) { Float(counted) * scale * $0 }
    let (dPooled, dropped, dx) = (zeros(texts * size), zeros(n * size), zeros(n * size))
    head.backward(slab, pooled, dLogits, dPooled, n: texts)
    SequencePooling.mean.backward(
      x, dPooled, dropped, lengths: lengths, length: length, size: size)
    dropout.backward(dropped, dx, count: n * size, seed: seed)
    table.backward(slab, batch.ids, dx)
    return mean * counted
  }

  /// Texts whose label follows from their first id.
  static func examples(_ count: Int, seed: UInt64) -> [Example] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let ids = (0...generator.index(below: 12)).map { _ in
        Int32(generator.index(below: vocabulary))
      }
      return Example(ids: ids, label: ids[0] % Int32(classes))
    }
  }
}

extension Trainer where Network == TinyClassifier {
  /// A trainer of 90 examples in mini-batches of 16.
  static func tiny(
    _ adjust: (inout TrainingConfiguration) -> Void = { _ in },
    clock: (() -> Double)? = nil
  ) throws -> Trainer<TinyClassifier> {
    var configuration = TrainingConfiguration(
      epochs: 4, batchSize: 16, learningRate: 0.05, finalLearningRate: 0.001, warmUpSteps: 3,
      threads: 1)
    adjust(&configuration)
    let start = ContinuousClock.now
    return try Trainer(
      TinyClassifier(), TinyClassifier.examples(90, seed: 1), configuration,
      clock: { clock.map { start + .seconds($0()) } ?? .now })
  }
}
