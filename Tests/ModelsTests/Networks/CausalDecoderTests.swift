import Engine
import Testing

@testable import Models

@Suite struct CausalDecoderTests {
  private static let objectives: [CausalDecoder.Loss] = [
    .softmax(), .softmax(labelSmoothing: 0.1), .sampledSoftmax(negatives: 20),
    .generalizedBinaryCrossEntropy(negatives: 20),
  ]

  private static func network(
    dropout: Float = 0, loss: CausalDecoder.Loss = .softmax()
  ) throws -> CausalDecoder {
    try CausalDecoder(
      itemCount: 30,
      .init(size: 16, blocks: 2, heads: 2, width: 32, maximumLength: 6, dropout: dropout),
      loss: loss)
  }

  /// Walks along a circle of items, of 2 to 12 steps, and two that teach nothing.
  private static let examples: [SequenceExample] = {
    var generator = SplitMix64(seed: 4)
    let walks = (0..<40).map { _ in
      let (start, steps) = (generator.index(below: 30), 1 + generator.index(below: 11))
      return SequenceExample(items: (0...steps).map { Int32((start + 7 * $0) % 30) })
    }
    return walks + [SequenceExample(items: []), SequenceExample(items: [3])]
  }()

  @Test(arguments: objectives)
  func `walks are learned by each loss, and the next step is scored best`(
    loss: CausalDecoder.Loss
  ) throws {
    let network = try Self.network(loss: loss)
    // gBCE takes more epochs than the others before its scores rank well.
    let epochs = if case .generalizedBinaryCrossEntropy = loss { 600 } else { 150 }
    let trainer = try learnByHeart(network, Self.examples, epochs: epochs)
    if loss == .softmax() {
      #expect(try trainer.meanLoss(over: Self.examples) < 0.02)
    }
    let histories: [[Int32]] = [[3, 10, 17], [29], (0..<12).map { Int32(7 * $0 % 30) }]
    let states = network.states(trainer.slab, histories)
    let scores = LinearAlgebra.product(
      states, transposed: false, network.itemVectors(trainer.slab), transposed: true)
    for (row, history) in histories.enumerated() {
      let best = (0..<30).max { scores[row, $0] < scores[row, $1] }
      #expect(best == (Int(history.last ?? 0) + 7) % 30)
    }
  }

