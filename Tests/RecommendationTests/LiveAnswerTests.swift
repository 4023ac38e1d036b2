import Domain
import Engine
import Features
import Testing

@testable import Recommendation

/// What changes an answer without training again.
@Suite struct LiveAnswerTests {
  private func list(
    _ model: RecommenderModel, _ history: CustomerHistory, _ limit: Int = 12,
    policy: PurchasePolicy = .allow
  ) -> RecommendationList {
    model.recommend(
      history: history,
      request: RecommendationRequest(
        options: SteeringOptions(limit: limit), policy: policy, explains: true))
  }

  @Test func `a dislike pushes down what is like it`() throws {
    let model = try Tastes.model.get()
    // How much better the second taste fares than the first, by scores.
    func lead(_ events: [(product: Int64, kind: InteractionKind)]) -> Float {
      let items = list(model, Tastes.history(of: events, model)).items
      func mean(_ rows: [Int]) -> Float {
        let scores = items.filter { rows.contains($0.product) }.map(\.score)
        return scores.reduce(0, +) / Float(scores.count)
      }
      return mean([6, 7, 11]) - mean([0, 2, 3])
    }
    let torn: [(product: Int64, kind: InteractionKind)] = [(1, .purchase), (8, .purchase)]
    #expect(lead(torn + [(9, .dislike), (10, .dislike)]) < lead(torn))
  }

  @Test func `a return takes a purchase out of the answer`() throws {
    let model = try Tastes.model.get()
    let bought = list(model, Tastes.history(of: [(1, .purchase), (8, .purchase)], model))
    let returned = list(
      model, Tastes.history(of: [(1, .purchase), (8, .purchase), (8, .return)], model))
    func place(_ product: Int, _ list: RecommendationList) -> Int {
      list.items.firstIndex { $0.product == product } ?? .max
    }
    #expect(place(8, returned) > place(8, bought))
  }

  @Test func `a product that came after the training is found through its content`() throws {
    var records = ShopRecords()
    for row in 0..<12 {
      records.products[Product.Key(Int64(row))] = Product(
        id: Product.ID("p\(row)"), title: row < 6 ? "dark coffee \(row)" : "garden seeds \(row)")
    }
    let model = try RecommenderTrainer(configuration: .standard, budget: 5, seed: 1)
      .train(on: Tastes.log, records: records)
    let new = Product(id: Product.ID("late"), title: "dark coffee from Peru")
    let grown = model.adding([(key: Product.Key(99), product: new)])
    #expect(grown.products.row(of: Product.Key(99)) == 12)
    let content = try #require(grown.candidate(.content))
    let coffee = try #require(content.scores(for: Tastes.history(0, grown)))
    let garden = try #require(content.scores(for: Tastes.history(20, grown)))
    #expect(coffee.values[12] > 0)
    #expect(coffee.values[12] > 5 * garden.values[12])
    #expect(list(grown, Tastes.history(0, grown), 13).items.count == 13)
    #expect(grown.similar(to: 12, limit: 3).allSatisfy { $0.product < 6 })
    #expect(!grown.similar(to: 12, limit: 3).isEmpty)
  }

  @Test func `rules and repurchases are named among the reasons and sum to the score`() throws {
    let model = try Tastes.model.get()
    let facts = ProductFacts((0..<12).map { Product(id: Product.ID("p\($0)")) })
    let rule = SteeringRule(
      id: 7, action: .boost(factor: 3), target: SteeringRule.Target(product: Product.ID("p9")),
      createdAt: Tastes.start)
    let answer = model.recommend(
      history: Tastes.history(3, model),
      request: RecommendationRequest(
        options: SteeringOptions(limit: 12), policy: .boostDue,
        rules: [ResolvedRule(rule, facts: facts)], explains: true,
        time: model.trainedAsOf.adding(days: 400)))
    for item in answer.items {
      let sum = item.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - item.score) < 1e-4 * max(1, item.score.magnitude))
    }
    let boosted = try #require(answer.items.first { $0.product == 9 })
    #expect(boosted.effects.contains { $0.rule == 7 })
    #expect(boosted.reasons.contains { $0.kind == .rule(7) } || boosted.score == 0)
  }

  @Test func `where customers do not overlap in time their last purchases are held out`() throws {
    // Customer after customer, as a file without times is read.
    var log = InteractionLog()
    for customer in 0..<80 {
      for step in 0..<6 {
        log.append(
          customer: Customer.Key(Int64(customer)),
          product: Product.Key(Int64((customer + step) % 9)),
          kind: .purchase, quantity: 1, value: 1,
          occurredAt: Timestamp(seconds: Tastes.start.seconds + Int64(log.count)))
      }
    }
    let held = try #require(HeldOut(of: log, seed: 1))
    #expect(held.text.hasPrefix("the last purchase of 80"))
    #expect(held.past.count == 400)
    #expect(held.future.count == 80)
    #expect(held.future.products.enumerated().allSatisfy { ($1.rawValue - Int64($0) - 5) % 9 == 0 })
  }

  @Test func `a shop with enough customers learns what to blend and says so`() throws {
    var log = InteractionLog()
    var generator = SplitMix64(seed: 11)
    for day in 0..<120 {
      for customer in 0..<120 where (day + customer) % 9 == 0 {
        let product = Int(generator.next() % 6) + (customer < 60 ? 0 : 6)
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(product)),
          kind: .purchase, quantity: 1, value: 5, occurredAt: Tastes.start.adding(days: day))
      }
    }
    let model = try RecommenderTrainer(configuration: .standard, budget: 5, seed: 1).train(on: log)
    #expect(model.record.validationCount == 120)
    #expect(model.record.trials.contains { $0.kind == .rules && $0.isChosen })
    #expect(model.blend.parts.reduce(0) { $0 + $1.any } > 0.999)
    #expect(model.record.blendAny > 0.5)
    #expect(model.record.trials.contains { $0.kind == .sequence }, "small enough to be trained")
    let items = list(model, Tastes.history(of: [(1, .purchase)], model), 3, policy: .exclude).items
    #expect(items.allSatisfy { $0.product < 6 })
  }
}
