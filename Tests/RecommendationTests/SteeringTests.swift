import Domain
import Testing

@testable import Recommendation

/// Rules over ten products of descending scores 10, 9, … 1.
@Suite struct SteeringTests {
  private let scores: [Float] = (0..<10).map { Float(10 - $0) }
  private let facts = ProductFacts(
    (0..<10).map { row in
      Product(
        id: Product.ID("p\(row)"), category: row < 5 ? "low" : "high", price: Double(row),
        attributes: ["colour": .text(row % 2 == 0 ? "red" : "blue"), "size": .number(3)])
    })

  private func apply(
    _ rules: [SteeringRule], eligible: [Bool]? = nil, options: SteeringOptions = .init()
  ) -> [SteeredItem] {
    Steering.apply(
      scores: scores, eligible: eligible ?? facts.available,
      rules: RuleBook(rules, facts: facts).active(at: Self.noon), options: options)
  }

  private static let noon = Timestamp(year: 2025, month: 6, day: 1, hour: 12)

  private func rule(
    _ id: Int, _ action: SteeringRule.Action, _ target: SteeringRule.Target
  ) -> SteeringRule {
    SteeringRule(id: id, action: action, target: target, createdAt: Self.noon)
  }

  private func product(_ row: Int) -> SteeringRule.Target {
    SteeringRule.Target(product: Product.ID("p\(row)"))
  }

  @Test func `without rules the order is that of the scores and nothing is named`() {
    let items = apply([])
    #expect(items.map(\.row) == Array(0..<10))
    #expect(items.allSatisfy { $0.effects.isEmpty && $0.score == scores[$0.row] })
  }

  @Test func `a boost adds a term that the score holds`() throws {
    let items = apply([
      rule(1, .boost(factor: 1.5), SteeringRule.Target(category: "high")),
      rule(2, .boost(factor: 2), product(9)),
    ])
    #expect(items.map(\.row) == [0, 1, 2, 5, 3, 4, 6, 7, 8, 9])
    let last = try #require(items.first { $0.row == 9 })
    #expect(last.effects == [.boosted(rule: 1, term: 0.5), .boosted(rule: 2, term: 1.5)])
    #expect(last.score == 3)
    #expect(items.allSatisfy { $0.score == $0.effects.reduce(scores[$0.row]) { $0 + $1.term } })
  }

  @Test func `a boost raises scores below zero and a factor below 1 lowers them`() {
    func order(_ factor: Double) -> [SteeredItem] {
      Steering.apply(
        scores: [-1, -2], eligible: [true, true],
        rules: [ResolvedRule(rule(1, .boost(factor: factor), product(1)), facts: facts)])
    }
    #expect(order(1.75).map(\.row) == [1, 0])
    #expect(order(1.75)[0].score == -0.5)
    #expect(order(0.5).map(\.score) == [-1, -3])
  }

  @Test func `a pin takes its place and what stood there moves on`() {
    let items = apply([rule(1, .pin(position: 3), product(8))])
    #expect(items.map(\.row) == [0, 1, 8, 2, 3, 4, 5, 6, 7, 9])
    #expect(items[2].effects == [.pinned(rule: 1, position: 3)])
    #expect(items[2].score == scores[8])
  }

  @Test func `of two pins at one place the older rule wins and the other comes next`() {
    let items = apply([
      rule(2, .pin(position: 1), product(5)), rule(1, .pin(position: 1), product(9)),
      rule(3, .pin(position: 2), product(7)),
    ])
    #expect(items.prefix(4).map(\.row) == [9, 5, 7, 0])
  }

  @Test func `a pin behind the end of the list comes last`() {
    let items = apply([
      rule(1, .pin(position: 90), product(0)), rule(2, .pin(position: 50), product(1)),
    ])
    #expect(items.map(\.row) == [2, 3, 4, 5, 6, 7, 8, 9, 1, 0])
    #expect(items.last?.effects == [.pinned(rule: 1, position: 10)])
  }

