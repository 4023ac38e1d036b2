import Engine
import Testing

@testable import Models

@Suite struct MultiLayerPerceptronTests {
  private static let outputs: [MultiLayerPerceptron.Output] = [
    .number, .probability, .classes(3),
  ]

  /// Random rows with random targets: nothing but memory helps.
  private static func examples(
    _ count: Int, for output: MultiLayerPerceptron.Output
  ) -> [DenseExample] {
    var generator = SplitMix64(seed: 3)
    return (0..<count).map { _ in
      let features = (0..<5).map { _ in Float(generator.normal()) }
      let target: Float =
        switch output {
        case .number: Float(generator.normal())
        case .probability: Float(generator.index(below: 2))
        case .classes(let classes): Float(generator.index(below: classes))
        }
      return DenseExample(features: features, target: target)
    }
  }

  private static func network(
    _ output: MultiLayerPerceptron.Output, dropout: Float = 0,
    activation: Activation = .rectifier
  ) throws -> MultiLayerPerceptron {
    try MultiLayerPerceptron(
      featureCount: 5, output, .init(widths: [48, 24], activation: activation, dropout: dropout))
  }

  @Test(arguments: outputs)
  func `random rows are learned by heart, and answered`(
    output: MultiLayerPerceptron.Output
  ) throws {
    let examples = Self.examples(32, for: output)
    let network = try Self.network(output)
    let trainer = try learnByHeart(network, examples, epochs: 200)
    #expect(try trainer.meanLoss(over: examples) < 0.01)
    let answers = network.predict(
      trainer.slab, Tensor(rows: examples.map(\.features), columns: 5))
    for (row, example) in examples.enumerated() {
      switch output {
      case .number, .probability: #expect(abs(answers[row, 0] - example.target) < 0.4)
      case .classes: #expect(answers[row, Int(example.target)] > 0.7)
      }
    }
  }

  @Test(arguments: outputs)
  func `the gradient is the slope of the loss`(output: MultiLayerPerceptron.Output) throws {
    let network = try Self.network(output, activation: .tanh)
    let slopes = directionalDerivatives(network, Self.examples(7, for: output))
    #expect(abs(slopes.network - slopes.differences) < 2e-3 * slopes.network, "\(slopes)")
  }

  @Test func `dropout learns the same with any threads, and predicts without`() throws {
    let examples = Self.examples(40, for: .classes(3))
    let network = try Self.network(.classes(3), dropout: 0.3)
    let one = try losses(network, examples, threads: 1)
    #expect(try losses(network, examples, threads: 3) == one)
    #expect(try losses(Self.network(.classes(3)), examples, threads: 1) != one)
    let trainer = try learnByHeart(network, examples, epochs: 1)
    let rows = Tensor(rows: examples.map(\.features), columns: 5)
    #expect(network.predict(trainer.slab, rows) == network.predict(trainer.slab, rows))
  }

  @Test func `saved parameters give the same answers`() throws {
    let examples = Self.examples(20, for: .number)
    let network = try Self.network(.number)
    let trainer = try learnByHeart(network, examples, epochs: 3)
    var checkpoint = Checkpoint(kind: "test")
    trainer.slab.save(to: &checkpoint, prefix: "perceptron.")
    let copy = ParameterSlab(network.layout)
    try copy.load(from: Checkpoint(decoding: checkpoint.encoded()), prefix: "perceptron.")
    let rows = Tensor(rows: examples.map(\.features), columns: 5)
    #expect(network.predict(copy, rows) == network.predict(trainer.slab, rows))
    #expect(network.predict(copy, Tensor(zeros: [0, 5])).shape == [0, 1])
  }

  @Test func `unusable rows and settings are refused by name`() throws {
    let network = try Self.network(.classes(3))
    func code(_ features: [Float], _ target: Float) -> TrainingError.Code? {
      do throws(TrainingError) {
        try network.check(DenseExample(features: features, target: target))
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code([1, 2, 3, 4, 5], 2) == nil)
    #expect(code([1, 2, 3, 4], 2) == .shapeMismatch)
    #expect(code([1, 2, .nan, 4, 5], 2) == .notFinite)
    #expect(code([1, 2, 3, 4, 5], .infinity) == .notFinite)
    #expect(code([1, 2, 3, 4, 5], 3) == .outOfRange)
    #expect(code([1, 2, 3, 4, 5], 0.5) == .outOfRange)
    #expect(throws: ModelError.self) { try MultiLayerPerceptron(featureCount: 0, .number) }
    #expect(throws: ModelError.self) { try MultiLayerPerceptron(featureCount: 2, .classes(1)) }
    #expect(throws: ModelError.self) {
      try MultiLayerPerceptron(featureCount: 2, .number, .init(widths: [0]))
    }
  }
}
