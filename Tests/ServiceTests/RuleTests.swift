import Domain
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct RuleTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let noon = Timestamp(year: 2025, month: 6, day: 1, hour: 12)
  private let clock: TestClock

  init() throws {
    let clock = TestClock(noon)
    self.clock = clock
    rapport = Rapport(store: try SampleShop.create(at: directory.database).store) { clock.now }
  }

  @discardableResult
  private func add(
    _ action: SteeringRule.Action, _ target: SteeringRule.Target,
    country: String? = nil, from: Timestamp? = nil, until: Timestamp? = nil
  ) throws -> AddedRuleAnswer {
    try rapport.addRule(
      RuleDraft(
        action: action, target: target, audience: .init(country: country), validFrom: from,
        validUntil: until))
  }

  private func product(_ id: String) -> SteeringRule.Target { .init(product: Product.ID(id)) }

  /// The error of a rule that is refused.
  private func refusal(
    _ action: SteeringRule.Action, _ target: SteeringRule.Target, from: Timestamp? = nil,
    until: Timestamp? = nil
  ) -> ServiceError? {
    do {
      try add(action, target, from: from, until: until)
      return nil
    } catch { return error as? ServiceError }
  }

  @Test func `a rule is listed with its state, and a removed one stays on record`() throws {
    let boost = try add(.boost(factor: 1.5), .init(category: "Garden", lowestPrice: 15))
    #expect(boost.products == 7 && boost.warnings.isEmpty)
    #expect(boost.rule.text == "boost category \"Garden\", price from 15 by 1.5")
    try add(.bury, .init(category: "Coffee"), from: noon.adding(days: 1))
    try add(.exclude, .init(highestPrice: 2), until: noon.adding(days: 1))
    #expect(try rapport.rules().map(\.state) == ["active", "scheduled", "active"])
    #expect(
      try rapport.rules().map(\.period)
        == [nil, "from 2025-06-02T12:00:00Z", "until 2025-06-02T12:00:00Z"])
    let removed = try rapport.removeRule(1)
    #expect(removed.state == "removed" && removed.removedAt == noon.rfc3339)
    clock.now = noon.adding(days: 1)
    #expect(try rapport.rules().map(\.id) == [2])
    #expect(
      try rapport.rules(includesPast: true).map(\.state)
        == ["removed", "active", "expired"])
    #expect(
      try rapport.store.read { try $0.auditLog(limit: 9) }.map {
        "\($0.action) \($0.subject ?? "")"
      }
        == ["rule.remove rule 1", "rule.add rule 3", "rule.add rule 2", "rule.add rule 1"])
  }

  @Test func `unknown products and categories name those that are meant`() {
    let product = refusal(.bury, product("p0"))
    #expect(product?.code == .unknownProduct && product?.hint?.contains("p00") == true)
    let category = refusal(.bury, .init(category: "Gardn"))
    #expect(category?.code == .invalidRequest)
    #expect(category?.hint == "the categories are Coffee, Garden")
  }

  @Test func `what makes no sense is refused and nothing is stored`() throws {
    let garden = SteeringRule.Target(category: "Garden")
    for factor in [0, -1, 1, 1001, Double.nan, .infinity] {
      #expect(refusal(.boost(factor: factor), garden)?.code == .invalidRequest, "\(factor)")
    }
    for place in [0, -1, 101] {
      #expect(refusal(.pin(position: place), product("p01"))?.code == .invalidRequest)
    }
    #expect(refusal(.pin(position: 1), garden)?.message.contains("one product") == true)
    #expect(refusal(.bury, .init())?.message.contains("names no products") == true)
    #expect(refusal(.bury, .init(lowestPrice: 2, highestPrice: 1))?.code == .invalidRequest)
    #expect(refusal(.bury, .init(lowestPrice: -2))?.code == .invalidRequest)
    #expect(refusal(.bury, .init(highestPrice: .nan))?.code == .invalidRequest)
    #expect(
      refusal(.bury, garden, from: noon.adding(days: 2), until: noon.adding(days: 2))?.message
        .contains("before it begins") == true)
    #expect(refusal(.bury, garden, until: noon)?.message.contains("over already") == true)
    #expect(try rapport.rules(includesPast: true).isEmpty)
    #expect(try rapport.store.read { try $0.auditLog(limit: 9) }.isEmpty)
  }

  @Test func `the same rule twice is refused until the first is gone`() throws {
    try add(.bury, .init(category: "Garden"))
    let refused = try #require(refusal(.bury, .init(category: "Garden")))
    #expect(refused.message == "rule 1 says the same already (bury category \"Garden\")")
    try add(.bury, .init(category: "Garden"), country: "DE")
    _ = try rapport.removeRule(1)
    #expect(try add(.bury, .init(category: "Garden")).rule.id == 3)
  }

  @Test func `contradictory rules are taken with a word on which wins`() throws {
    try add(.exclude, .init(category: "Garden"))
    let pin = try add(.pin(position: 1), product("p12"))
    #expect(
      pin.warnings == [
        "rule 1 (exclude category \"Garden\") is about one of the same products and wins: "
          + "exclude beats pin"
      ])
    let boost = try add(.boost(factor: 2), product("p12")).warnings
    #expect(boost.count == 2)
    #expect(boost.first?.hasSuffix(" and wins: exclude beats boost") == true)
    #expect(boost.last?.hasSuffix(" and wins: pin beats boost") == true)
    #expect(
      try add(.pin(position: 1), product("p02")).warnings
        == [
          "rule 2 (pin \"p12\" to place 1) has place 1: the older rule wins, "
            + "this product comes next"
        ])
    #expect(
      try add(.pin(position: 5), product("p02")).warnings
        == ["rule 4 (pin \"p02\" to place 1) pins the same product: the older rule wins"])
    let exclude = try add(.exclude, product("p02")).warnings
    #expect(exclude.count == 2)
    #expect(exclude.allSatisfy { $0.hasSuffix(" and loses: exclude beats pin") })
  }

  @Test func `rules of different times and customers contradict nothing`() throws {
    try add(.exclude, product("p01"), until: noon.adding(days: 3))
    #expect(
      try add(.pin(position: 1), product("p01"), from: noon.adding(days: 3)).warnings.isEmpty)
    try add(.exclude, product("p02"), country: "DE")
    #expect(try add(.pin(position: 2), product("p02"), country: "FR").warnings.isEmpty)
    #expect(try add(.pin(position: 3), product("p02")).warnings.count == 2)
  }

  @Test func `a rule that does nothing now says so`() throws {
    #expect(
      try add(.bury, .init(lowestPrice: 500)).warnings
        == ["no product is so now: the rule does nothing until one is"])
    #expect(
      try add(.pin(position: 1), product("p18")).warnings
        == ["the product is marked as unavailable: it is not shown"])
    #expect(
      try add(.bury, product("p01"), country: "Germany").warnings
        == ["no customer is of country \"Germany\": the countries are DE, FR"])
  }

  @Test func `an unknown rule and one removed before`() throws {
    try add(.bury, product("p01"))
    _ = try rapport.removeRule(1)
    for id in [1, 2] {
      #expect { try rapport.removeRule(id) } throws: {
        ($0 as? ServiceError)?.code == .unknownRule
      }
    }
  }
}

@Suite struct RuleBookTests {
  @Test func `a rule counts from the next question on and until it is removed`() throws {
    let directory = TemporaryDirectory()
    let rapport = try SampleShop.openTrained(at: directory.database)
    let active = try rapport.recommender()
    func excluded() throws -> Int {
      try rapport.ruleBook(active).active(at: .now).reduce(0) { $0 + $1.rows.count }
    }
    #expect(try excluded() == 0)
    let added = try rapport.addRule(
      RuleDraft(action: .exclude, target: .init(category: "Coffee")))
    #expect(try excluded() == 10)
    let facts = try rapport.productFacts(active)
    #expect(facts.row(of: Product.ID("p18")).map { facts.available[$0] } == false)
    let effect = EffectAnswer(
      .buried(rule: added.rule.id), rules: try rapport.ruleBook(active))
    #expect(effect.text == "put last by rule 1 (exclude category \"Coffee\")")
    _ = try rapport.removeRule(added.rule.id)
    #expect(try excluded() == 0)
  }
}
