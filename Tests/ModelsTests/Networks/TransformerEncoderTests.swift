import Engine
import Testing

@testable import Models

@Suite struct TransformerEncoderTests {
  private static func network(dropout: Float = 0) throws -> TransformerEncoder {
    try TransformerEncoder(
      vocabulary: 20, classes: 3,
      .init(size: 16, blocks: 2, heads: 4, width: 32, maximumLength: 7, dropout: dropout))
  }

  /// Random texts of 1 to 9 ids, two more than count, and an empty one.
  private static let examples: [TextExample] = {
    var generator = SplitMix64(seed: 4)
    let texts = (0..<31).map { _ in
      TextExample(
        ids: (0...generator.index(below: 9)).map { _ in Int32(generator.index(below: 20)) },
        label: Int32(generator.index(below: 3)))
    }
    return texts + [TextExample(ids: [], label: 1)]
  }()

  @Test func `random texts are learned by heart, and answered`() throws {
    let network = try Self.network()
    let trainer = try learnByHeart(network, Self.examples, epochs: 80)
    #expect(try trainer.meanLoss(over: Self.examples) < 0.01)
    let answers = network.probabilities(trainer.slab, Self.examples.map(\.ids))
    for (row, example) in Self.examples.enumerated() {
      #expect(answers[row, Int(example.label)] > 0.9)
      #expect(abs(answers.row(row).reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func `the gradient is the slope of the loss`() throws {
    let slopes = directionalDerivatives(try Self.network(), Array(Self.examples.suffix(6)))
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
    let texts = Self.examples.map(\.ids)
    let all = network.probabilities(trainer.slab, texts)
    for (row, text) in texts.enumerated() {
      let alone = network.probabilities(trainer.slab, [text])
      for index in 0..<3 { #expect(abs(alone[0, index] - all[row, index]) < 1e-5) }
    }
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
  }
}
