import Engine
import Glibc
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

  /// Features that are uncorrelated and of variance 1: the weights of a linear
  /// network are the true ones, each nearer to zero by half of the penalty.
  @Test func `an L1 penalty makes weights that say little exactly zero`() throws {
    let rows: [[Float]] = [[1, 1, 1], [-1, 1, -1], [1, -1, -1], [-1, -1, 1]]
    let examples = rows.map {
      DenseExample(features: $0, target: $0[0] - 0.5 * $0[1] + 0.1 * $0[2])
    }
    let network = try MultiLayerPerceptron(featureCount: 3, .number, .init(widths: []))
    let trainer = try Trainer(
      network, examples,
      TrainingConfiguration(
        epochs: 200, batchSize: 4, optimiser: Optimiser(.gradientDescent), l1: 0.4,
        learningRate: 0.1, gradientNorm: nil, shards: 2))
    try trainer.train()
    let weights = trainer.slab.tensor(network.layers[0].weight).values
    #expect(abs(weights[0] - 0.8) < 1e-5)
    #expect(abs(weights[1] + 0.3) < 1e-5)
    #expect(weights[2] == 0)
  }

  /// Of PyTorch 2.15 in Float64 with the same parameters and rows:
  /// Reference/perceptron.py.
  @Test func `the loss falls as PyTorch's does`() throws {
    let curves = [
      [0.7241049, 0.6449369, 0.5789643, 0.5245085, 0.4798467, 0.4431735],
      [0.7254241, 0.7163188, 0.7087258, 0.7024304, 0.6972381, 0.6929669],
      [1.1157915, 1.0999576, 1.0865534, 1.0751030, 1.0654778, 1.0576708],
    ]
    for (output, expected) in zip(Self.outputs, curves) {
      let network = try MultiLayerPerceptron(
        featureCount: 5, output, .init(widths: [8, 6], activation: .tanh))
      let examples = (0..<12).map { row in
        let target: Float =
          switch output {
          case .number: Float(cos(Double(row)))
          case .probability: Float(row % 2)
          case .classes(let classes): Float(row % classes)
          }
        return DenseExample(
          features: (0..<5).map { Float(sin(Double(1 + 5 * row + $0))) }, target: target)
      }
      let trainer = try Trainer(
        network, examples,
        TrainingConfiguration(
          epochs: 6, batchSize: 12, optimiser: Optimiser(.adam()), learningRate: 0.01,
          gradientNorm: nil, shards: 3))
      setWaves(trainer.slab)
      var losses: [Double] = []
      try trainer.train { losses.append($0.loss) }
      // Float32 against Float64 over six updates by Adam.
      for (loss, expected) in zip(losses, expected) {
        #expect(abs(loss - expected) < 2e-5, "\(output)")
      }
      #expect(losses.count == expected.count)
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

  @Test(arguments: outputs)
  func `a saved network is read back equal`(output: MultiLayerPerceptron.Output) throws {
    let examples = Self.examples(20, for: output)
    let network = try Self.network(output, dropout: 0.25, activation: .gelu)
    let trainer = try learnByHeart(network, examples, epochs: 3)
    var checkpoint = Checkpoint(kind: "test")
    network.save(trainer.slab, to: &checkpoint, as: "perceptron")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try MultiLayerPerceptron(checkpoint, as: "perceptron")
    #expect(copy.settings == network.settings && copy.layout == network.layout)
    let slab = try copy.parameters(checkpoint, as: "perceptron")
    let rows = Tensor(rows: examples.map(\.features), columns: 5)
    #expect(copy.predict(slab, rows) == network.predict(trainer.slab, rows))
    for (key, numbers) in [("counts", [Int64.max, 3]), ("widths", [48, 0])] {
      var altered = checkpoint
      altered.integers["perceptron." + key] = numbers
      #expect(throws: CheckpointError.self) {
        try MultiLayerPerceptron(altered, as: "perceptron")
      }
    }
    checkpoint.strings["perceptron.words"] = ["number", "guess"]
    #expect(throws: CheckpointError.self) {
      try MultiLayerPerceptron(checkpoint, as: "perceptron")
    }
  }

  @Test(arguments: outputs)
  func `more rows than fit into memory at a time are answered as each alone`(
    output: MultiLayerPerceptron.Output
  ) throws {
    let examples = Self.examples(150, for: output)
    let network = try Self.network(output)
    let trainer = try learnByHeart(network, examples, epochs: 1)
    let all = network.predict(trainer.slab, Tensor(rows: examples.map(\.features), columns: 5))
    for row in [0, 63, 64, 127, 128, 149] {
      let alone = network.predict(
        trainer.slab, Tensor(rows: [examples[row].features], columns: 5))
      for (a, b) in zip(alone.values, all.row(row)) { #expect(abs(a - b) < 1e-5, "\(row)") }
    }
    #expect(network.predict(trainer.slab, Tensor(zeros: [0, 5])).shape == [0, output.size])
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