  @Test func `buried products come last, in order, and are not dropped`() {
    let items = apply([rule(1, .bury, SteeringRule.Target(category: "low"))])
    #expect(items.map(\.row) == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4])
    #expect(items[5].effects == [.buried(rule: 1)] && items[5].score == 10)
    let short = apply(
      [rule(1, .bury, SteeringRule.Target(category: "low"))],
      options: SteeringOptions(limit: 5))
    #expect(short.map(\.row) == [5, 6, 7, 8, 9])
  }

  @Test func `exclude beats pin beats bury beats boost`() {
    let all: [SteeringRule.Action] = [.boost(factor: 9), .bury, .pin(position: 1), .exclude]
    for count in 1...all.count {
      let items = apply(all.prefix(count).enumerated().map { rule($0 + 1, $1, product(5)) })
      let place = items.firstIndex { $0.row == 5 }
      #expect(place == [0, 9, 0, nil][count - 1])
      #expect(items.count == (count == 4 ? 9 : 10))
      if let place { #expect(items[place].effects.map(\.rule) == [count]) }
    }
  }

  @Test func `a pinned product that is not eligible is not shown`() {
    var eligible = facts.available
    eligible[8] = false
    let items = apply([rule(1, .pin(position: 1), product(8))], eligible: eligible)
    #expect(items.map(\.row) == [0, 1, 2, 3, 4, 5, 6, 7, 9])
  }

  @Test func `conditions of a target all hold`() {
    let target = SteeringRule.Target(
      category: "low", attribute: AttributeCondition(name: "colour", value: "red"),
      lowestPrice: 1, highestPrice: 4)
    #expect(facts.rows(of: target) == [2, 4])
    var one = target
    one.product = Product.ID("p2")
    #expect(facts.rows(of: one) == [2])
    one.product = Product.ID("p1")
    #expect(facts.rows(of: one) == [])
    #expect(facts.rows(of: product(11)) == [])
  }

  @Test func `a rule counts from its first moment to before its last, and for its audience`() {
    var timed = rule(1, .exclude, product(0))
    timed.validFrom = Self.noon
    timed.validUntil = Self.noon.adding(days: 1)
    timed.audience = SteeringRule.Audience(
      country: "DE", attribute: AttributeCondition(name: "tier", value: "1"))
    let book = RuleBook([timed], facts: facts)
    func counts(_ seconds: Int64, _ country: String?, _ tier: Double?) -> Bool {
      let attributes = tier.map { ["tier": AttributeValue.number($0)] } ?? [:]
      let time = Timestamp(seconds: Self.noon.seconds + seconds)
      return !book.active(at: time, country: country, attributes: attributes).isEmpty
    }
    #expect(counts(0, "DE", 1) && counts(86_399, "DE", 1))
    #expect(!counts(-1, "DE", 1) && !counts(86_400, "DE", 1))
    #expect(!counts(0, "FR", 1) && !counts(0, nil, 1) && !counts(0, "DE", 2))
    #expect(!counts(0, "DE", nil))
    timed.removedAt = Self.noon
    #expect(RuleBook([timed], facts: facts)[1] == nil)
  }

  @Test func `scores that are not finite are not eligible`() {
    let items = Steering.apply(
      scores: [.nan, 1, .infinity, -.infinity, 2], eligible: [true, true, true, true, true])
    #expect(items.map(\.row) == [4, 1])
  }

  @Test func `limits of nothing and of far too much`() {
    #expect(apply([], options: SteeringOptions(limit: 0)).isEmpty)
    #expect(apply([], options: SteeringOptions(limit: -1, offset: -5)).isEmpty)
    #expect(apply([], options: SteeringOptions(limit: .max, offset: 4)).count == 6)
    #expect(apply([], options: SteeringOptions(limit: .max, offset: .max)).isEmpty)
    #expect(Steering.apply(scores: [], eligible: []).isEmpty)
  }

  @Test func `a due repurchase is raised and named`() {
    let items = Steering.apply(
      scores: [3, 2], eligible: [true, true], repurchases: [1: 2])
    #expect(items.map(\.row) == [1, 0])
    #expect(items[0] == SteeredItem(row: 1, score: 4, effects: [.repurchaseDue(term: 2)]))
  }
}
