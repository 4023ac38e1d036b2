import Engine
import Testing

@testable import Models

@Suite struct TransformerEncoderTests {
  private static func network(dropout: Float = 0) throws -> TransformerEncoder {
    try TransformerEncoder(
      vocabulary: 20, classes: 3,
      .init(size: 16, blocks: 2, heads: 4, width: 32, maximumLength: 7, dropout: dropout))
  }

  /// Random texts of 3 to 9 ids, two more than count, and an empty one.
  private static let examples: [TextExample] = {
    var generator = SplitMix64(seed: 4)
    let texts = (0..<31).map { _ in
      TextExample(
        ids: (0..<3 + generator.index(below: 7)).map { _ in Int32(generator.index(below: 20)) },
        label: Int32(generator.index(below: 3)))
    }
    return texts + [TextExample(ids: [], label: 1)]
  }()

  @Test func `random texts are learned by heart, and answered`() throws {
    let network = try Self.network()
    let trainer = try learnByHeart(network, Self.examples, epochs: 250)
    #expect(try trainer.meanLoss(over: Self.examples) < 0.01)
    let answers = network.probabilities(trainer.slab, Self.examples.map(\.ids))
    for (row, example) in Self.examples.enumerated() {
      #expect(answers[row, Int(example.label)] > 0.7)
      #expect(abs(answers.row(row).reduce(0, +) - 1) < 1e-5)
    }
  }

  /// Of PyTorch 2.15 in Float64 with the same parameters and texts:
  /// EngineTests/Reference/encoder.py.
  @Test func `the loss falls as PyTorch's does`() throws {
    let network = try Self.network()
    let examples = (0..<8).map { (t: Int) -> TextExample in
      let ids = (0..<3 + t % 5).map { (j: Int) -> Int32 in Int32((7 * t + 3 * j + t * j) % 20) }
      return TextExample(ids: ids, label: Int32(t % 3))
    }
    let trainer = try Trainer(
      network, examples,
      TrainingConfiguration(
        epochs: 6, batchSize: 8, optimiser: Optimiser(.adam()), learningRate: 0.003,
        gradientNorm: nil, shards: 3))
    setWaves(trainer.slab)
    var losses: [Double] = []
    try trainer.train { losses.append($0.loss) }
    let expected = [1.8429568, 1.6206433, 1.4499499, 1.3207052, 1.2248557, 1.1522370]
    // Float32 against Float64 over six updates by Adam.
    for (loss, expected) in zip(losses, expected) { #expect(abs(loss - expected) < 1e-4) }
    #expect(losses.count == expected.count)
  }

  @Test func `the gradient is the slope of the loss`() throws {
    let slopes = directionalDerivatives(
      try Self.network(), Array(Self.examples.suffix(6)), step: 1e-3)
    #expect(abs(slopes.network - slopes.differences) < 2e-3 * slopes.network, "\(slopes)")
  }

  @Test func `any number of threads gives the same bits`() throws {
    let network = try Self.network(dropout: 0.2)
    let one = try losses(network, Self.examples, threads: 1)
    for threads in 2...4 {
      #expect(try losses(network, Self.examples, threads: threads) == one)
    }
  }

  @Test func `a text alone is answered as among others`() throws {
    let network = try Self.network()
    let trainer = try learnByHeart(network, Self.examples, epochs: 1)
    let texts = Self.examples.map(\.ids) + Self.examples.map(\.ids) + [[4], []]
    let all = network.probabilities(trainer.slab, texts)
    for (row, text) in texts.enumerated() {
      let alone = network.probabilities(trainer.slab, [text])
      for index in 0..<3 { #expect(abs(alone[0, index] - all[row, index]) < 1e-5) }
    }
  }

  @Test func `a saved network is read back equal, and one that cannot be is refused`() throws {
    let network = try Self.network(dropout: 0.25)
    let trainer = try learnByHeart(network, Self.examples, epochs: 1)
    var checkpoint = Checkpoint(kind: "test")
    network.save(trainer.slab, to: &checkpoint, as: "encoder")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try TransformerEncoder(checkpoint, as: "encoder")
    #expect(copy.settings == network.settings && copy.layout == network.layout)
    let slab = try copy.parameters(checkpoint, as: "encoder")
    let texts = Self.examples.map(\.ids)
    #expect(copy.probabilities(slab, texts) == network.probabilities(trainer.slab, texts))
    checkpoint.integers["encoder.counts"] = [1 << 30, 3]
    let greater = try TransformerEncoder(checkpoint, as: "encoder")
    #expect(throws: CheckpointError.self) { try greater.parameters(checkpoint, as: "encoder") }
    checkpoint.integers["encoder.counts"] = [.max, 3]
    #expect(throws: CheckpointError.self) { try TransformerEncoder(checkpoint, as: "encoder") }
  }

  @Test func `unusable texts and settings are refused by name`() throws {
    let network = try Self.network()
    #expect(throws: TrainingError.self) { try network.check(TextExample(ids: [20], label: 0)) }
    #expect(throws: TrainingError.self) { try network.check(TextExample(ids: [-1], label: 0)) }
    #expect(throws: TrainingError.self) { try network.check(TextExample(ids: [1], label: 3)) }
    let configuration = TransformerTrunk.Configuration(size: 16, heads: 3)
    #expect(throws: ModelError.self) {
      try TransformerEncoder(vocabulary: 5, classes: 2, configuration)
    }
    #expect(throws: ModelError.self) {
      try TransformerEncoder(vocabulary: 5, classes: 1, .init())
    }
    for configuration: TransformerTrunk.Configuration in [
      .init(size: .max, heads: 1, width: 1), .init(width: .max), .init(blocks: .max),
      .init(maximumLength: .max),
    ] {
      #expect(throws: ModelError.self) {
        try TransformerEncoder(vocabulary: 5, classes: 2, configuration)
      }
    }
    #expect(throws: ModelError.self) {
      try TransformerEncoder(vocabulary: .max, classes: 2, .init())
    }
  }
}
