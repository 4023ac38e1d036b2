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
      .train(on: past)
    let (histories, relevant) = split.cases(of: Tastes.log, builder: model.historyBuilder)
    #expect(histories.count == 30)
    #expect(relevant.count == 30)
    #expect(histories.allSatisfy { $0.items.allSatisfy { $0.lastAt < split.cutoff } })
  }

  @Test func `a product that only the future knows is not relevant`() throws {
    var log = Tastes.log
    let end = try #require(log.occurredAt.last)
    log.append(
      customer: Customer.Key(0), product: Product.Key(77), kind: .purchase, quantity: 1, value: 1,
      occurredAt: end)
    let split = try #require(TimeSplit(of: log))
    let model = try RecommenderTrainer(configuration: .standard, seed: 1)
      .train(on: split.past(of: log))
    let relevant = split.cases(of: log, builder: model.historyBuilder).relevant
    #expect(relevant == split.cases(of: Tastes.log, builder: model.historyBuilder).relevant)
    #expect(relevant.allSatisfy { $0.allSatisfy { (0..<12).contains($0) } })
  }

  @Test func `an evaluation gives figures for the blend and each part`() throws {
    let report = try RecommenderEvaluation.evaluate(
      log: Tastes.log, records: ShopRecords(),
      trainer: RecommenderTrainer(configuration: .standard, keepsAll: true, seed: 1), split: nil)
    #expect(report.testCount == 30)
    let ndcg = try #require(report.metrics["ndcg@10"])
    #expect((0...1).contains(ndcg.value))
    #expect(ndcg.low <= ndcg.value && ndcg.value <= ndcg.high)
    let names = report.models.map(\.name)
    #expect(names.first == "popularity")
    #expect(Set(names).isSuperset(of: ["own purchases", "matrix factorisation"]))
  }
}
