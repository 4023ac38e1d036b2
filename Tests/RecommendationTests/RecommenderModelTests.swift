import Domain
import Engine
import Evaluation
import Features
import Testing

@testable import Recommendation

/// Thirty customers of two tastes: customers 0…14 buy products 0…5, the others
/// 6…11, one thing every few days.
private enum Tastes {
  static let start = Timestamp(year: 2025, month: 1, day: 1)

  static let log: InteractionLog = {
    var log = InteractionLog()
    var generator = SplitMix64(seed: 3)
    for day in 0..<200 {
      for customer in 0..<30 where (day + customer) % 5 == 0 {
        let product = Int(generator.next() % 6) + (customer < 15 ? 0 : 6)
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(product)),
          kind: .purchase, quantity: 1, value: 5, occurredAt: start.adding(days: day))
      }
    }
    return log
  }()

  /// Customers 0…9 live in DE: 400 purchases; customer 29 alone in LI: 40.
  static let countries: [Customer.Key: String] = {
    var countries: [Customer.Key: String] = [:]
    for customer in 0..<10 { countries[Customer.Key(Int64(customer))] = "DE" }
    countries[Customer.Key(29)] = "LI"
    return countries
  }()

  static func train(seed: UInt64 = 1) throws -> RecommenderModel {
    try RecommenderTrainer(configuration: .standard, seed: seed)
      .train(on: log, countries: countries)
  }

  static let model = Result { try train() }

  /// The history of a customer as of the end of the log.
  static func history(_ customer: Int64, _ model: RecommenderModel) -> [ProductHistory] {
    model.historyBuilder.history(
      in: log.filtered { log.customers[$0] == Customer.Key(customer) }, asOf: model.trainedAsOf)
  }

  static func history(
    of events: [(product: Int64, kind: InteractionKind)], _ model: RecommenderModel
  ) -> [ProductHistory] {
    var log = InteractionLog()
    for event in events {
      log.append(
        customer: Customer.Key(99), product: Product.Key(event.product), kind: event.kind,
        quantity: 1, value: 0, occurredAt: model.trainedAsOf)
    }
    return model.historyBuilder.history(in: log, asOf: model.trainedAsOf)
  }
}

