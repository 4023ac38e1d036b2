import Engine
import Testing

@testable import Models

@Suite struct CausalDecoderTests {
  private static func network(dropout: Float = 0) throws -> CausalDecoder {
    try CausalDecoder(
      itemCount: 30,
      .init(size: 16, blocks: 2, heads: 2, width: 32, maximumLength: 6, dropout: dropout))
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

  @Test func `walks are learned, and the next step is scored best`() throws {
    let network = try Self.network()
    let trainer = try learnByHeart(network, Self.examples, epochs: 60)
    #expect(try trainer.meanLoss(over: Self.examples) < 0.02)
    let histories: [[Int32]] = [[3, 10, 17], [29], (0..<12).map { Int32(7 * $0 % 30) }]
    let states = network.states(trainer.slab, histories)
    let scores = LinearAlgebra.product(
      states, transposed: false, network.itemVectors(trainer.slab), transposed: true)
    for (row, history) in histories.enumerated() {
      let best = (0..<30).max { scores[row, $0] < scores[row, $1] }
      #expect(best == (Int(history.last ?? 0) + 7) % 30)
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

  @Test func `the loss of a fresh network is that of a guess, one term a target`() throws {
    let network = try Self.network()
    let trainer = try Trainer(network, Self.examples, TrainingConfiguration(epochs: 1))
    #expect(abs(try trainer.meanLoss(over: Self.examples) - 3.4012) < 0.05)
    #expect(network.weight(of: SequenceExample(items: [1, 2, 3])) == 2)
    #expect(network.weight(of: SequenceExample(items: [])) == 0)
    #expect(network.weight(of: SequenceExample(items: [Int32](repeating: 1, count: 50))) == 6)
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

  @Test func `unusable items and settings are refused by name`() throws {
    let network = try Self.network()
    #expect(throws: TrainingError.self) { try network.check(SequenceExample(items: [30])) }
    #expect(throws: TrainingError.self) { try network.check(SequenceExample(items: [-1])) }
    #expect(throws: ModelError.self) { try CausalDecoder(itemCount: 1, .init()) }
    #expect(throws: ModelError.self) {
      try CausalDecoder(itemCount: 9, .init(), labelSmoothing: 1)
    }
    #expect(throws: ModelError.self) { try CausalDecoder(itemCount: 9, .init(maximumLength: 0)) }
  }
}