  /// Of PyTorch 2.15 in Float64 with the same parameters and walks:
  /// Reference/decoder.py.
  @Test func `the loss falls as PyTorch's does`() throws {
    let network = try Self.network()
    let examples = (0..<8).map { (t: Int) -> SequenceExample in
      SequenceExample(
        items: (0..<3 + t).map { (j: Int) -> Int32 in Int32((7 * t + 3 * j + t * j * j) % 30) })
    }
    let trainer = try Trainer(
      network, examples,
      TrainingConfiguration(
        epochs: 6, batchSize: 8, optimiser: Optimiser(.adam()), learningRate: 0.003,
        gradientNorm: nil, shards: 3))
    setWaves(trainer.slab)
    var losses: [Double] = []
    try trainer.train { losses.append($0.loss) }
    let expected = [4.0491534, 3.7867938, 3.6087579, 3.4794139, 3.3782081, 3.2954667]
    // Float32 against Float64 over six updates by Adam.
    for (loss, expected) in zip(losses, expected) { #expect(abs(loss - expected) < 1e-4) }
    #expect(losses.count == expected.count)
  }

  @Test func `the gradient is the slope of the loss`() throws {
    let slopes = directionalDerivatives(
      try Self.network(), Array(Self.examples.suffix(6)), step: 1e-3)
    #expect(abs(slopes.network - slopes.differences) < 2e-3 * slopes.network, "\(slopes)")
  }

  /// The same seed of the pass draws the same negatives.
  @Test(arguments: objectives)
  func `the gradient of each loss is its slope while training`(
    loss: CausalDecoder.Loss
  ) throws {
    let network = try Self.network(loss: loss)
    let slopes = directionalDerivatives(
      network, Array(Self.examples.suffix(6)), step: 1e-3, isTraining: true)
    #expect(abs(slopes.network - slopes.differences) < 2e-3 * slopes.network, "\(slopes)")
  }

  @Test(arguments: objectives)
  func `any number of threads gives the same bits`(loss: CausalDecoder.Loss) throws {
    let network = try Self.network(dropout: 0.2, loss: loss)
    let one = try losses(network, Self.examples, threads: 1)
    for threads in 2...4 {
      #expect(try losses(network, Self.examples, threads: threads) == one)
    }
  }

  @Test func `the loss of a fresh network is that of a guess, one term a target`() throws {
    let network = try Self.network()
    let trainer = try Trainer(network, Self.examples, TrainingConfiguration(epochs: 1))
    #expect(abs(try trainer.meanLoss(over: Self.examples) - 3.4012) < 0.05)
    #expect(network.weight(of: SequenceExample(items: [1, 2, 3])) == 2)
    #expect(network.weight(of: SequenceExample(items: [])) == 0)
    #expect(network.weight(of: SequenceExample(items: [Int32](repeating: 1, count: 50))) == 6)
  }

  @Test func `what fresh blocks add is as small as the vectors of the items`() throws {
    let network = try Self.network()
    let slab = ParameterSlab(network.layout)
    var generator = Xoshiro256StarStar(seed: 2)
    network.initialise(slab, using: &generator)
    for block in network.trunk.blocks {
      for weight in [block.attention.output.weight, block.feedForward.narrow.weight] {
        let values = slab.tensor(weight).values
        let mean = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
        // 0.02 over the root of twice the blocks.
        #expect(abs(mean.squareRoot() - 0.01) < 0.002)
      }
    }
  }

  @Test func `a history alone has the state it has among others, and only its end counts`() throws {
    let network = try Self.network()
    let slab = ParameterSlab(network.layout)
    var generator = Xoshiro256StarStar(seed: 8)
    network.initialise(slab, using: &generator)
    let histories: [[Int32]] = [[1, 2, 3, 4, 5, 6], [7], [9, 9, 1, 2, 3, 4, 5, 6], []]
    let states = network.states(slab, histories)
    for (row, history) in histories.enumerated() {
      let alone = network.states(slab, [history])
      for index in 0..<16 { #expect(abs(alone[0, index] - states[row, index]) < 1e-5) }
    }
    #expect(zip(states.row(0), states.row(2)).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(states.row(3) == [Float](repeating: 0, count: 16))
  }

  @Test func `more histories than fit into memory at a time have the states of each alone`() throws
  {
    let network = try Self.network()
    let slab = ParameterSlab(network.layout)
    var generator = Xoshiro256StarStar(seed: 8)
    network.initialise(slab, using: &generator)
    let histories = (0..<150).map { row in (0..<row % 9).map { Int32((row + $0) % 30) } }
    let states = network.states(slab, histories)
    for row in [0, 63, 64, 70, 127, 128, 149] {
      let alone = network.states(slab, [histories[row]]).values
      for (a, b) in zip(alone, states.row(row)) { #expect(abs(a - b) < 1e-5, "\(row)") }
    }
    for threads in 2...4 {
      #expect(network.states(slab, histories, threads: threads) == states)
    }
    #expect(network.states(slab, []).shape == [0, 16])
  }

  @Test(arguments: objectives)
  func `a saved network is read back equal`(loss: CausalDecoder.Loss) throws {
    let network = try Self.network(dropout: 0.25, loss: loss)
    let trainer = try learnByHeart(network, Self.examples, epochs: 1)
    var checkpoint = Checkpoint(kind: "test")
    network.save(trainer.slab, to: &checkpoint, as: "decoder")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try CausalDecoder(checkpoint, as: "decoder")
    #expect(copy.settings == network.settings && copy.layout == network.layout)
    let slab = try copy.parameters(checkpoint, as: "decoder")
    let histories: [[Int32]] = [[1, 2, 3], [7]]
    #expect(copy.states(slab, histories) == network.states(trainer.slab, histories))
    checkpoint.strings["decoder.loss"] = ["guess"]
    #expect(throws: CheckpointError.self) { try CausalDecoder(checkpoint, as: "decoder") }
  }

  @Test func `unusable items and settings are refused by name`() throws {
    let network = try Self.network()
    #expect(throws: TrainingError.self) { try network.check(SequenceExample(items: [30])) }
    #expect(throws: TrainingError.self) { try network.check(SequenceExample(items: [-1])) }
    #expect(throws: ModelError.self) { try CausalDecoder(itemCount: 1, .init()) }
    #expect(throws: ModelError.self) {
      try CausalDecoder(itemCount: 9, .init(), loss: .softmax(labelSmoothing: 1))
    }
    #expect(throws: ModelError.self) { try CausalDecoder(itemCount: 9, .init(maximumLength: 0)) }
    #expect(throws: ModelError.self) {
      try CausalDecoder(itemCount: 9, .init(), loss: .sampledSoftmax(negatives: 0))
    }
    #expect(throws: ModelError.self) {
      try CausalDecoder(
        itemCount: 9, .init(),
        loss: .generalizedBinaryCrossEntropy(negatives: 1, calibration: 1.5))
    }
  }
}