@Suite struct RecommenderModelTests {
  @Test(arguments: [Int64(0), 7, 14, 15, 29])
  func `the reasons of a product sum to its score`(customer: Int64) throws {
    let model = try Tastes.model.get()
    let list = model.recommend(
      history: Tastes.history(customer, model),
      request: RecommendationRequest(limit: 12, explains: true))
    #expect(list.items.count == 12)
    #expect(list.fallback == nil)
    for item in list.items {
      let sum = item.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - item.score) < 1e-4, "product \(item.product)")
      let shares = item.reasons.reduce(0) { $0 + $1.share }
      #expect(item.score == 0 || abs(shares - 1) < 1e-3)
      #expect(item.reasons.map(\.contribution) == item.reasons.map(\.contribution).sorted(by: >))
    }
    #expect(list.items.map(\.score) == list.items.map(\.score).sorted(by: >))
  }

  @Test func `reasons are given only when asked for`() throws {
    let model = try Tastes.model.get()
    let list = model.recommend(
      history: Tastes.history(3, model), request: RecommendationRequest())
    #expect(list.items.allSatisfy { $0.reasons.isEmpty })
  }

  @Test func `a customer gets the products of people alike`() throws {
    let model = try Tastes.model.get()
    for (bought, rows) in [([Int64(0), 1, 2], 3..<6), ([6, 7, 8], 9..<12)] {
      let list = model.recommend(
        history: Tastes.history(of: bought.map { ($0, .purchase) }, model),
        request: RecommendationRequest(limit: 3, onlyNew: true))
      #expect(list.items.count { rows.contains($0.product) } >= 2, "\(list.items)")
    }
  }

  @Test func `what the request excludes or does not allow never appears`() throws {
    let model = try Tastes.model.get()
    let history = Tastes.history(0, model)
    let best = model.recommend(history: history, request: RecommendationRequest(limit: 3))
    let list = model.recommend(
      history: history,
      request: RecommendationRequest(limit: 12, excluded: Set(best.items.map(\.product))))
    #expect(Set(list.items.map(\.product)).isDisjoint(with: best.items.map(\.product)))
    #expect(list.items.count == 9)
    var allowed = [Bool](repeating: false, count: 12)
    allowed[7] = true
    let only = model.recommend(
      history: history, request: RecommendationRequest(limit: 12, allowed: allowed))
    #expect(only.items.map(\.product) == [7])
  }

  @Test func `only new products leaves out what was bought`() throws {
    let model = try Tastes.model.get()
    let history = Tastes.history(of: [(1, .purchase), (2, .view)], model)
    let list = model.recommend(
      history: history, request: RecommendationRequest(limit: 12, onlyNew: true))
    #expect(!list.items.map(\.product).contains(1))
    #expect(list.items.map(\.product).contains(2), "a view is no purchase")
  }

  @Test(arguments: [true, false])
  func `a disliked product is hidden`(hasHistory: Bool) throws {
    let model = try Tastes.model.get()
    let events: [(product: Int64, kind: InteractionKind)] = [(4, .dislike)]
    let history = Tastes.history(of: events + (hasHistory ? [(0, .purchase)] : []), model)
    let list = model.recommend(history: history, request: RecommendationRequest(limit: 12))
    #expect(!list.items.map(\.product).contains(4))
    #expect(list.items.count == 11)
    #expect((list.fallback == nil) == hasHistory)
  }

  @Test func `without a history the answer is what sells in the country`() throws {
    let model = try Tastes.model.get()
    func list(_ country: String?) -> RecommendationList {
      model.recommend(
        history: [], request: RecommendationRequest(limit: 6, explains: true, country: country))
    }
    #expect(list("DE").fallback == .popularInCountry("DE"))
    #expect(list("DE").items.allSatisfy { $0.product < 6 }, "DE buys the first six only")
    #expect(list("LI").fallback == .popular, "40 purchases say too little of a country")
    #expect(list("XX").fallback == .popular)
    #expect(list(nil).fallback == .popular)
    #expect(list(nil).items.map(\.score).first == 1)
    for item in list(nil).items {
      #expect(item.reasons.map(\.kind) == [.popular])
      #expect(item.reasons.map(\.contribution) == [item.score])
    }
  }

  @Test func `a purchase just made changes the answer without training`() throws {
    let model = try Tastes.model.get()
    let request = RecommendationRequest(limit: 3, onlyNew: true, explains: true)
    let before = model.recommend(
      history: Tastes.history(of: [(0, .purchase)], model), request: request)
    let after = model.recommend(
      history: Tastes.history(of: [(0, .purchase), (9, .purchase), (10, .purchase)], model),
      request: request)
    #expect(before.items.allSatisfy { $0.product < 6 })
    #expect(after.items.contains { $0.product >= 6 })
    #expect(
      after.items.contains { $0.reasons.contains { $0.because == 9 || $0.because == 10 } })
  }

  @Test func `similar products are of the same taste`() throws {
    let model = try Tastes.model.get()
    let similar = model.similar(to: 8, limit: 5)
    #expect(similar.count == 5)
    #expect(!similar.map(\.product).contains(8))
    #expect(similar.allSatisfy { (6..<12).contains($0.product) })
  }
}

@Suite struct RecommenderTrainingTests {
  @Test func `the same seed gives the same bytes`() throws {
    let first = try Tastes.train(seed: 5).checkpoint().encoded()
    #expect(try Tastes.train(seed: 5).checkpoint().encoded() == first)
    #expect(try Tastes.train(seed: 6).checkpoint().encoded() != first)
  }

  @Test func `a stored model answers as the one that was trained`() throws {
    let model = try Tastes.model.get()
    let restored = try RecommenderModel(
      checkpoint: Checkpoint(decoding: model.checkpoint().encoded()))
    #expect(restored.trainedAsOf == model.trainedAsOf)
    #expect(restored.blend == model.blend)
    let request = RecommendationRequest(limit: 12, explains: true, country: "DE")
    for customer in [Int64(0), 12, 20] {
      let one = model.recommend(history: Tastes.history(customer, model), request: request)
      let two = restored.recommend(history: Tastes.history(customer, restored), request: request)
      #expect(one.items.map(\.product) == two.items.map(\.product))
      #expect(one.items.map(\.score) == two.items.map(\.score))
      #expect(one.items.map(\.reasons) == two.items.map(\.reasons))
    }
    let popular = restored.recommend(history: [], request: request)
    #expect(popular.fallback == .popularInCountry("DE"))
  }

