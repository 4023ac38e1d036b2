import Engine
import Models
import Terminal

/// Updates of a network by Adam, each from the same examples.
///
/// The peer starts from the weights written here, so that the losses of both
/// sides fall along one curve.
struct TrainingCase<Network: TrainableNetwork>: EngineCase {
  /// Updates whose losses are compared.
  private static var comparedSteps: Int { 20 }

  private let trainer: Trainer<Network>
  /// Updates of one timing.
  private let steps: Int
  private let curve = LossCurve()

  /// - Parameters:
  ///   - network: what is trained.
  ///   - examples: one mini-batch.
  ///   - steps: updates of one timing.
  ///   - folder: where the parameters are written, each under its name.
  /// - Throws: what the trainer says, and where a file cannot be written.
  init(_ network: Network, _ examples: [Network.Example], steps: Int, _ folder: ArrayFolder) throws
  {
    self.steps = steps
    trainer = try Trainer(
      network, examples,
      TrainingConfiguration(
        epochs: 1_000_000, batchSize: examples.count, optimiser: Optimiser(.adam()),
        learningRate: 1e-3, gradientNorm: nil, shards: EngineCaseName.threads,
        threads: EngineCaseName.threads))
    for parameter in network.layout.parameters {
      try folder.write(
        trainer.slab.tensor(parameter).values, shape: parameter.shape, as: parameter.name)
    }
  }

  func seconds() throws -> Double {
    try elapsedSeconds { try update(steps) } / Double(steps)
  }

  func figures() throws -> [Figure] {
    let missing = Self.comparedSteps - curve.losses.count
    if missing > 0 { try update(missing) }
    let losses = curve.losses.prefix(Self.comparedSteps)
    let mean = losses.reduce(0, +) / Double(Self.comparedSteps)
    return [Figure("mean loss of 20 steps", mean)]
      + [1, 2, 5, 10, 20].map { Figure("loss of step \($0)", losses[$0 - 1]) }
  }

  private func update(_ count: Int) throws {
    let (cancellation, curve) = (Cancellation(), curve)
    let end = curve.losses.count + count
    let progress: (TrainingProgress) -> Void = { progress in
      curve.losses.append(progress.loss)
      if curve.losses.count == end { cancellation.cancel() }
    }
    do {
      try trainer.train(cancellation: cancellation, progress: progress)
    } catch {
      // Cancelled, a trainer goes on from where it is.
      guard error.code == .cancelled else { throw error }
    }
  }
}

/// The losses of all updates so far.
private final class LossCurve {
  var losses: [Double] = []
}

extension TrainingCase<TransformerEncoder> {
  /// A batch of 64 texts of 32 tokens in 77 classes.
  init(size: Int, _ folder: ArrayFolder) throws {
    let (vocabulary, length, classes, texts) = (8_192, 32, 77, 64)
    var generator = Xoshiro256StarStar(seed: 1)
    let examples = (0..<texts).map { _ in
      TextExample(
        ids: (0..<length).map { _ in Int32(generator.index(below: vocabulary)) },
        label: Int32(generator.index(below: classes)))
    }
    try folder.write(examples.flatMap(\.ids), shape: [texts, length], as: "ids")
    try folder.write(examples.map(\.label), shape: [texts], as: "labels")
    try self.init(
      TransformerEncoder(
        vocabulary: vocabulary, classes: classes,
        TransformerTrunk.Configuration(
          size: size, blocks: 2, heads: 4, maximumLength: length, dropout: 0)),
      examples, steps: 10, folder)
  }
}

extension TrainingCase<CausalDecoder> {
  /// A batch of 64 sequences of 200 items, each with a successor, of 3,416.
  init(_ folder: ArrayFolder) throws {
    let (items, length, sequences) = (3_416, 200, 64)
    var generator = Xoshiro256StarStar(seed: 1)
    let popularity = PowerLaw(count: items, spread: 50)
    let examples = (0..<sequences).map { _ in
      SequenceExample(items: (0...length).map { _ in Int32(popularity.draw(&generator)) })
    }
    try folder.write(examples.flatMap(\.items), shape: [sequences, length + 1], as: "ids")
    try self.init(
      CausalDecoder(
        itemCount: items,
        TransformerTrunk.Configuration(
          size: 128, blocks: 2, heads: 4, maximumLength: length, dropout: 0)),
      examples, steps: 2, folder)
  }
}
