import Evaluation
import Terminal
import Testing

@testable import rapport

@Suite struct EvaluationTextTests {
  private static let measures = [
    "hr@10", "ndcg@10", "recall@10", "precision@10", "mrr@10", "map@10", "hr@10_new",
    "ndcg@10_new", "novelty@10", "diversity@10", "popularity_bias@10", "full_lists@10",
    "coverage@10", "gini@10",
  ]

  private static func metrics(_ shift: Double) -> MetricList {
    MetricList(
      entries: measures.map { name in
        (name, Metric(value: 0.4 - shift, low: 0.38 - shift, high: 0.42 - shift))
      })
  }

  private static func model(_ name: String, _ shift: Double) -> EvaluationReport.Model {
    EvaluationReport.Model(
      name: name, metrics: metrics(shift),
      differences: measures.prefix(12).map {
        .init(
          metric: $0,
          PairedDifference(
            metric: Metric(value: shift, low: shift - 0.01, high: shift + 0.01), p: 0.002,
            cases: 1777))
      }, seconds: EvaluationReport.Seconds(train: 12 * shift, predict: shift), bytes: 46_000_000)
  }

  private let full = EvaluationReport(
    task: "recommender", protocol: "leave last out", trainCount: 981_504, testCount: 6040,
    metrics: metrics(0),
    models: [
      "popularity", "trending", "own purchases", "item-to-item", "matrix factorisation", "EASE",
      "sequential rules", "transformer",
    ].enumerated().map { model($1, 0.1 - Double($0) / 100) },
    seconds: EvaluationReport.Seconds(train: 23, predict: 2), bytes: 120_000_000,
    search: [
      .init(
        model: "EASE", setting: "regularisation 300, half-life 3 events", metric: "ndcg@10",
        value: 0.1328, isChosen: true),
      .init(
        model: "EASE", setting: "regularisation 1000, half-life 3 events", metric: "ndcg@10",
        value: 0.1299, isChosen: false),
    ])

  @Test func `the verdict compares with the simple model of the kind`() {
    #expect(
      EvaluationText.verdict(on: full)
        == "Better than popularity: NDCG@10 0.400 against 0.300, +0.100 [+0.090, +0.110].")
    var even = full
    even.models = [Self.model("popularity", 0.005)]
    #expect(EvaluationText.verdict(on: even)?.hasPrefix("Not surely better than") == true)
    even.models = [Self.model("popularity", -0.2)]
    #expect(EvaluationText.verdict(on: even)?.hasPrefix("Worse than popularity") == true)
    even.models = []
    #expect(EvaluationText.verdict(on: even) == nil)
  }

  @Test func `the legend explains each list once`() {
    let legend = EvaluationText.legend(of: full)
    #expect(legend.count { $0.hasPrefix("ndcg") } == 1)
    #expect(legend.contains("coverage: share of the catalogue shown to anybody."))
  }

  @Test(arguments: [80, 100, 120])
  func `many models fit the width, with nothing cut`(width: Int) {
    let text = EvaluationText(full, width: width).sections
    let tables = text.map { $0.table.rendered() }
    for line in tables.joined().split(separator: "\n") {
      #expect(displayWidth(String(line)) <= width, "\(line)")
    }
    for name in Self.measures {
      // Once with its interval, once among the values of each alone.
      #expect(text.count { $0.table.columns.contains { $0.title == name } } >= 1, "\(name)")
      #expect(tables[0].contains(name))
    }
    #expect(tables.joined().contains("+0.1000 [+0.0900, +0.1100] p 0.002"))
  }

  @Test func `the settings tried say which was chosen`() {
    let text = EvaluationText(full, width: 100).sections.last?.table.rendered() ?? ""
    #expect(
      text == """
        model  setting                                  ndcg@10
        EASE   regularisation 300, half-life 3 events    0.1328  chosen
        EASE   regularisation 1000, half-life 3 events   0.1299

        """)
  }

  @Test func `few models stand beside each other with their intervals`() {
    let few = EvaluationReport(
      task: "churn", protocol: "five folds", trainCount: 80, testCount: 20,
      metrics: ["auc": Metric(value: 0.84, low: 0.8, high: 0.88)],
      models: [.init(name: "recency", metrics: ["auc": Metric(value: 0.7, low: 0.7, high: 0.7)])],
      seconds: EvaluationReport.Seconds(train: 1, predict: 0))
    let sections = EvaluationText(few, width: 100).sections
    #expect(sections.count == 1)
    #expect(
      sections[0].table.rendered() == """
        metric  in use                   recency
        auc     0.8400 [0.8000, 0.8800]  0.7000

        """)
  }

  @Test func `tables and bars are printed, curves said, groups left to the page`() {
    let curve = Figure.Content.lines(
      LineChart(x: FigureAxis("x"), y: FigureAxis("y"), lines: []))
    let texts = EvaluationText.texts(of: [
      Figure(name: "roc", title: "ROC", sentence: "It bends.", content: curve),
      Figure(
        name: "lift", title: "Lift", sentence: "It falls.",
        content: .bars(
          BarChart(
            label: "decile", categories: (1...30).map(String.init), y: FigureAxis("lift"),
            series: [.init(name: "lift", values: (1...30).map { 3 / Double($0) })]))),
      Figure(
        name: "groups", title: "Groups", sentence: "Alike.",
        content: .table(
          FigureTable(
            columns: ["country", "selected", "ECE"],
            rows: [[.text("DE"), .percent(0.25), .number(0.0213, decimals: 3)], [.text("UK")]]))),
      Figure(
        name: "texts", title: "Texts", sentence: "Many.",
        content: .table(
          FigureTable(columns: ["text"], rows: (1...9).map { [.text("\($0)")] }, shortCount: 4))),
      Figure(name: "shape", title: "Shape", sentence: "Flat.", content: curve, group: "Shapes"),
    ])
    #expect(
      texts.map(\.words) == [
        "ROC: It bends.", "Lift: It falls. The first 25 of 30 rows:", "Groups: Alike.",
        "Texts: Many. The first 4 of 9 rows:",
      ])
    #expect(texts.map { $0.table?.rows.count } == [nil, 25, 2, 4])
    #expect(
      texts[2].table?.rendered() == """
        country  selected    ECE
        DE          25.0%  0.021
        UK

        """)
  }
}
