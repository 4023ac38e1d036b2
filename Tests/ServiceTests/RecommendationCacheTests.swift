import Domain
import Recommendation
import TestSupport
import Testing

@testable import Service

@Suite struct RecommendationCacheTests {
  private func answer(_ model: String) -> RecommendationAnswer {
    RecommendationAnswer(
      customerId: "a", items: [], model: model, recommendationId: nil, fallback: nil)
  }

  private func basis(limit: Int = 10, reading: Int = 1) -> RecommendationCache.Basis {
    RecommendationCache.Basis(
      options: RecommendationOptions(limit: limit), reading: reading, catalogueGeneration: 1,
      ruleGeneration: 1)
  }

  @Test func `a list is given again to who asks the same of the same`() {
    let cache = RecommendationCache()
    cache.keep(answer("m"), for: "a", basis(), since: cache.mark("a"))
    #expect(cache.answer(for: "a", basis())?.model == "m")
    #expect(cache.answer(for: "a", basis(limit: 9)) == nil)
    #expect(cache.answer(for: "a", basis(reading: 2)) == nil)
    #expect(cache.answer(for: "b", basis()) == nil)
    cache.forget("a")
    #expect(cache.answer(for: "a", basis()) == nil)
  }

  @Test func `a list of records that changed meanwhile is not kept`() {
    let cache = RecommendationCache()
    let mark = cache.mark("a")
    cache.forget("a")
    cache.keep(answer("m"), for: "a", basis(), since: mark)
    #expect(cache.answer(for: "a", basis()) == nil)
    let second = cache.mark("a")
    cache.forgetAll()
    cache.keep(answer("m"), for: "a", basis(), since: second)
    #expect(cache.answer(for: "a", basis()) == nil)
  }

  @Test func `no more lists are kept than there is room for`() {
    let cache = RecommendationCache()
    let names = (0..<50_000).map { "c\($0)" }
    for name in names { cache.keep(answer("m"), for: name, basis(), since: cache.mark(name)) }
    let kept = names.count { cache.answer(for: $0, basis()) != nil }
    #expect(kept <= 64 * 256 && kept > 64 * 64)
  }

  @Test func `lists made at once do not end at once`() {
    let lifetimes = (0..<1000).map { RecommendationCache.lifetime(for: "c\($0)") }
    let (least, most) = (Duration.seconds(30), Duration.seconds(60))
    #expect(lifetimes.allSatisfy { $0 >= least && $0 <= most })
    // Of each second's width in the half minute no more than twice its share ends.
    let seconds = Dictionary(grouping: lifetimes) { $0.components.seconds }
    #expect(seconds.values.allSatisfy { $0.count < 2 * 1000 / 30 })
  }

  @Test func `what a customer does counts in the next list`() throws {
    let directory = TemporaryDirectory()
    let rapport = try SampleShop.openTrained(at: directory.database)
    let options = RecommendationOptions(bought: .exclude, isTracked: true)
    let first = try rapport.recommend(customer: "k05", options: options)
    let again = try rapport.recommend(customer: "k05", options: options)
    #expect(first.items.map(\.productId) == again.items.map(\.productId))
    #expect(first.recommendationId != again.recommendationId)
    let bought = try #require(first.items.first?.productId)
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID("k05"), product: Product.ID(bought), kind: .purchase, quantity: 1,
        value: 1, occurredAt: Timestamp(seconds: 1_760_000_000), eventID: nil)
    ])
    let after = try rapport.recommend(customer: "k05", options: options)
    #expect(!after.items.map(\.productId).contains(bought))
  }
}
