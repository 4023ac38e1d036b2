import Domain
import Testing

@testable import Storage

@Suite struct RuleTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private let everything = SteeringRule(
    action: .boost(factor: 1.5),
    target: SteeringRule.Target(
      product: Product.ID("p1"), category: "Tea",
      attribute: AttributeCondition(name: "bio", value: "true"), lowestPrice: 1, highestPrice: 9.5),
    audience: SteeringRule.Audience(
      country: "DE", attribute: AttributeCondition(name: "plan", value: "plus")),
    validFrom: Timestamp(seconds: 10), validUntil: Timestamp(seconds: 20), note: "spring",
    createdAt: Timestamp(seconds: 5), createdBy: "k1")

  @Test func `rules come back as they were, numbered by age`() throws {
    let rules = [
      everything,
      SteeringRule(
        action: .pin(position: 3), target: .init(product: Product.ID("p2")),
        createdAt: Timestamp(seconds: 6)),
      SteeringRule(
        action: .bury, target: .init(category: ""), createdAt: Timestamp(seconds: 6)),
      SteeringRule(
        action: .exclude, target: .init(highestPrice: 0), createdAt: Timestamp(seconds: 4)),
    ]
    let ids = try store.write { writer in try rules.map { try writer.insert($0) } }
    #expect(ids == [1, 2, 3, 4])
    let found = try store.read { try $0.rules() }
    #expect(
      found
        == zip(ids, rules).map { id, rule in
          var rule = rule
          rule.id = id
          return rule
        })
  }

  @Test func `a removed rule stays, is removed once and keeps its number`() throws {
    try store.write { writer in
      let id = try writer.insert(everything)
      #expect(id == 1)
      #expect(try writer.removeRule(1, at: Timestamp(seconds: 7)))
      #expect(try !writer.removeRule(1, at: Timestamp(seconds: 8)))
      #expect(try !writer.removeRule(2, at: Timestamp(seconds: 8)))
      #expect(try writer.insert(everything) == 2)
    }
    #expect(try store.read { try $0.rules().map(\.removedAt) } == [Timestamp(seconds: 7), nil])
  }

  @Test func `what makes no sense is not stored`() {
    for action in [SteeringRule.Action.boost(factor: 0), .boost(factor: -1), .pin(position: 0)] {
      var rule = everything
      rule.action = action
      #expect(code { _ = try store.write { try $0.insert(rule) } } == .constraint)
    }
  }

  @Test func `countries by the number of customers`() throws {
    try store.write { writer in
      for (number, country) in ["FR", "DE", "DE", nil, "AT"].enumerated() {
        try writer.upsert(Customer(id: Customer.ID("c\(number)"), country: country))
      }
    }
    #expect(try store.read { try $0.countries(limit: 2) } == ["DE", "AT"])
  }
}
