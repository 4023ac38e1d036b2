import Engine
import Testing

@testable import Models

/// What both classifiers of texts have in common.
@Suite struct TextClassifierTests {
  /// Forty random texts of one to nine ids with random labels: nothing but
  /// memory helps.
  private static let examples: [TextExample] = {
    var generator = SplitMix64(seed: 7)
    return (0..<40).map { _ in
      let length = 1 + generator.index(below: 9)
      return TextExample(
        ids: (0..<length).map { _ in Int32(generator.index(below: 30)) },
        label: Int32(generator.index(below: 3)))
    }
  }()

  private static func cnn(dropout: Float = 0) throws -> TextCNN {
    try TextCNN(
      .init(
        vocabulary: 30, classes: 3, embeddingSize: 12, widths: [1, 2, 4], filters: 9,
        dropout: dropout, lengthLimit: 8))
  }

  private static func gru(
    _ summary: GRUEncoder.Summary = .mean, dropout: Float = 0
  ) throws -> GRUEncoder {
    try GRUEncoder(
      .init(
        vocabulary: 30, classes: 3, embeddingSize: 12, stateSize: 20, summary: summary,
        dropout: dropout, lengthLimit: 8))
  }

  /// The mean loss of each epoch.
  private func curve<Network: TextClassifier>(
    _ network: Network, epochs: Int, learningRate: Float = 0.01, threads: Int = 1
  ) throws -> (losses: [Double], slab: ParameterSlab) {
    let trainer = try Trainer(
      network, Self.examples,
      TrainingConfiguration(
        epochs: epochs, batchSize: 20, learningRate: learningRate, shards: 3, seed: 3,
        threads: threads))
    var losses: [Double] = []
    try trainer.train(progress: { losses.append($0.loss) })
    return (losses, trainer.slab)
  }

  private func expectLearnedByHeart<Network: TextClassifier>(
    _ network: Network, _ slab: ParameterSlab
  ) {
    let probabilities = network.probabilities(slab, Self.examples.map(\.ids))
    #expect(probabilities.shape == [40, 3])
    for (row, example) in Self.examples.enumerated() {
      #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-5)
      #expect(probabilities[row, Int(example.label)] > 0.9, "example \(row)")
    }
  }

  /// The relative gap allowed to losses of this program.
  ///
  /// Other processors differ in the last bits of products, by up to 1e-6 of a
  /// loss between the three tried.
  private static let tolerance = 1e-3

