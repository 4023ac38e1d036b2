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
    for key in ["costs", "differences", "search", "bytes", "figures"] {
      #expect(!json.contains("\"\(key)\""), "\(key)")
    }
  }

  @Test func `figures are data`() throws {
    let axis = FigureAxis("share", format: .percent, bounds: 0...1)
    let contents: [(Figure.Content, String)] = [
      (
        .lines(
          LineChart(
            x: axis, y: FigureAxis("y"),
            lines: [
              .init(name: "a", points: [.init(x: 0, y: .nan, low: 1, high: 2)], style: .steps)
            ])),
        #""kind":"lines","lines":[{"name":"a","points":[{"high":2,"low":1,"x":0,"y":null}],"#
          + #""style":"steps"}]"#
      ),
      (
        .bars(
          BarChart(
            label: "l", categories: ["c"], y: axis,
            series: [.init(name: "s", values: [1], intervals: [0...2])])),
        #""series":[{"high":[2],"low":[0],"name":"s","values":[1]}]"#
      ),
      (
        .grid(
          GridChart(
            xLabel: "x", columns: ["c"], yLabel: "y", rows: ["r"], values: [[nil]], unit: "u")),
        #""unit":"u","values":[[null]],"x_label":"x","y_label":"y""#
      ),
      (
        .intervals(
          IntervalChart(
            axis: axis, rows: [.init(name: "r", metric: Metric(value: 1, low: 0, high: 2))])),
        #""axis":{"format":"percent","high":1,"label":"share","low":0},"group":"g","#
          + #""kind":"intervals""#
      ),
      (
        .table(
          FigureTable(
            columns: ["a", "b"],
            rows: [[.text("t"), .percent(0.5)], [.number(2, decimals: 0), .none]]
          )),
        #""columns":["a","b"],"group":"g","kind":"table","name":"n","rows":[["t",0.5],[2,null]]"#
      ),
    ]
    for (content, part) in contents {
      let report = EvaluationReport(
        task: "churn", protocol: "", trainCount: 0, testCount: 0, metrics: [:], models: [],
        seconds: EvaluationReport.Seconds(train: 0, predict: 0),
        figures: [
          Figure(name: "n", title: "t", sentence: "s", content: content, group: "g")
        ])
      let json = String(decoding: try JSONText.encode(ReportAnswer(report)), as: UTF8.self)
      #expect(json.contains(part), "\(part) in \(json)")
    }
  }
}
