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
    return builder.history(in: log, asOf: now).items
  }

  @Test func `an event weighs half after the half-life`() throws {
    let item = try #require(history([(20, .purchase, 30), (20, .purchase, 0)]).first)
    #expect(item.product == 1)
    #expect(abs(item.confidence - 1.5) < 1e-6)
    #expect(abs(item.ownPurchases - (1 + 0.707_106_8)) < 1e-5)
    #expect(item.purchaseCount == 2)
    #expect(item.strongestKind == .purchase)
  }

  @Test func `a return takes back a purchase and a dislike speaks against a product`() {
    let taken = history([(10, .purchase, 5), (10, .return, 5)])
    #expect(taken.first?.confidence == 0)
    #expect(taken.first?.ownPurchases == 0)
    let early = history([(10, .return, 5), (10, .purchase, 5)])
    #expect(early.first?.ownPurchases ?? 0 > 0.9, "what is returned first is no debt")
    #expect(history([(10, .dislike, 0)]).first?.confidence == -1)
    #expect(history([(10, .return, 0), (10, .view, 0)]).first?.confidence ?? 0 < -0.8)
  }

  private let basket: [(Int64, InteractionKind, Int)] = [
    (10, .purchase, 9), (20, .purchase, 5), (30, .purchase, 5), (40, .view, 1),
  ]

  @Test func `products of one basket have the same number of newer ones`() {
    let wide = HistoryBuilder(
      products: Vocabulary([10, 20, 30, 40].map { Product.Key($0) }),
      weights: InteractionWeights(), ownHalfLifeDays: 60)
    var log = InteractionLog()
    for (product, kind, days) in basket {
      log.append(
        customer: Customer.Key(1), product: Product.Key(product), kind: kind, quantity: 1,
        value: 0, occurredAt: now.adding(days: -days))
    }
    let history = wide.history(in: log, asOf: now)
    #expect(history.items.map(\.newerProducts) == [3, 1, 1, 0])
    #expect(history.sequence == [0, 1, 2, 3])
    #expect(history.index(of: 2) == 2)
    #expect(history.index(of: 7) == nil)
  }

  @Test func `products unknown to the vocabulary are passed over and dislikes are marked`() {
    let items = history([(99, .purchase, 1), (10, .dislike, 1)])
    #expect(items.count == 1)
    #expect(items.first?.isDisliked == true)
  }
}
