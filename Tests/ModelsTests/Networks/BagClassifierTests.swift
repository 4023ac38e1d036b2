import Engine
import Testing

@testable import Models

@Suite struct BagClassifierTests {
  static let readings: [BagClassifier.Reading] = [
    .transformer(blocks: 2, heads: 4, width: 24, dropout: 0),
    .convolutions(widths: [1, 2, 3], filters: 10), .recurrent(stateSize: 16), .mean(width: 20),
  ]

  static func network(
    _ reading: BagClassifier.Reading, tokenDropout: Float = 0, dropout: Float = 0
  ) throws -> BagClassifier {
    var reading = reading
    if case .transformer(let blocks, let heads, let width, _) = reading {
      reading = .transformer(blocks: blocks, heads: heads, width: width, dropout: dropout)
    }
    return try BagClassifier(
      .init(
        input: .init(
          buckets: 50, size: 16, lengthLimit: 6, tokenDropout: tokenDropout,
          partDropout: tokenDropout, dropout: dropout),
        reading: reading, classes: 3, dropout: dropout, labelSmoothing: 0))
  }

  /// Random texts of none to eight tokens, two more than count.
  static let examples: [BagExample] = {
    var generator = SplitMix64(seed: 4)
    return (0..<32).map { (index: Int) -> BagExample in
      var (ids, offsets): ([Int32], [Int32]) = ([], [0])
      for _ in 0..<(index == 0 ? 0 : 1 + generator.index(below: 8)) {
        for _ in 0..<1 + generator.index(below: 5) {
          ids.append(Int32(generator.index(below: 50)))
        }
        offsets.append(Int32(ids.count))
      }
      return BagExample(ids: ids, offsets: offsets, label: Int32(generator.index(below: 3)))
    }
  }()

  @Test(arguments: readings)
  func `random texts are learned by heart, and answered`(reading: BagClassifier.Reading) throws {
    let network = try Self.network(reading)
    let trainer = try learnByHeart(network, Self.examples, epochs: 150)
    #expect(try trainer.meanLoss(over: Self.examples) < 0.1)
    let logits = network.logits(trainer.slab, Self.examples[...])
    for (row, example) in Self.examples.enumerated() {
      let values = logits[3 * row..<3 * row + 3]
      #expect(values.max() == values[3 * row + Int(example.label)], "\(network.name), text \(row)")
    }
  }

