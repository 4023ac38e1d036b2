import Domain
import Engine
import Features
import Models
import Testing

@testable import Recommendation

/// What every candidate model must do, whatever it learned and how.
@Suite struct CandidateConformanceTests {
  private static let records: ShopRecords = {
    var records = ShopRecords()
    for row in 0..<12 {
      let kind = row < 6 ? "coffee" : "garden"
      records.products[Product.Key(Int64(row))] = Product(
        id: Product.ID("p\(row)"), title: "\(kind) thing \(row)", category: kind,
        price: Double(row + 1))
    }
    return records
  }()

  private static let products = Vocabulary((0..<12).map { Product.Key(Int64($0)) })

  private typealias Event = (product: Int64, kind: InteractionKind)

  private static func builder(_ products: Vocabulary<Product.Key>) -> HistoryBuilder {
    HistoryBuilder(products: products, weights: InteractionWeights(), ownHalfLifeDays: 120)
  }

  private static func fitter() -> CandidateFitter {
    CandidateFitter(
      data: TrainingData(
        baskets, records: records, asOf: Tastes.start.adding(days: 200), products: products,
        builder: builder(products)),
      seed: 1, cancellation: nil, progress: nil)
  }

  /// The log of two tastes, each purchase with a second product of the same one.
  private static let baskets: InteractionLog = {
    var log = InteractionLog()
    for index in 0..<Tastes.log.count {
      let product = Tastes.log.products[index].rawValue
      for row in [product, product / 6 * 6 + (product + 1) % 6] {
        log.append(
          customer: Tastes.log.customers[index], product: Product.Key(row), kind: .purchase,
          quantity: 1, value: 5, occurredAt: Tastes.log.occurredAt[index])
      }
    }
    return log
  }()

  private static let models = Result {
    let fitter = Self.fitter()
    return try Dictionary(
      uniqueKeysWithValues: CandidateKind.allCases.map { ($0, try model($0, fitter)) })
  }

  private static func model(
    _ kind: CandidateKind, _ fitter: CandidateFitter
  ) throws -> any CandidateModel {
    if kind == .sequence {
      var course = try #require(fitter.sequenceCourse(seconds: 1e6, leastCustomers: 10))
      course.configuration.epochs = 2
      return try fitter.trainSequence(course, cases: nil, timeLimit: 60).model
    }
    return try #require(try fitter.fit(kind, .standard), "\(kind.name)")
  }

  private func history(
    _ events: [Event], of products: Vocabulary<Product.Key> = products
  ) -> CustomerHistory {
    var log = InteractionLog()
    for (index, event) in events.enumerated() {
      log.append(
        customer: Customer.Key(1), product: Product.Key(event.product), kind: event.kind,
        quantity: 1, value: 5, occurredAt: Tastes.start.adding(days: 150 + index))
    }
    return Self.builder(products).history(in: log, asOf: Tastes.start.adding(days: 200))
  }

  @Test(arguments: CandidateKind.allCases)
  func `it scores every product it knows`(kind: CandidateKind) throws {
    let model = try #require(Self.models.get()[kind])
    #expect(model.kind == kind)
    #expect(model.productCount == 12)
    let scores = try #require(model.scores(for: history([(2, .purchase), (3, .view)])))
    #expect(scores.values.count == 12)
    #expect(scores.values.allSatisfy { $0.isFinite })
  }

  @Test(arguments: CandidateKind.allCases)
  func `the terms of a score sum to it`(kind: CandidateKind) throws {
    let model = try #require(Self.models.get()[kind])
    let histories: [[Event]] = [
      [(2, .purchase)],
      [(2, .purchase), (7, .purchase), (2, .purchase), (9, .view), (4, .dislike), (1, .like)],
    ]
    for events in histories {
      let history = history(events)
      let scores = try #require(model.scores(for: history))
      for (product, attribution) in scores.attributions(of: Array(0..<12)).enumerated() {
        let sum = attribution.terms.reduce(attribution.rest) { $0 + $1.value }
        #expect(abs(sum - scores.values[product]) < 1e-4, "\(kind.name), product \(product)")
        #expect(attribution.terms.allSatisfy { history.items.indices.contains($0.item) })
      }
    }
  }

  @Test(arguments: CandidateKind.allCases)
  func `stored and read again it says the same`(kind: CandidateKind) throws {
    let model = try #require(Self.models.get()[kind])
    var checkpoint = Checkpoint(kind: "recommender")
    model.save(to: &checkpoint)
    let read = try kind.read(from: Checkpoint(decoding: checkpoint.encoded()))
    let history = history([(2, .purchase), (8, .cart), (3, .purchase)])
    let (one, two) = (model.scores(for: history), read.scores(for: history))
    #expect(one?.values == two?.values)
    #expect(one?.attributions(of: [0, 5, 11]) == two?.attributions(of: [0, 5, 11]))
    #expect(throws: CheckpointError.self) { try kind.read(from: Checkpoint(kind: "recommender")) }
  }

  @Test(arguments: CandidateKind.allCases)
  func `products that came after its training are passed over`(kind: CandidateKind) throws {
    let model = try #require(Self.models.get()[kind])
    let more = Vocabulary((0..<13).map { Product.Key(Int64($0)) })
    let history = history([(2, .purchase), (3, .purchase), (12, .purchase)], of: more)
    #expect(history.items.count == 3 && history.sequence == [2, 3, 12])
    let scores = try #require(model.scores(for: history))
    #expect(scores.values.count == 12)
    #expect(
      scores.values == model.scores(for: self.history([(2, .purchase), (3, .purchase)]))?.values)
    #expect(scores.attributions(of: [3])[0].terms.allSatisfy { $0.item != 2 })
  }

  @Test(arguments: [
    CandidateKind.cosine, .lift, .factorisation, .regression, .rules, .content, .category,
  ])
  func `one purchase is enough for a personal answer and a dislike turns it round`(
    kind: CandidateKind
  ) throws {
    let model = try #require(Self.models.get()[kind])
    func lead(_ events: [Event]) throws -> Float {
      let values = try #require(model.scores(for: history(events))).values
      // Of products that lie in baskets with those named.
      return values[0] + values[2] - values[6] - values[8]
    }
    let coffee = try lead([(1, .purchase)])
    #expect(coffee > 0, "\(kind.name): coffee for who bought coffee")
    #expect(try lead([(7, .purchase)]) < 0, "\(kind.name): garden for who bought garden")
    let torn = try lead([(1, .purchase), (7, .purchase)])
    let turned = try lead([(1, .purchase), (7, .purchase), (7, .dislike), (7, .dislike)])
    #expect(turned > torn, "\(kind.name): a dislike of garden speaks for coffee")
  }
}
