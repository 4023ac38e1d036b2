import Domain
import Testing

@testable import Features

/// Rows that customer features refuse.
@Suite struct FeatureScreeningTests {
  private let cutoff = Timestamp(year: 2024, month: 7, day: 1)

  private func events(_ days: [Int]) -> CustomerEvents {
    var events = CustomerEvents(log: InteractionLog())
    for (index, days) in days.enumerated() {
      events.log.append(
        customer: Customer.Key(Int64(40 + index)), product: Product.Key(Int64(70 + index)),
        kind: .purchase, quantity: 1, value: 1, occurredAt: cutoff.adding(days: days))
    }
    return events
  }

  private func error(_ run: () throws -> CustomerTable) -> FeatureError? {
    do {
      _ = try run()
      return nil
    } catch { return error as? FeatureError }
  }

  @Test func `an interaction dated at the cut-off is refused and named`() throws {
    var events = events([-9, -1, 0, 4])
    events.catalogue.entries[Product.Key(72)] = .init(id: Product.ID("mug"))
    let error = try #require(error { try PurchaseFeatures.table(of: events, cutoff: cutoff) })
    #expect(error.code == .leakage)
    #expect(
      error.row
        == FeatureError.Row(
          source: .interaction(2), customer: Customer.Key(42), product: Product.Key(72),
          occurredAt: cutoff, cutoff: cutoff))
    #expect(
      error.description
        == "interaction 3 of the log, a purchase of product mug by the customer with key 42 is "
        + "dated 2024-07-01T00:00:00Z, not before the cut-off 2024-07-01T00:00:00Z: features may "
        + "only use what was known by then")
  }

  @Test func `of several cut-offs the last one refuses`() throws {
    let cutoffs = [-5, 1].map { cutoff.adding(days: $0) }
    #expect(try PurchaseFeatures.tables(of: events([-9, -3, 0]), cutoffs: cutoffs)[0].count == 1)
    #expect(throws: FeatureError.self) {
      try PurchaseFeatures.tables(of: events([-9, -3, 1]), cutoffs: cutoffs)
    }
  }

  @Test func `a support contact dated after the cut-off is refused and named`() throws {
    var events = events([-9])
    events.contacts = [-2, 3].map {
      SupportContact(
        customer: Customer.Key(40), occurredAt: cutoff.adding(days: $0), isUnhappy: false)
    }
    let error = try #require(error { try PurchaseFeatures.table(of: events, cutoff: cutoff) })
    #expect(error.row?.source == .contact(1))
    #expect(error.description.hasPrefix("support contact 2 by the customer with key 40 is dated"))
  }

  @Test func `a customer's own cut-off refuses only that customer's events`() throws {
    let events = events([-9, -2])
    let (first, second) = (Customer.Key(40), Customer.Key(41))
    let early = cutoff.adding(days: -5)
    #expect(
      try PurchaseFeatures.table(of: events, rows: [(first, early), (second, cutoff)]).count == 2)
    let error = try #require(
      error {
        try PurchaseFeatures.table(of: events, rows: [(first, cutoff), (second, early)])
      })
    #expect(error.row?.customer == second && error.row?.cutoff == early)
    #expect(
      try PurchaseFeatures.table(
        of: events.before([second: early]), rows: [(first, cutoff), (second, early)]
      ).count == 2)
  }

  @Test func `money in several currencies is refused with counts and examples`() throws {
    var events = events([-9, -8, -7, -6])
    for (key, currency) in [(70, "EUR"), (71, "usd "), (72, "eur"), (74, "JPY")] {
      events.catalogue.entries[Product.Key(Int64(key))] = .init(
        id: Product.ID("p\(key)"), currency: currency)
    }
    let error = try #require(error { try PurchaseFeatures.table(of: events, cutoff: cutoff) })
    #expect(error.code == .mixedCurrencies)
    #expect(
      error.description.hasPrefix(
        "the products bought are priced in 2 currencies: EUR (2 purchases and returns, such as of "
          + "product p70), USD (1 purchase or return, such as of product p71)."))
    events.log.kinds[1] = .view
    #expect(try PurchaseFeatures.table(of: events, cutoff: cutoff).count == 3)
  }
}