  @Test(arguments: readings)
  func `the gradient is the slope of the loss`(reading: BagClassifier.Reading) throws {
    for dropout in [0, 0.3] as [Float] {
      let network = try Self.network(reading, tokenDropout: dropout, dropout: dropout)
      let slopes = directionalDerivatives(
        network, Array(Self.examples.prefix(7)), step: 2e-4, isTraining: true)
      #expect(
        abs(slopes.network - slopes.differences) < 1e-2 * slopes.network,
        "\(network.name): \(slopes)")
    }
  }

  @Test(arguments: readings)
  func `any number of threads gives the same bits`(reading: BagClassifier.Reading) throws {
    let network = try Self.network(reading, tokenDropout: 0.2, dropout: 0.2)
    let one = try losses(network, Self.examples, threads: 1)
    for threads in 2...3 {
      #expect(try losses(network, Self.examples, threads: threads) == one, "\(network.name)")
    }
  }

  @Test(arguments: readings)
  func `a text alone is answered as among others`(reading: BagClassifier.Reading) throws {
    let network = try Self.network(reading)
    let slab = ParameterSlab(network.layout)
    var generator = Xoshiro256StarStar(seed: 5)
    network.initialise(slab, using: &generator)
    let texts = Self.examples + Self.examples + Self.examples
    let all = network.logits(slab, texts[...])
    for (row, text) in texts.enumerated() {
      for (index, value) in network.logits(slab, [text]).enumerated() {
        #expect(abs(value - all[3 * row + index]) < 1e-5, "\(network.name), text \(row)")
      }
    }
    #expect(network.logits(slab, []).isEmpty)
  }

  @Test(arguments: readings)
  func `a fitted network that is stored answers bit for bit as before`(
    reading: BagClassifier.Reading
  ) throws {
    let network = try Self.network(reading, dropout: 0.25)
    let trainer = try learnByHeart(network, Self.examples, epochs: 20)
    let fitted = try FittedBagClassifier(network, trainer.slab, examples: Self.examples)
    var checkpoint = Checkpoint(kind: "test")
    fitted.save(to: &checkpoint, as: "net")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try FittedBagClassifier(checkpoint, as: "net")
    #expect(copy.network.settings == network.settings)
    #expect(copy.logits(Self.examples[...]) == fitted.logits(Self.examples[...]))
    // Eight bits a number move answers little.
    let exact = network.logits(trainer.slab, Self.examples[...])
    for (a, b) in zip(exact, fitted.logits(Self.examples[...])) { #expect(abs(a - b) < 0.1) }
  }

  @Test func `stored networks that cannot be are refused`() throws {
    let network = try Self.network(Self.readings[0])
    let fitted = try FittedBagClassifier(
      network, ParameterSlab(network.layout), examples: Self.examples)
    var checkpoint = Checkpoint(kind: "test")
    fitted.save(to: &checkpoint, as: "net")
    func expectRefusal(_ alter: (inout Checkpoint) -> Void) {
      var altered = checkpoint
      alter(&altered)
      #expect(throws: CheckpointError.self) { try FittedBagClassifier(altered, as: "net") }
    }
    expectRefusal { $0.strings["net.reading"] = ["tea leaves"] }
    expectRefusal { $0.integers["net.sizes"] = [50, .max, 6, 3] }
    expectRefusal { $0.integers["net.sizes"] = [9, 16, 6, 3] }
    // Its table alone would take a terabyte.
    expectRefusal { $0.integers["net.sizes"]?[0] = 1 << 34 }
    expectRefusal { $0.integers["net.sizes"] = [50, 16, 6, 1] }
    expectRefusal { $0.integers["net.layers"] = [2, 4] }
    expectRefusal { $0.integers["net.parts.table.codes"] = [1] }
    expectRefusal { $0.tensors["net.parts.table.scales"] = Tensor(zeros: [1]) }
    expectRefusal { $0.tensors["net.head.bias"] = Tensor(zeros: [4]) }
    expectRefusal { $0.tensors["net.head.bias"] = nil }
  }

  @Test func `settings and examples that make no sense are refused by name`() throws {
    func code(_ alter: (inout BagClassifier.Configuration) -> Void) -> ModelError.Code? {
      var configuration = BagClassifier.Configuration(classes: 3)
      alter(&configuration)
      do throws(ModelError) {
        _ = try BagClassifier(configuration)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { $0.classes = 1 } == .oneClass)
    #expect(code { $0.input.size = 24 } == .outOfRange)
    #expect(code { $0.input.buckets = 0 } == .outOfRange)
    #expect(code { $0.input.partDropout = 1 } == .outOfRange)
    #expect(code { $0.labelSmoothing = .nan } == .outOfRange)
    #expect(code { $0.reading = .convolutions(widths: [], filters: 4) } == .outOfRange)
    #expect(code { $0.reading = .recurrent(stateSize: 0) } == .outOfRange)
    #expect(code { $0.reading = .mean(width: .max) } == .outOfRange)
    #expect(
      code { $0.reading = .transformer(blocks: 1, heads: 3, width: 9, dropout: 0) } == .outOfRange)
    let network = try Self.network(Self.readings[0])
    #expect(throws: TrainingError.self) {
      try network.check(BagExample(ids: [50], offsets: [0, 1], label: 0))
    }
    #expect(throws: TrainingError.self) {
      try network.check(BagExample(ids: [1], offsets: [0, 1], label: 3))
    }
    try network.check(BagExample(ids: [], offsets: [0], label: 2))
  }
}