  private func expectCurve(_ losses: [Double], _ expected: [Int: Double]) {
    for (step, loss) in expected {
      #expect(
        abs(losses[step] - loss) < Self.tolerance * loss + 1e-5, "step \(step): \(losses[step])")
    }
  }

  @Test func `convolutions learn texts by heart`() throws {
    let network = try Self.cnn()
    let (losses, slab) = try curve(network, epochs: 60)
    expectCurve(
      losses, [0: 1.341527, 5: 0.9136465, 10: 0.7571235, 20: 0.4745609, 40: 0.08057552])
    #expect(losses.suffix(2).allSatisfy { $0 < 0.02 }, "\(losses.suffix(2))")
    expectLearnedByHeart(network, slab)
  }

  @Test(arguments: GRUEncoder.Summary.allCases)
  func `a recurrent network learns texts by heart`(summary: GRUEncoder.Summary) throws {
    let network = try Self.gru(summary)
    let (losses, slab) = try curve(network, epochs: 80)
    expectCurve(
      losses,
      summary == .last
        ? [0: 1.040590, 5: 0.9665548, 10: 0.8415452, 20: 0.5086968, 40: 0.02392430]
        : [0: 1.066220, 5: 0.9921871, 10: 0.9054116, 20: 0.6274290, 40: 0.09483942])
    #expect(losses.suffix(2).allSatisfy { $0 < 0.02 }, "\(losses.suffix(2))")
    expectLearnedByHeart(network, slab)
  }

  @Test func `one and four threads give the same bits`() throws {
    func expectSame<Network: TextClassifier>(_ network: Network) throws {
      let (one, four) = (
        try curve(network, epochs: 3), try curve(network, epochs: 3, threads: 4)
      )
      #expect(one.losses == four.losses)
      for parameter in network.layout.parameters {
        #expect(one.slab.tensor(parameter) == four.slab.tensor(parameter))
      }
    }
    try expectSame(Self.cnn(dropout: 0.5))
    try expectSame(Self.gru(dropout: 0.5))
  }

  /// The gradient of the loss against differences of the loss along it, so that
  /// every layer is in it.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `the gradient predicts how the loss changes`(seed: UInt64) throws {
    func expectPrediction<Network: TextClassifier>(_ network: Network) {
      let slab = ParameterSlab(network.layout)
      var generator = Xoshiro256StarStar(seed: seed)
      network.initialise(slab, using: &generator)
      var batch = network.makeBatch()
      network.fill(&batch, with: Self.examples, at: Array(0..<12)[...])
      let arena = Arena(
        capacity: network.scratchCount(examples: batch.count, length: batch.length))
      func loss(_ pass: TrainingPass) -> Double {
        arena.reset()
        return network.loss(slab, batch, pass, arena: arena)
      }
      let pass = TrainingPass.training(scale: 1, seed: seed)
      let before = loss(pass)
      let gradient = Array(
        UnsafeBufferPointer(start: slab.gradients, count: network.layout.size))
      // Along the gradient itself the change is the square of its norm.
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let step = Float(0.001 / norm)
      Kernels.addScaled(slab.values, step, gradient, gradient.count)
      let above = loss(pass)
      Kernels.addScaled(slab.values, -2 * step, gradient, gradient.count)
      let below = loss(pass)
      let change = (above - below) / 0.002
      #expect(before > 0)
      #expect(
        abs(change - norm) < 0.01 * norm, "\(network.name), seed \(seed): \(change), \(norm)")
    }
    try expectPrediction(Self.cnn())
    try expectPrediction(Self.cnn(dropout: 0.4))
    try expectPrediction(Self.gru(.last))
    try expectPrediction(Self.gru(.mean, dropout: 0.4))
  }

  @Test func `neighbours in a batch do not change what is said of a text`() throws {
    func expectAlone<Network: TextClassifier>(_ network: Network) {
      let slab = ParameterSlab(network.layout)
      var generator = Xoshiro256StarStar(seed: 5)
      network.initialise(slab, using: &generator)
      let texts = Self.examples.prefix(9).map(\.ids) + [[], [1], [Int32](repeating: 2, count: 30)]
      let together = network.probabilities(slab, texts)
      for (row, text) in texts.enumerated() {
        let alone = network.probabilities(slab, [text]).values
        for (a, b) in zip(alone, together.row(row)) {
          #expect(abs(a - b) < 1e-5, "\(network.name), text \(row)")
        }
      }
      // Ids past the limit do not count.
      let cut = network.probabilities(slab, [[Int32](repeating: 2, count: 8)]).values
      for (a, b) in zip(cut, together.row(11)) { #expect(abs(a - b) < 1e-5) }
      #expect(network.probabilities(slab, []).shape == [0, 3])
    }
    expectAlone(try Self.cnn())
    expectAlone(try Self.gru(.last))
    expectAlone(try Self.gru(.mean))
  }

  @Test func `saved networks are read back equal`() throws {
    let texts = Self.examples.map(\.ids)
    let (cnn, gru) = (try Self.cnn(dropout: 0.25), try Self.gru(.last, dropout: 0.25))
    let trained = (try curve(cnn, epochs: 2).slab, try curve(gru, epochs: 2).slab)
    var checkpoint = Checkpoint(kind: "test")
    cnn.save(trained.0, to: &checkpoint, as: "cnn")
    gru.save(trained.1, to: &checkpoint, as: "gru")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copies = (try TextCNN(checkpoint, as: "cnn"), try GRUEncoder(checkpoint, as: "gru"))
    #expect(copies.0.configuration == cnn.configuration)
    #expect(copies.1.configuration == gru.configuration)
    #expect(
      copies.0.probabilities(try copies.0.parameters(checkpoint, as: "cnn"), texts)
        == cnn.probabilities(trained.0, texts))
    #expect(
      copies.1.probabilities(try copies.1.parameters(checkpoint, as: "gru"), texts)
        == gru.probabilities(trained.1, texts))
  }

  @Test func `stored networks that cannot be are refused`() throws {
    let (cnn, gru) = (try Self.cnn(), try Self.gru())
    var checkpoint = Checkpoint(kind: "test")
    cnn.save(ParameterSlab(cnn.layout), to: &checkpoint, as: "cnn")
    gru.save(ParameterSlab(gru.layout), to: &checkpoint, as: "gru")
    #expect(throws: CheckpointError.self) { try TextCNN(checkpoint, as: "gru") }
    #expect(throws: CheckpointError.self) { try gru.parameters(checkpoint, as: "cnn") }
    var altered = checkpoint
    altered.integers["cnn.widths"] = []
    altered.strings["gru.summary"] = ["first"]
    #expect(throws: CheckpointError.self) { try TextCNN(altered, as: "cnn") }
    #expect(throws: CheckpointError.self) { try GRUEncoder(altered, as: "gru") }
    altered.integers["gru.counts"] = [30, 3, .max, .max, 8]
    altered.strings["gru.summary"] = ["last"]
    #expect(throws: CheckpointError.self) { try GRUEncoder(altered, as: "gru") }
    altered.integers["cnn.widths"] = [.max]
    #expect(throws: CheckpointError.self) { try TextCNN(altered, as: "cnn") }
    altered.tensors["cnn.head.bias"] = Tensor(zeros: [4])
    #expect(throws: CheckpointError.self) { try cnn.parameters(altered, as: "cnn") }
  }

  @Test func `settings and examples that make no sense are refused by name`() throws {
    func code(_ make: () throws(ModelError) -> some TextClassifier) -> ModelError.Code? {
      do throws(ModelError) {
        _ = try make()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(
      code { () throws(ModelError) in try TextCNN(.init(vocabulary: 0, classes: 2)) }
        == .outOfRange)
    #expect(
      code { () throws(ModelError) in try TextCNN(.init(vocabulary: 9, classes: 2, widths: [])) }
        == .outOfRange)
    #expect(
      code { () throws(ModelError) in try TextCNN(.init(vocabulary: 9, classes: 1)) } == .oneClass)
    #expect(
      code { () throws(ModelError) in
        try GRUEncoder(.init(vocabulary: 9, classes: 2, dropout: 1))
      } == .outOfRange)
    #expect(
      code { () throws(ModelError) in try GRUEncoder(.init(vocabulary: 9, classes: 1)) }
        == .oneClass)
    #expect(
      code { () throws(ModelError) in
        try GRUEncoder(.init(vocabulary: .max, classes: 2, embeddingSize: .max))
      } == .outOfRange)
    #expect(
      code { () throws(ModelError) in
        try TextCNN(.init(vocabulary: 9, classes: 2, widths: [3, .max]))
      } == .outOfRange)
    let network = try Self.gru()
    #expect(throws: TrainingError.self) { try network.check(TextExample(ids: [30], label: 0)) }
    #expect(throws: TrainingError.self) { try network.check(TextExample(ids: [1], label: 3)) }
    try network.check(TextExample(ids: [], label: 2))
  }
}
