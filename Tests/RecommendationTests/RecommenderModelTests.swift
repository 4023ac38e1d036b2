import Domain
import Features
import Testing

@testable import Recommendation

@Suite struct RecommenderModelTests {
  @Test(arguments: [Int64(0), 7, 14, 15, 29])
  func `the reasons of a product sum to its score`(customer: Int64) throws {
    let model = try Tastes.model.get()
    let list = model.recommend(
      history: Tastes.history(customer, model),
      request: RecommendationRequest(options: SteeringOptions(limit: 12), explains: true))
    #expect(list.items.count == 12)
    #expect(list.fallback == nil)
    for item in list.items {
      let sum = item.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - item.score) < 1e-4, "product \(item.product)")
      let shares = item.reasons.reduce(0) { $0 + $1.share }
      #expect(item.score == 0 || abs(shares - 1) < 1e-3)
      #expect(item.reasons.map(\.contribution) == item.reasons.map(\.contribution).sorted(by: >))
    }
    #expect(list.items.map(\.score) == list.items.map(\.score).sorted(by: >))
  }

  @Test func `reasons are given only when asked for`() throws {
    let model = try Tastes.model.get()
    let list = model.recommend(
      history: Tastes.history(3, model), request: RecommendationRequest())
    #expect(list.items.allSatisfy { $0.reasons.isEmpty })
  }

  @Test func `a customer gets the products of people alike`() throws {
    let model = try Tastes.model.get()
    for (bought, rows) in [([Int64(0), 1, 2], 3..<6), ([6, 7, 8], 9..<12)] {
      let list = model.recommend(
        history: Tastes.history(of: bought.map { ($0, .purchase) }, model),
        request: RecommendationRequest(options: SteeringOptions(limit: 3), policy: .exclude))
      #expect(list.items.count { rows.contains($0.product) } >= 2, "\(list.items)")
    }
  }

  @Test func `what the request excludes or does not allow never appears`() throws {
    let model = try Tastes.model.get()
    let history = Tastes.history(0, model)
    let best = model.recommend(
      history: history, request: RecommendationRequest(options: SteeringOptions(limit: 3)))
    let list = model.recommend(
      history: history,
      request: RecommendationRequest(
        options: SteeringOptions(limit: 12), excluded: Set(best.items.map(\.product))))
    #expect(Set(list.items.map(\.product)).isDisjoint(with: best.items.map(\.product)))
    #expect(list.items.count == 9)
    var allowed = [Bool](repeating: false, count: 12)
    allowed[7] = true
    let only = model.recommend(
      history: history,
      request: RecommendationRequest(options: SteeringOptions(limit: 12), allowed: allowed))
    #expect(only.items.map(\.product) == [7])
  }

  @Test func `only new products leaves out what was bought`() throws {
    let model = try Tastes.model.get()
    let history = Tastes.history(of: [(1, .purchase), (2, .view)], model)
    let list = model.recommend(
      history: history,
      request: RecommendationRequest(options: SteeringOptions(limit: 12), policy: .exclude))
    #expect(!list.items.map(\.product).contains(1))
    #expect(list.items.map(\.product).contains(2), "a view is no purchase")
  }

  @Test(arguments: [true, false])
  func `a disliked product is hidden`(hasHistory: Bool) throws {
    let model = try Tastes.model.get()
    let events: [(product: Int64, kind: InteractionKind)] = [(4, .dislike)]
    let history = Tastes.history(of: events + (hasHistory ? [(0, .purchase)] : []), model)
    let list = model.recommend(
      history: history, request: RecommendationRequest(options: SteeringOptions(limit: 12)))
    #expect(!list.items.map(\.product).contains(4))
    #expect(list.items.count == 11)
    #expect((list.fallback == nil) == hasHistory)
  }

  @Test func `without a history the answer is what sells in the country`() throws {
    let model = try Tastes.model.get()
    func list(_ country: String?) -> RecommendationList {
      model.recommend(
        history: Tastes.nothing,
        request: RecommendationRequest(
          options: SteeringOptions(limit: 6), explains: true, country: country))
    }
    #expect(list("DE").fallback == .popularInCountry("DE"))
    #expect(list("DE").items.allSatisfy { $0.product < 6 }, "DE buys the first six only")
    #expect(list("LI").fallback == .popular, "40 purchases say too little of a country")
    #expect(list("XX").fallback == .popular)
    #expect(list(nil).fallback == .popular)
    #expect(list(nil).items.map(\.score).first == 1)
    for item in list(nil).items {
      #expect(item.reasons.map(\.kind) == [.popular])
      #expect(item.reasons.map(\.contribution) == [item.score])
    }
  }

  @Test func `a purchase just made changes the answer without training`() throws {
    let model = try Tastes.model.get()
    let request = RecommendationRequest(
      options: SteeringOptions(limit: 3), policy: .exclude, explains: true)
    let before = model.recommend(
      history: Tastes.history(of: [(0, .purchase)], model), request: request)
    let after = model.recommend(
      history: Tastes.history(of: [(0, .purchase), (9, .purchase), (10, .purchase)], model),
      request: request)
    #expect(before.items.allSatisfy { $0.product < 6 })
    #expect(after.items.contains { $0.product >= 6 })
    #expect(
      after.items.contains { $0.reasons.contains { $0.because == 9 || $0.because == 10 } })
  }

  @Test func `similar products are of the same taste`() throws {
    let model = try Tastes.model.get()
    let similar = model.similar(to: 8, limit: 5)
    #expect(similar.count == 5)
    #expect(!similar.map(\.product).contains(8))
    #expect(similar.allSatisfy { (6..<12).contains($0.product) })
  }
}