  @Test func `a checkpoint of another kind or without a part is refused`() throws {
    #expect(throws: RecommendationError.self) {
      try RecommenderModel(checkpoint: Checkpoint(kind: "churn"))
    }
    for part in ["item_factors", "popularity", "country_popularity"] {
      var checkpoint = try Tastes.model.get().checkpoint()
      checkpoint.tensors[part] = nil
      #expect(throws: RecommendationError.self) { try RecommenderModel(checkpoint: checkpoint) }
    }
  }

  @Test(arguments: [InteractionKind.purchase, .view, .cart, .like])
  func `one customer and one product train`(kind: InteractionKind) throws {
    var log = InteractionLog()
    log.append(
      customer: Customer.Key(1), product: Product.Key(1), kind: kind, quantity: 1, value: 1,
      occurredAt: Tastes.start)
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: log, countries: [:])
    let history = model.historyBuilder.history(in: log, asOf: model.trainedAsOf)
    let list = model.recommend(
      history: history, request: RecommendationRequest(explains: true))
    #expect(list.items.count == 1)
    #expect(list.items.allSatisfy { $0.score.isFinite })
    #expect(model.similar(to: 0, limit: 5).isEmpty)
  }

  private func log(_ events: [(day: Int, kind: InteractionKind)]) -> InteractionLog {
    var log = InteractionLog()
    for event in events {
      log.append(
        customer: Customer.Key(1), product: Product.Key(1), kind: event.kind, quantity: 1,
        value: 1, occurredAt: Tastes.start.adding(days: event.day))
    }
    return log
  }

  @Test(arguments: [InteractionKind.dislike, .return, .rating])
  func `interactions that nobody liked are nothing to learn from`(kind: InteractionKind) throws {
    let trainer = RecommenderTrainer(configuration: .standard, seed: 1)
    do {
      _ = try trainer.train(on: log([(0, kind)]), countries: [:])
      Issue.record("it trained")
    } catch {
      #expect(error.code == .noData)
      #expect(error.description.contains("purchases"))
    }
  }

  @Test func `a beginning that holds nothing liked does not end the training`() throws {
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: log([(0, .dislike), (50, .return), (99, .purchase)]), countries: [:])
    #expect(model.blend == .equal)
  }

  @Test func `nothing to learn from is an error that says what to import`() throws {
    let trainer = RecommenderTrainer(configuration: .standard, seed: 1)
    do {
      _ = try trainer.train(on: InteractionLog(), countries: [:])
      Issue.record("an empty log trained")
    } catch {
      #expect(error.code == .noData)
      #expect(error.description.contains("rapport import interactions"))
    }
  }

  @Test func `a training that is stopped says so`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let trainer = RecommenderTrainer(
      configuration: .standard, seed: 1, cancellation: cancellation)
    do {
      _ = try trainer.train(on: Tastes.log, countries: [:])
      Issue.record("it trained on")
    } catch {
      #expect(error.code == .cancelled)
    }
  }
}

@Suite struct TimeSplitTests {
  @Test func `the past ends where the future begins`() throws {
    let split = try #require(TimeSplit(of: Tastes.log))
    #expect(split.days == 32, "16 % of 200 days")
    let past = split.past(of: Tastes.log)
    #expect(past.occurredAt.allSatisfy { $0 < split.cutoff })
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: past, countries: [:])
    let (histories, relevant) = split.cases(of: Tastes.log, model: model)
    #expect(histories.count == 30)
    #expect(relevant.count == 30)
    #expect(histories.allSatisfy { $0.allSatisfy { $0.lastAt < split.cutoff } })
  }

  @Test func `a product that only the future knows counts as missed`() throws {
    var log = Tastes.log
    let end = try #require(log.occurredAt.last)
    log.append(
      customer: Customer.Key(0), product: Product.Key(77), kind: .purchase, quantity: 1, value: 1,
      occurredAt: end)
    let split = try #require(TimeSplit(of: log))
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: split.past(of: log), countries: [:])
    #expect(split.cases(of: log, model: model).relevant[0].contains(-78))
  }

  @Test func `an evaluation gives figures for the blend and each part`() throws {
    let report = try RecommenderEvaluation.evaluate(
      log: Tastes.log, countries: [:], configuration: .standard, split: nil, seed: 1)
    #expect(report.testCount == 30)
    let ndcg = try #require(report.metrics["ndcg@10"])
    #expect((0...1).contains(ndcg.value))
    #expect(ndcg.low <= ndcg.value && ndcg.value <= ndcg.high)
    #expect(
      report.models.map(\.name) == ["popularity", "own purchases", "matrix factorisation"])
  }
}
