import Domain
import Engine
import Evaluation
import Glibc
import Ingest
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Service

/// The service error that a body throws; nil where it throws none.
func serviceError(_ body: () throws -> Void) -> ServiceError? {
  do {
    try body()
    return nil
  } catch {
    return error as? ServiceError
  }
}

@Suite struct RecommendationAnswerTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  private func recommend(
    _ customer: String, _ options: RecommendationOptions = RecommendationOptions()
  ) throws -> RecommendationAnswer {
    try rapport.recommend(customer: customer, options: options)
  }

  @Test func `the reasons of each item sum to its score`() throws {
    let answer = try recommend("k02", RecommendationOptions(limit: 20, explains: true))
    #expect(answer.fallback == nil)
    #expect(answer.items.count == 20, "all products but the unavailable one")
    for item in answer.items {
      let sum = try #require(item.reasons).reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - item.score) < 1e-4)
    }
    #expect(answer.items.first?.title?.hasPrefix("Thing") == true)
    #expect(answer.items.first?.currency == "EUR")
  }

  @Test func `taste comes before popularity in a shop too small to learn a blend`() throws {
    let options = RecommendationOptions(limit: 20, bought: .exclude, explains: true)
    // Those who stopped after a handful of purchases have shown too little of it.
    for number in 0..<60 where number % 3 != 0 || number >= 9 {
      let id = "k\(number < 10 ? "0" : "")\(number)"
      let items = try recommend(id, options).items
      let taste = number < 30 ? "Coffee" : "Garden"
      let own = items.count { $0.category == taste }
      #expect(items.prefix(own).allSatisfy { $0.category == taste }, "\(id)")
    }
    let popular = try recommend("nobody", options).items.compactMap(\.category)
    #expect(Set(popular.prefix(4)).count == 2, "what sells best is of both")
  }

  @Test func `a category filters, and an unknown one names those there are`() throws {
    let answer = try recommend("k02", RecommendationOptions(limit: 20, categories: ["Garden"]))
    #expect(answer.items.count == 10)
    #expect(answer.items.allSatisfy { $0.category == "Garden" })
    let error = serviceError {
      _ = try recommend("k02", RecommendationOptions(categories: ["garden tools"]))
    }
    #expect(error?.code == .invalidRequest)
    #expect(error?.hint?.contains("Coffee, Garden") == true)
  }

  @Test func `excluded and unavailable products do not appear`() throws {
    let answer = try recommend(
      "k40", RecommendationOptions(limit: 20, excluded: ["p10", "p11", "p20"]))
    let ids = Set(answer.items.map(\.productId))
    #expect(ids.isDisjoint(with: ["p10", "p11", "p18"]))
    #expect(ids.count == 17)
    let error = serviceError {
      _ = try recommend("k40", RecommendationOptions(excluded: ["p1"]))
    }
    #expect(error?.code == .unknownProduct)
    #expect(error?.hint?.contains("did you mean") == true)
  }

  @Test func `a customer nobody knows gets what is popular, and reads so`() throws {
    let answer = try recommend("nobody")
    #expect(answer.fallback?.contains("no customer \"nobody\"") == true)
    #expect(answer.fallback?.contains("popular overall") == true)
    #expect(answer.items.count == 10)
  }

  @Test func `a known customer without purchases gets what sells in the country`() throws {
    try SampleShop.load(
      "id,country\nnew1,DE\nnew2,LI\n", "customers.csv", .customers, into: rapport)
    #expect(try recommend("new1").fallback?.contains("popular in DE") == true)
    #expect(try recommend("new2").fallback?.contains("popular overall") == true)
  }

  @Test func `what was bought and disliked a moment ago counts at once`() throws {
    let options = RecommendationOptions(limit: 3, bought: .exclude)
    func event(_ product: String, _ kind: InteractionKind) -> Interaction {
      Interaction(
        customer: Customer.ID("fresh"), product: Product.ID(product), kind: kind,
        occurredAt: Timestamp(year: 2025, month: 11, day: 1))
    }
    #expect(try recommend("fresh", options).fallback != nil)
    let bought = ["p11", "p12", "p13", "p14"]
    _ = try rapport.record(bought.map { event($0, .purchase) })
    let after = try recommend("fresh", options)
    #expect(after.fallback == nil)
    #expect(after.items.count == 3)
    #expect(after.items.allSatisfy { $0.category == "Garden" })
    #expect(Set(after.items.map(\.productId)).isDisjoint(with: bought))
    let first = try #require(after.items.first).productId
    _ = try rapport.record([event(first, .dislike)])
    #expect(try !recommend("fresh", options).items.map(\.productId).contains(first))
  }

  @Test func `products in hand stand for a history and are not repeated`() throws {
    let answer = try rapport.recommend(
      session: ["p01", "p02", "p03", "p04"].map { SessionEvent(productID: $0) }, country: nil,
      options: RecommendationOptions(limit: 3))
    #expect(answer.fallback == nil)
    #expect(answer.customerId == nil)
    #expect(answer.items.count == 3)
    #expect(Set(answer.items.map(\.productId)).isDisjoint(with: ["p01", "p02", "p03", "p04"]))
    let popular = try rapport.recommend(
      session: [], country: "FR", options: RecommendationOptions())
    #expect(popular.fallback?.contains("popular in FR") == true)
    let error = serviceError {
      _ = try rapport.recommend(
        session: [SessionEvent(productID: "nothing")], country: nil,
        options: RecommendationOptions())
    }
    #expect(error?.code == .unknownProduct)
  }

  @Test func `similar products are of the same taste and available`() throws {
    let answer = try rapport.similar(to: "p11", limit: 5)
    #expect(answer.items.count == 5)
    #expect(answer.items.allSatisfy { $0.category == "Garden" && $0.productId != "p11" })
    #expect(!answer.items.map(\.productId).contains("p18"))
    #expect(serviceError { _ = try rapport.similar(to: "p99", limit: 5) }?.code == .unknownProduct)
    #expect(try !rapport.similar(to: "p20", limit: 5).items.isEmpty, "alike by its record")
  }

  @Test func `a product that is taken off sale disappears at once`() throws {
    let best = try #require(try recommend("k02").items.first).productId
    try SampleShop.load(
      "id,available\n\(best),false\n", "products.csv", .products, into: rapport)
    #expect(try !recommend("k02").items.map(\.productId).contains(best))
  }
}

