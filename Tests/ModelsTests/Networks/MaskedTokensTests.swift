import Engine
import Testing

@testable import Models

@Suite struct MaskedTokensTests {
  private static func network(
    weight: Float, tokenDropout: Float = 0.3, dropout: Float = 0
  ) throws -> BagClassifier {
    try BagClassifier(
      .init(
        input: .init(
          buckets: 50, size: 16, lengthLimit: 6, tokenDropout: tokenDropout, partDropout: 0,
          dropout: dropout),
        reading: .transformer(blocks: 2, heads: 4, width: 24, dropout: dropout), classes: 3,
        dropout: dropout, labelSmoothing: 0, maskedWeight: weight))
  }

  /// Texts without labels whose four tokens tell one another.
  private static let examples: [BagExample] = (0..<40).map { (index: Int) -> BagExample in
    let first = Int32(index % 5) * 8
    return BagExample(
      ids: (0..<4).flatMap { [first + $0, first + 4 + $0] }, offsets: [0, 2, 4, 6, 8],
      label: BagExample.unlabelled)
  }

  @Test func `words are guessed from those around them, without labels`() throws {
    let network = try Self.network(weight: 1)
    let trainer = try Trainer(
      network, Self.examples,
      TrainingConfiguration(
        epochs: 60, batchSize: 20, learningRate: 0.01, finalLearningRate: 0, shards: 2))
    var losses: [Double] = []
    try trainer.train { losses.append($0.loss) }
    let (start, end) = (losses.prefix(6).reduce(0, +), losses.suffix(6).reduce(0, +))
    #expect(start > 0 && end < 0.3 * start, "\(start), \(end)")
    // What is judged is the class, which no example tells.
    #expect(try trainer.meanLoss(over: Self.examples) == 0)
  }

  @Test func `the gradient is the slope of both losses`() throws {
    let mixed =
      Array(BagClassifierTests.examples.prefix(6))
      + BagClassifierTests.examples.suffix(5).map {
        BagExample(ids: $0.ids, offsets: $0.offsets, label: BagExample.unlabelled)
      }
    for dropout in [0, 0.3] as [Float] {
      let slopes = directionalDerivatives(
        try Self.network(weight: 0.7, dropout: dropout), mixed, step: 1e-3, isTraining: true)
      #expect(abs(slopes.network - slopes.differences) < 5e-3 * slopes.network, "\(slopes)")
    }
  }

  @Test func `any number of threads gives the same bits`() throws {
    let network = try Self.network(weight: 0.5, dropout: 0.2)
    let one = try losses(network, BagClassifierTests.examples, threads: 1)
    #expect(try losses(network, BagClassifierTests.examples, threads: 3) == one)
  }

  @Test func `a fitted network leaves the task behind`() throws {
    let network = try Self.network(weight: 1)
    let trainer = try learnByHeart(network, BagClassifierTests.examples, epochs: 3)
    let examples = BagClassifierTests.examples
    let fitted = try FittedBagClassifier(network, trainer.slab, examples: examples)
    #expect(fitted.network.configuration.maskedWeight == 0)
    let exact = network.logits(trainer.slab, examples[...])
    for (a, b) in zip(exact, fitted.logits(examples[...])) { #expect(abs(a - b) < 0.1) }
  }

  @Test func `texts without labels are refused where they teach nothing`() throws {
    let example = BagExample(ids: [1], offsets: [0, 1], label: BagExample.unlabelled)
    try Self.network(weight: 1).check(example)
    #expect(throws: TrainingError.self) { try Self.network(weight: 0).check(example) }
  }
}
