import Domain
import Evaluation
import Features
import Testing

@testable import Recommendation

@Suite struct TimeSplitTests {
  @Test func `the past ends where the future begins`() throws {
    let split = try #require(TimeSplit(of: Tastes.log))
    #expect(split.days == 32, "16 % of 200 days")
    let past = split.past(of: Tastes.log)
    #expect(past.occurredAt.allSatisfy { $0 < split.cutoff })
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: past, countries: [:])
    let (histories, relevant) = split.cases(of: Tastes.log, model: model)
    #expect(histories.count == 30)
    #expect(relevant.count == 30)
    #expect(histories.allSatisfy { $0.allSatisfy { $0.lastAt < split.cutoff } })
  }

  @Test func `a product that only the future knows counts as missed`() throws {
    var log = Tastes.log
    let end = try #require(log.occurredAt.last)
    log.append(
      customer: Customer.Key(0), product: Product.Key(77), kind: .purchase, quantity: 1, value: 1,
      occurredAt: end)
    let split = try #require(TimeSplit(of: log))
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: split.past(of: log), countries: [:])
    #expect(split.cases(of: log, model: model).relevant[0].contains(-78))
  }

  @Test func `an evaluation gives figures for the blend and each part`() throws {
    let report = try RecommenderEvaluation.evaluate(
      log: Tastes.log, countries: [:], configuration: .standard, split: nil, seed: 1)
    #expect(report.testCount == 30)
    let ndcg = try #require(report.metrics["ndcg@10"])
    #expect((0...1).contains(ndcg.value))
    #expect(ndcg.low <= ndcg.value && ndcg.value <= ndcg.high)
    #expect(
      report.models.map(\.name) == ["popularity", "own purchases", "matrix factorisation"])
  }
}