@Suite struct ChurnAnswerTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  private func sum(_ answer: ChurnAnswer) -> Double {
    (answer.topRiskFactors + answer.topProtectiveFactors).reduce(answer.baseLogOdds) {
      $0 + $1.contribution
    } + answer.otherFactorsContribution
  }

  @Test func `the answer adds up to its probability`() throws {
    for id in ["k00", "k01", "k33"] {
      let answer = try rapport.churn(customer: id)
      #expect(abs(sum(answer) - answer.logOdds) < 1e-9)
      #expect(abs(1 / (1 + exp(-answer.logOdds)) - answer.churnProbability) < 1e-9)
      #expect(answer.horizonDays == 90)
      #expect(answer.asOf == "2025-10-28")
    }
  }

  @Test func `one customer alone scores as in the list`() throws {
    let list = try rapport.churnList(ChurnListOptions(limit: 60, includesGone: true))
    #expect(list.customers.count == 60)
    #expect(list.scored == 60)
    #expect(list.highRisk == list.customers.count { $0.riskLevel == "high" })
    for listed in list.customers {
      let alone = try rapport.churn(customer: listed.customerId)
      #expect(abs(alone.churnProbability - listed.churnProbability) < 1e-9, "\(alone.customerId)")
    }
    let probabilities = list.customers.map(\.churnProbability)
    #expect(probabilities == probabilities.sorted(by: >))
    #expect(Set(list.customers.prefix(10).map(\.customerId)).isSubset(of: lapsed))
    #expect(list.alreadyGone == list.customers.count { $0.alreadyGone })
  }

  @Test func `customers who have left by the rule are counted but not listed`() throws {
    let list = try rapport.churnList(ChurnListOptions(limit: 60))
    #expect(list.alreadyGone > 0)
    #expect(list.scored == 60 - list.alreadyGone)
    #expect(list.customers.allSatisfy { !$0.alreadyGone })
  }

  /// Customers who stopped.
  private var lapsed: Set<String> {
    Set(stride(from: 0, to: 60, by: 3).map { "k\($0 < 10 ? "0" : "")\($0)" })
  }

  @Test func `a least probability shortens the list`() throws {
    let list = try rapport.churnList(
      ChurnListOptions(limit: 60, leastProbability: 0.5, includesGone: true))
    #expect(list.customers.allSatisfy { $0.churnProbability >= 0.5 })
    #expect(list.customers.count < 60)
    #expect(list.scored == 60)
  }

  @Test func `a purchase just made lowers the probability`() throws {
    let before = try rapport.churn(customer: "k00").churnProbability
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID("k00"), product: Product.ID("p01"), kind: .purchase, value: 10,
        occurredAt: Timestamp(year: 2025, month: 10, day: 27))
    ])
    #expect(try rapport.churn(customer: "k00").churnProbability < before)
  }

  @Test func `a customer without a purchase or without a record has no score`() throws {
    try SampleShop.load("id,country\nnew1,DE\n", "customers.csv", .customers, into: rapport)
    let error = serviceError { _ = try rapport.churn(customer: "new1") }
    #expect(error?.code == .noScore)
    #expect(error?.message.contains("not bought anything") == true)
    let unknown = serviceError { _ = try rapport.churn(customer: "k0") }
    #expect(unknown?.code == .unknownCustomer)
    #expect(unknown?.hint?.contains("\"k00\"") == true)
  }

  @Test func `imported labels and attributes replace the rule of purchases`() throws {
    var customers = "id,calls,plan\n"
    var labels = "customer_id,label\n"
    for number in 0..<100 {
      customers += "l\(number),\(number % 10),\(number % 2 == 0 ? "a" : "b")\n"
      labels += "l\(number),\(number % 10 > 6 ? 1 : 0)\n"
    }
    let other = Rapport(store: try Store.create(at: directory.file("labels.db")))
    try SampleShop.load(customers, "customers.csv", .customers, into: other)
    try SampleShop.load(labels, "labels.csv", .labels, into: other)
    #expect(try other.trainableKinds() == [.churn])
    _ = try other.train(
      .churn, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    let answer = try other.churn(customer: "l6")
    #expect(answer.definition == "the imported labels")
    #expect(answer.horizonDays == nil)
    #expect(abs(sum(answer) - answer.logOdds) < 1e-9)
    let list = try other.churnList(ChurnListOptions(limit: 100))
    #expect(list.scored == 70, "those whom the labels call gone are left out")
    let report = try other.evaluate(
      .churn, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    #expect(report.testCount == 100)
  }
}

@Suite struct ExtremeAttributeTests {
  @Test(arguments: ["1e300", "-1e39", "1e20"])
  func `one number beyond reason does not spoil churn`(number: String) throws {
    let directory = TemporaryDirectory()
    let rapport = Rapport(store: try Store.create(at: directory.database))
    var customers = "id,calls,spent\n"
    var labels = "customer_id,label\n"
    for id in 0..<60 {
      customers += "l\(id),\(id % 10),\(id == 5 ? number : "\(id)")\n"
      labels += "l\(id),\((id % 10 > 6) != (id % 13 == 0) ? 1 : 0)\n"
    }
    try SampleShop.load(customers, "customers.csv", .customers, into: rapport)
    try SampleShop.load(labels, "labels.csv", .labels, into: rapport)
    _ = try rapport.train(
      .churn, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    for customer in try rapport.churnList(ChurnListOptions(limit: 60)).customers + [
      rapport.churn(customer: "l5")
    ] {
      #expect((0...1).contains(customer.churnProbability))
      #expect(try !JSONText.encode(customer).isEmpty)
    }
  }
}

@Suite struct SupportAnswerTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  @Test func `a question asked as stored gets its answer`() throws {
    let answer = try rapport.ask("Where is my parcel?")
    #expect(answer.intentRanking.first?.name == "delivery")
    #expect((0...1).contains(answer.confidence))
    #expect(["answer", "clarify", "handoff"].contains(answer.action))
    #expect((answer.answer != nil) == (answer.action == "answer"))
    #expect(abs(answer.intentRanking.reduce(0) { $0 + $1.probability } - 1) < 0.02)
  }

  @Test func `the customer's last order comes with the answer`() throws {
    let answer = try rapport.ask("Where is my parcel?", customer: "k02")
    #expect(answer.customer?.customerId == "k02")
    #expect(answer.customer?.lastOrderDate?.hasPrefix("2025-10") == true)
    #expect(answer.customer?.lastOrderLines == 1)
    #expect(
      serviceError { _ = try rapport.ask("hello", customer: "k0") }?.code == .unknownCustomer)
  }

  @Test func `messages are stored masked, in their conversation`() throws {
    let first = try rapport.converse(
      "I am jo@example.com, call 0170 1234567 about my parcel", customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    let second = try rapport.converse("are you open", customer: "k02", conversation: id)
    #expect(second.conversationId == id)
    let messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages.count == 4)
    #expect(messages.map(\.author) == [.customer, .bot, .customer, .bot])
    #expect(messages[0].text == "I am [email], call [phone] about my parcel")
    #expect(try rapport.status().conversations == 1)
    try rapport.setFeedback(isHelpful: true, message: #require(first.messageId))
  }

  @Test func `conversations and messages nobody knows are errors`() throws {
    #expect(
      serviceError { _ = try rapport.converse("hi", customer: nil, conversation: "c0") }?.code
        == .unknownConversation)
    #expect(
      serviceError { try rapport.setFeedback(isHelpful: true, message: "m0") }?.code
        == .unknownMessage)
    let owned = try #require(
      try rapport.converse("hi", customer: "k01", conversation: nil).conversationId)
    #expect(
      serviceError { _ = try rapport.converse("hi", customer: "k02", conversation: owned) }?.code
        == .invalidRequest)
  }

  @Test func `text of any kind gets an answer`() throws {
    for text in [" ", "?", "🦊🦊🦊", "怎么退货", String(repeating: "word ", count: 5000), "\u{0}"] {
      let answer = try rapport.ask(text)
      #expect(answer.confidence.isFinite)
    }
  }
}
