import Domain
import Engine
import Features
import Testing

@testable import Recommendation

@Suite struct RecommenderTrainingTests {
  @Test func `the same seed gives the same bytes`() throws {
    let first = try Tastes.train(seed: 5).checkpoint().encoded()
    #expect(try Tastes.train(seed: 5).checkpoint().encoded() == first)
    #expect(try Tastes.train(seed: 6).checkpoint().encoded() != first)
  }

  @Test func `a stored model answers as the one that was trained`() throws {
    let model = try Tastes.model.get()
    let restored = try RecommenderModel(
      checkpoint: Checkpoint(decoding: model.checkpoint().encoded()))
    #expect(restored.trainedAsOf == model.trainedAsOf)
    #expect(restored.blend == model.blend)
    let request = RecommendationRequest(
      options: SteeringOptions(limit: 12), explains: true, country: "DE")
    for customer in [Int64(0), 12, 20] {
      let one = model.recommend(history: Tastes.history(customer, model), request: request)
      let two = restored.recommend(history: Tastes.history(customer, restored), request: request)
      #expect(one.items.map(\.product) == two.items.map(\.product))
      #expect(one.items.map(\.score) == two.items.map(\.score))
      #expect(one.items.map(\.reasons) == two.items.map(\.reasons))
    }
    let popular = restored.recommend(history: Tastes.nothing, request: request)
    #expect(popular.fallback == .popularInCountry("DE"))
  }

  @Test func `a checkpoint of another kind or without a part is refused`() throws {
    #expect(throws: RecommendationError.self) {
      try RecommenderModel(checkpoint: Checkpoint(kind: "churn"))
    }
    for part in ["factorisation.item_factors", "popularity", "country_popularity", "intervals"] {
      var checkpoint = try Tastes.model.get().checkpoint()
      checkpoint.tensors[part] = nil
      #expect(throws: RecommendationError.self) { try RecommenderModel(checkpoint: checkpoint) }
    }
  }

  @Test(arguments: [InteractionKind.purchase, .view, .cart, .like])
  func `one customer and one product train`(kind: InteractionKind) throws {
    var log = InteractionLog()
    log.append(
      customer: Customer.Key(1), product: Product.Key(1), kind: kind, quantity: 1, value: 1,
      occurredAt: Tastes.start)
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: log)
    let history = model.historyBuilder.history(in: log, asOf: model.trainedAsOf)
    let list = model.recommend(
      history: history, request: RecommendationRequest(explains: true))
    #expect(list.items.count == 1)
    #expect(list.items.allSatisfy { $0.score.isFinite })
    #expect(model.similar(to: 0, limit: 5).isEmpty)
  }

  private func log(_ events: [(day: Int, kind: InteractionKind)]) -> InteractionLog {
    var log = InteractionLog()
    for event in events {
      log.append(
        customer: Customer.Key(1), product: Product.Key(1), kind: event.kind, quantity: 1,
        value: 1, occurredAt: Tastes.start.adding(days: event.day))
    }
    return log
  }

  @Test(arguments: [InteractionKind.dislike, .return, .rating])
  func `interactions that nobody liked are nothing to learn from`(kind: InteractionKind) throws {
    let trainer = RecommenderTrainer(configuration: .standard, seed: 1)
    do {
      _ = try trainer.train(on: log([(0, kind)]))
      Issue.record("it trained")
    } catch {
      #expect(error.code == .noData)
      #expect(error.description.contains("purchases"))
    }
  }

  @Test func `a beginning that holds nothing liked does not end the training`() throws {
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: log([(0, .dislike), (1, .return), (999, .purchase)]))
    #expect(model.blend == .unlearned(model.candidates.map(\.kind)))
  }

  @Test func `nothing to learn from is an error that says what to import`() throws {
    let trainer = RecommenderTrainer(configuration: .standard, seed: 1)
    do {
      _ = try trainer.train(on: InteractionLog())
      Issue.record("an empty log trained")
    } catch {
      #expect(error.code == .noData)
      #expect(error.description.contains("rapport import interactions"))
    }
  }

  @Test func `a training that is stopped says so`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let trainer = RecommenderTrainer(
      configuration: .standard, seed: 1, cancellation: cancellation)
    do {
      _ = try trainer.train(on: Tastes.log)
      Issue.record("it trained on")
    } catch {
      #expect(error.code == .cancelled)
    }
  }
}
