import Evaluation
import Testing

@testable import Service

@Suite struct ReportAnswerTests {
  private func text(_ models: [EvaluationReport.Model], search: [EvaluationReport.Trial]) throws
    -> String
  {
    let report = EvaluationReport(
      task: "recommender", protocol: "in words", trainCount: 3, testCount: 2,
      metrics: ["ndcg@10": Metric(value: 0.5, low: 0.4, high: .nan)], models: models,
      seconds: EvaluationReport.Seconds(train: 1, predict: 2), search: search)
    return String(decoding: try JSONText.encode(ReportAnswer(report)), as: UTF8.self)
  }

  @Test func `differences, costs and the search stand beside the models`() throws {
    let difference = PairedDifference(
      metric: Metric(value: 0.25, low: 0.125, high: 0.375), p: 0.002, cases: 2)
    let json = try text(
      [
        EvaluationReport.Model(
          name: "EASE", metrics: ["ndcg@10": Metric(value: 0.25, low: 0.25, high: 0.25)],
          differences: [.init(metric: "ndcg@10", difference)],
          seconds: EvaluationReport.Seconds(train: 4, predict: 1), bytes: 46)
      ],
      search: [
        .init(model: "EASE", setting: "λ 300", metric: "ndcg@10", value: 0.25, isChosen: true)
      ])
    for part in [
      #""metrics":{"ndcg@10":{"high":null,"low":0.4,"value":0.5}}"#,
      #""models":{"EASE":{"ndcg@10":{"high":0.25,"low":0.25,"value":0.25}}}"#,
      #""costs":{"EASE":{"bytes":46,"seconds":{"predict":1,"train":4}}}"#,
      #""differences":{"EASE":{"ndcg@10":"#
        + #"{"cases":2,"high":0.375,"low":0.125,"p":0.002,"value":0.25}}}"#,
      #""search":[{"chosen":true,"metric":"ndcg@10","model":"EASE","setting":"λ 300","value":0.25}]"#,
    ] {
      #expect(json.contains(part), "\(part) in \(json)")
    }
  }

  @Test func `a report of models that were not compared has no such parts`() throws {
    let json = try text([.init(name: "recency", metrics: [:])], search: [])
    for key in ["costs", "differences", "search", "bytes"] {
      #expect(!json.contains("\"\(key)\""), "\(key)")
    }
  }
}
