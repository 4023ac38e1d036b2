import Domain
import Testing

@testable import Features

@Suite struct RepurchaseHorizonTests {
  private static let start = Timestamp(year: 2024, month: 1, day: 1)

  /// A log of the days on which each customer bought.
  private func log(_ days: [[Int]]) -> InteractionLog {
    var log = InteractionLog()
    let events = days.enumerated().flatMap { customer, days in days.map { ($0, customer) } }
    for (day, customer) in events.sorted(by: { $0 < $1 }) {
      log.append(
        customer: Customer.Key(Int64(customer)), product: Product.Key(1), kind: .purchase,
        quantity: 1, value: 1, occurredAt: Self.start.adding(days: day))
    }
    return log
  }

  private func horizon(_ days: [[Int]], span: Int) -> RepurchaseHorizon {
    RepurchaseHorizon(of: log(days), asOf: Self.start.adding(days: span))
  }

  @Test func `gaps still open count as longer than they are`() {
    // Gaps of 10, 20 and 40 days ended, one of 15 is open: of 4 gaps a quarter ended
    // by day 10, of the 2 left after day 15 half by day 20, and the last by day 40.
    let gaps = PurchaseGaps(
      of: log([[0, 10, 30, 70], []]), asOf: Self.start.adding(days: 85))
    #expect(gaps.customers == 1 && gaps.returns == 3 && gaps.span == 85)
    #expect(gaps.returnQuantiles([0.25, 0.26, 0.625, 0.63]) == [10, 20, 20, 40])
  }

  @Test func `the horizon is the customary length nearest to four fifths of the returns`() {
    let shop = [Int](1...10).map { gap in [0, gap * 10] } + [[0]]
    let found = horizon(shop, span: 400)
    #expect(found.days == 90 && found.basis == .gaps)
    #expect(
      found.evidence
        == "Of customers who come back after a purchase, 80% do within 80 days, 90% within 90 "
        + "(10 returns of 11 customers in 400 days): the horizon is 90 days.")
  }

  @Test func `purchases of one day are one, and what is not yet known does not count`() {
    var events = log([[0, 20], [0, 20], [0, 0, 20, 300]])
    events.kinds[0] = .view
    let found = RepurchaseHorizon(of: events, asOf: Self.start.adding(days: 200))
    #expect(found.days == 14 || found.days == 30)
    #expect(found.evidence.contains("(2 returns of 3 customers in 200 days)"))
  }

  @Test func `the data limit the horizon, and the sentence says so`() {
    let found = horizon([[0, 80], [0, 80], [0, 70]], span: 100)
    #expect(found.days == 30 && found.basis == .span)
    #expect(
      found.evidence.hasSuffix(
        ": a horizon of 90 days would fit, but needs 270 days of purchases; it is 30 days."))
    let short = horizon([[0, 3], [0, 4]], span: 20)
    #expect(short.days == nil && short.basis == .tooShort)
    #expect(short.evidence.hasSuffix("; even a horizon of 7 days needs 21 days of purchases."))
  }

  @Test func `without returns there is no horizon`() {
    #expect(horizon([], span: 9).basis == .noPurchases)
    #expect(
      horizon([[0], [3]], span: 9).evidence
        == "None of 2 customers bought on a second day in 9 days: whether a customer has left "
        + "cannot be told from purchases.")
    #expect(horizon([[0]], span: 9).basis == .nobodyReturned)
    #expect(horizon([[0, 30, 60]], span: 365).days == 30, "one customer's gaps are gaps")
  }
}
