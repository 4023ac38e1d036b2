import Domain
import Features
import Testing

@testable import Recommendation

@Suite struct RepurchaseTests {
  private static let start = Timestamp(year: 2025, month: 1, day: 1, hour: 9)

  private func log(_ purchases: [(customer: Int64, product: Int64, day: Int)]) -> InteractionLog {
    var log = InteractionLog()
    for purchase in purchases.sorted(by: { $0.day < $1.day }) {
      log.append(
        customer: Customer.Key(purchase.customer), product: Product.Key(purchase.product),
        kind: .purchase, quantity: 1, value: 1, occurredAt: Self.start.adding(days: purchase.day))
    }
    return log
  }

  private func intervals(
    _ purchases: [(customer: Int64, product: Int64, day: Int)], lastDay: Int = 1000
  ) -> [Float] {
    RepurchaseIntervals(
      of: log(purchases), products: Vocabulary((0..<4).map { Product.Key($0) }),
      categories: ["Tea", "Tea", "Cups", nil], asOf: Self.start.adding(days: lastDay)
    ).days
  }

  @Test func `the median of a product, else of its category, else of all`() {
    var purchases: [(customer: Int64, product: Int64, day: Int)] = []
    // Gaps of product 0: 10 four times, 30 twice; of product 2: 100 once.
    for customer in Int64(0)..<2 {
      for day in [0, 10, 20, 50] { purchases.append((customer, 0, day)) }
    }
    purchases += [(0, 2, 0), (0, 2, 100)]
    #expect(intervals(purchases) == [10, 10, 10, 10])
    // Six gaps of 40 make all known gaps 10, 10, 10, 10, 30, 30, 40 × 6, 100.
    for customer in Int64(0)..<6 { purchases += [(customer, 3, 0), (customer, 3, 40)] }
    #expect(intervals(purchases) == [10, 10, 40, 40])
  }

  @Test func `two purchases on one day are one, and later events do not count`() {
    let purchases = [
      (customer: Int64(0), product: Int64(0), day: 0), (0, 0, 0), (0, 0, 7), (0, 0, 9),
    ]
    #expect(intervals(purchases, lastDay: 8) == [7, 7, 7, 7])
    #expect(intervals([(0, 0, 0), (0, 0, 0), (1, 0, 5)]).allSatisfy { $0.isNaN })
  }

  @Test func `nothing before the interval, double at it, then fading`() {
    #expect(repurchaseDue(daysSince: 29.9, usualInterval: 30) == 1)
    #expect(repurchaseDue(daysSince: 30, usualInterval: 30) == 2)
    #expect(repurchaseDue(daysSince: 60, usualInterval: 30) == 1.5)
    #expect(repurchaseDue(daysSince: 90, usualInterval: 30) == 1.25)
    for (days, interval) in [(Float.nan, Float(30)), (30, .nan), (30, 0), (.infinity, 30)] {
      #expect(repurchaseDue(daysSince: days, usualInterval: interval) == 1)
    }
  }

  @Test func `only what is due has a factor`() {
    let intervals = RepurchaseIntervals(days: [10, 20, .nan])
    let factors = intervals.factors(
      of: [0, 1, 2].map { (row: $0, lastAt: Self.start) }, at: Self.start.adding(days: 10))
    #expect(factors == [0: 2])
  }
}
