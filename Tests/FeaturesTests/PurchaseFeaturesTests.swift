import Domain
import Testing

@testable import Features

@Suite struct PurchaseFeaturesTests {
  private let cutoff = Timestamp(year: 2024, month: 7, day: 1)

  private func log(_ events: [(Int64, InteractionKind, Int, Float)]) -> InteractionLog {
    var log = InteractionLog()
    for (customer, kind, daysBefore, value) in events {
      log.append(
        customer: Customer.Key(customer), product: Product.Key(1), kind: kind, quantity: 1,
        value: value, occurredAt: cutoff.adding(days: -daysBefore))
    }
    return log
  }

  @Test func `recency, frequency and monetary value are those of the cut-off date`() throws {
    let table = try PurchaseFeatures.table(
      of: log([
        (7, .purchase, 100, 10), (7, .purchase, 100, 5), (7, .purchase, 60, 20),
        (7, .return, 50, 4),
        (7, .view, 3, 0), (7, .purchase, 20, 30), (9, .view, 1, 0),
      ]), cutoff: cutoff)
    #expect(table.customers == [Customer.Key(7)], "a customer without a purchase has no features")
    func value(_ name: String) -> Float? {
      table.numeric.first { $0.name == name }?.values.first
    }
    #expect(value("recency_days") == 20)
    #expect(value("frequency") == 3)
    #expect(value("tenure_days") == 100)
    #expect(value("monetary") == 61)
    #expect(value("average_gap_days") == 40)
    #expect(value("recency_over_gap") == 0.5)
    #expect(value("orders_last_30_days") == 1)
    #expect(value("orders_last_90_days") == 2)
    #expect(value("spend_last_90_days") == 46)
    #expect(value("returns") == 1)
    #expect(value("views_last_30_days") == 1)
  }

  @Test(arguments: [0, -1])
  func `a row dated at or after the cut-off stops the run`(daysBefore: Int) {
    #expect(throws: FeatureError.self) {
      try PurchaseFeatures.table(of: log([(1, .purchase, daysBefore, 1)]), cutoff: cutoff)
    }
  }
}
