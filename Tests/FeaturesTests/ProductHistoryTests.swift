import Domain
import Testing

@testable import Features

@Suite struct ProductHistoryTests {
  private let now = Timestamp(year: 2024, month: 7, day: 1)
  private let builder = HistoryBuilder(
    products: Vocabulary([Product.Key(10), Product.Key(20)]),
    weights: InteractionWeights(view: 0.1, purchase: 1, halfLifeDays: 30), ownHalfLifeDays: 60)

  private func history(_ events: [(Int64, InteractionKind, Int)]) -> [ProductHistory] {
    var log = InteractionLog()
    for (product, kind, daysBefore) in events {
      log.append(
        customer: Customer.Key(1), product: Product.Key(product), kind: kind, quantity: 1,
        value: 0, occurredAt: now.adding(days: -daysBefore))
    }
    return builder.history(in: log, asOf: now)
  }

  @Test func `an event weighs half after the half-life`() throws {
    let item = try #require(history([(20, .purchase, 30), (20, .purchase, 0)]).first)
    #expect(item.product == 1)
    #expect(abs(item.confidence - 1.5) < 1e-6)
    #expect(abs(item.ownPurchases - (1 + 0.707_106_8)) < 1e-5)
    #expect(item.purchaseCount == 2)
    #expect(item.strongestKind == .purchase)
  }

  @Test func `a return takes back a purchase but never goes below zero`() {
    let taken = history([(10, .purchase, 5), (10, .return, 5)])
    #expect(taken.first?.confidence == 0)
    let more = history([(10, .return, 5), (10, .view, 0)])
    #expect(more.first?.confidence == 0)
    #expect(more.first?.ownPurchases == 0)
  }

  @Test func `products unknown to the vocabulary are passed over and dislikes are marked`() {
    let items = history([(99, .purchase, 1), (10, .dislike, 1)])
    #expect(items.count == 1)
    #expect(items.first?.isDisliked == true)
  }
}
