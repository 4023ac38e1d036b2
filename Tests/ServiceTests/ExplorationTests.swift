import Domain
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Service

/// What a list takes from what was shown, and from the day on which it is asked for.
@Suite struct ExplorationTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let clock = TestClock(Timestamp(year: 2025, month: 10, day: 28, hour: 12))

  init() throws {
    let clock = clock
    rapport = Rapport(store: try SampleShop.openTrained(at: directory.database).store) { clock.now }
  }

  private func show(_ products: [String], times: Int, at time: Timestamp) throws {
    try rapport.store.write { writer in
      for id in products {
        let product = try #require(try writer.existingProductKey(for: Product.ID(id)))
        for _ in 0..<times {
          _ = try writer.insert(
            Exposure(
              product: product, group: Exposure.Group(kind: .recommender, version: 1),
              shownAt: time))
        }
      }
    }
  }

  private func explored(by customer: String) throws -> [String] {
    try rapport.recommend(
      customer: customer, options: RecommendationOptions(limit: 6, exploration: 1)
    ).items.filter { $0.effects?.contains { $0.kind == "explored" } ?? false }.map(\.productId)
  }

  @Test func `products that were shown little are explored first`() throws {
    // Nobody has met p20.
    let rare = ["p03", "p06", "p13", "p16", "p20"]
    let often = (0..<20).map { "p\($0 < 10 ? "0" : "")\($0)" }.filter { !rare.contains($0) }
    try show(often, times: 500, at: clock.now.adding(days: -2))
    for customer in ["k01", "k02", "k31"] {
      let found = try explored(by: customer)
      #expect(found.count == 5 && found.prefix(3).allSatisfy(rare.contains), "\(found)")
    }
  }

  @Test func `what is shown today counts from tomorrow on, and for thirty days`() throws {
    let products = try rapport.recommender().model.products
    func counts() throws -> Float {
      try rapport.impressions(of: products, before: clock.now).reduce(0, +)
    }
    try show(["p01", "p02"], times: 3, at: clock.now)
    #expect(try counts() == 0)
    clock.now = clock.now.adding(days: 1)
    #expect(try counts() == 6)
    clock.now = clock.now.adding(days: 29)
    #expect(try counts() == 6)
    clock.now = clock.now.adding(days: 1)
    #expect(try counts() == 0)
  }

  @Test func `what is due is judged on the day of the question`() throws {
    func due() throws -> Int {
      try (0..<60).reduce(0) { sum, number in
        let list = try rapport.recommend(
          customer: "k\(number < 10 ? "0" : "")\(number)",
          options: RecommendationOptions(limit: 20, bought: .boostDue))
        return sum
          + list.items.count { $0.effects?.contains { $0.kind == "repurchase due" } ?? false }
      }
    }
    let before = try due()
    clock.now = clock.now.adding(days: 400)
    rapport.lists.forgetAll()
    #expect(try due() != before)
  }
}
