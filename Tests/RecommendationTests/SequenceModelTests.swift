import Domain
import Engine
import Models
import Testing

@testable import Features
@testable import Recommendation

@Suite struct SequenceModelTests {
  /// Sixty walks over 20 products, each product followed by the seventh after it,
  /// and one event in ten drawn anew.
  static func walks(_ count: Int, seed: UInt64) -> [[Int32]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      var product = generator.index(below: 20)
      return (0..<5 + generator.index(below: 20)).map { _ in
        let met = product
        product =
          generator.index(below: 10) == 0 ? generator.index(below: 20) : (product + 7) % 20
        return Int32(met)
      }
    }
  }

  static let cases = walks(40, seed: 8).map {
    SequenceModel.ValidationCase(history: Array($0.dropLast()), next: $0[$0.count - 1])
  }

  static var configuration: SequenceModel.Configuration {
    var configuration = SequenceModel.Configuration(
      network: .init(size: 16, blocks: 2, heads: 2, maximumLength: 12, dropout: 0.1), epochs: 25)
    configuration.learningRate = 0.01
    return configuration
  }

  static let trained = Result {
    try SequenceModel.train(
      on: walks(60, seed: 1), productCount: 20, configuration: configuration, validation: cases)
  }

  static func history(_ sequence: [Int32]) -> CustomerHistory {
    let items = Set(sequence).sorted().map {
      ProductHistory(
        product: Int($0), confidence: 1, ownPurchases: 0, purchaseCount: 0,
        strongestKind: .view, lastAt: Timestamp(seconds: 0), isDisliked: false)
    }
    return CustomerHistory(items: items, sequence: sequence, asOf: Timestamp(seconds: 0))
  }

  @Test func `the rule of the walks is learned`() throws {
    let model = try Self.trained.get().model
    for start in 0..<20 {
      let history = (0..<4).map { (step: Int) -> Int32 in Int32((start + 7 * step) % 20) }
      let best = Ranking.top(1, of: model.scores(history: history))
      #expect(best.first?.index == (start + 28) % 20)
    }
  }

  @Test func `the best epoch on the validation cases is kept`() throws {
    let (model, report) = try Self.trained.get()
    let best = try #require(report.validation.max())
    #expect(best > 0.8)
    #expect(report.validation.count <= 25)
    let epoch = try #require(report.bestEpoch)
    #expect(report.validation[epoch - 1] == best)
    let judge = NextProductJudge(Self.cases, model.network)
    #expect(judge.ndcg(model.reader.slab) == best)
  }

  @Test func `products beyond the model and empty histories say nothing`() throws {
    let model = try Self.trained.get().model
    #expect(model.scores(for: Self.history([])) == nil)
    #expect(model.scores(for: Self.history([20, 31])) == nil)
    let known = try #require(model.scores(for: Self.history([3, 10])))
    let mixed = try #require(model.scores(for: Self.history([3, 25, 10])))
    #expect(known.values == mixed.values)
    #expect(known.values == model.scores(history: [3, 10]))
    #expect(model.scores(history: []) == [Float](repeating: 0, count: 20))
  }

  @Test func `scores are zero on the mean of all products`() throws {
    let model = try Self.trained.get().model
    for walk in Self.walks(10, seed: 5) {
      #expect(abs(model.scores(history: walk).reduce(0, +)) < 1e-3)
    }
  }

  @Test(arguments: [1, 2, 5, 12, 40])
  func `the terms of a score and its rest sum to it`(count: Int) throws {
    let model = try Self.trained.get().model
    let sequence = (0..<count).map { (place: Int) -> Int32 in
      Int32((3 + 7 * place + place / 9) % 20)
    }
    let history = Self.history(sequence)
    let scores = try #require(model.scores(for: history))
    for (product, attribution) in scores.attributions(of: Array(0..<20)).enumerated() {
      let sum = attribution.terms.reduce(attribution.rest) { $0 + $1.value }
      #expect(abs(sum - scores.values[product]) < 1e-4)
      let items = attribution.terms.map { $0.item }
      #expect(!items.isEmpty && Set(items).count == items.count)
      #expect(Set(items).isSubset(of: Set(history.items.indices)))
    }
  }

  @Test func `the event that foretells a product has the largest term`() throws {
    let model = try Self.trained.get().model
    for start in 0..<20 {
      let sequence = [5, 11].filter { $0 != Int32(start) } + [Int32(start)]
      let history = Self.history(sequence)
      let scores = try #require(model.scores(for: history))
      let terms = scores.attributions(of: [(start + 7) % 20])[0].terms
      let largest = try #require(terms.max { $0.value < $1.value })
      #expect(history.items[largest.item].product == start)
    }
  }

  @Test func `a stored model answers with the same bits`() throws {
    let model = try Self.trained.get().model
    var checkpoint = Checkpoint(kind: "test")
    model.save(to: &checkpoint)
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try SequenceModel(checkpoint)
    for walk in Self.walks(5, seed: 9) {
      #expect(copy.scores(history: walk) == model.scores(history: walk))
    }
    checkpoint.tensors.removeValue(forKey: "sequence.tokens.table")
    #expect(throws: CheckpointError.self) { try SequenceModel(checkpoint) }
  }

  @Test func `any number of threads learns the same bits`() throws {
    var configuration = Self.configuration
    configuration.epochs = 2
    let histories = Self.walks(60, seed: 1)
    let scores = try (1...3).map { threads in
      try SequenceModel.train(
        on: histories, productCount: 20, configuration: configuration, validation: Self.cases,
        threads: threads
      ).model.scores(history: [1, 8, 15])
    }
    #expect(scores[1] == scores[0] && scores[2] == scores[0])
  }

  @Test func `the time limit ends a training with what it has`() throws {
    var configuration = Self.configuration
    configuration.epochs = 10_000
    let (model, report) = try SequenceModel.train(
      on: Self.walks(60, seed: 1), productCount: 20, configuration: configuration,
      validation: Self.cases, timeLimit: 0)
    #expect(report.reason == .timeLimit && report.validation.count == 1)
    #expect(model.scores(history: [1]).allSatisfy { $0.isFinite })
  }

  @Test func `a training without a better validation stops early`() throws {
    var configuration = Self.configuration
    (configuration.epochs, configuration.patience) = (200, 3)
    let report = try SequenceModel.train(
      on: Self.walks(60, seed: 1), productCount: 20, configuration: configuration,
      validation: Self.cases
    ).report
    let best = try #require(report.bestEpoch)
    #expect(report.reason == .earlyStopping && report.validation.count == best + 3)
  }

  @Test func `a cancelled training says so`() throws {
    let cancellation = Cancellation()
    var updates = 0
    let error = #expect(throws: ModelError.self) {
      try SequenceModel.train(
        on: Self.walks(60, seed: 1), productCount: 20, configuration: Self.configuration,
        cancellation: cancellation
      ) { _, _ in
        updates += 1
        if updates == 3 { cancellation.cancel() }
      }
    }
    #expect(error?.code == .cancelled && updates == 3)
  }

  @Test func `too little data and rows outside the catalogue are refused by name`() {
    func train(_ histories: [[Int32]], products: Int = 20) throws {
      _ = try SequenceModel.train(
        on: histories, productCount: products, configuration: Self.configuration)
    }
    let few = #expect(throws: ModelError.self) { try train([[1, 2, 3], [4]]) }
    #expect(few?.code == .noData)
    #expect(few?.message.contains("2 times") == true)
    let wrong = #expect(throws: ModelError.self) {
      try train(Self.walks(60, seed: 1), products: 12)
    }
    #expect(wrong?.code == .outOfRange)
    let far = #expect(throws: ModelError.self) {
      _ = try SequenceModel.train(
        on: Self.walks(60, seed: 1), productCount: 20, configuration: Self.configuration,
        validation: [.init(history: [1], next: 20)])
    }
    #expect(far?.code == .outOfRange && far?.message.contains("case 0") == true)
    let one = #expect(throws: ModelError.self) {
      try train([[Int32](repeating: 0, count: 300)], products: 1)
    }
    #expect(one?.code == .oneItem)
  }

  @Test func `parts of histories hold every succession once`() {
    func successions(_ items: [Int32]) -> [[Int32]] {
      zip(items, items.dropFirst()).map { [$0, $1] }
    }
    for walk in Self.walks(30, seed: 2) + [[], [4]] {
      let parts = SequenceModel.parts(of: [walk], length: 6)
      let found = parts.flatMap { successions($0.items) }
      #expect(found.count == max(0, walk.count - 1))
      #expect(Set(found) == Set(successions(walk)))
      for part in parts { #expect((2...7).contains(part.items.count)) }
    }
  }

  @Test func `settings follow the data and the time`() {
    func settings(_ customers: Int, _ events: Int, _ products: Int, _ seconds: Double)
      -> SequenceModel.Configuration
    {
      SequenceModel.Configuration(
        suiting: [Int](repeating: events, count: customers), products: products,
        seconds: seconds, threads: 2)
    }
    let small = settings(300, 12, 50, 60)
    #expect(small.network.size == 32 && small.network.maximumLength == 12)
    #expect(small.epochs > 100)
    let large = settings(6000, 165, 3416, 1800)
    #expect(large.network.size == 64 && large.network.maximumLength == 165)
    #expect(large.epochs >= 20)
    #expect(settings(6000, 165, 3416, 60).epochs < large.epochs)
    #expect(settings(6000, 165, 3416, 0).epochs == 1)
    #expect(settings(0, 0, 2, 10).epochs >= 1)
    #expect(small == settings(300, 12, 50, 60))
  }
}
