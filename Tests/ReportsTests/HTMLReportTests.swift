import Evaluation
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
  private func page(_ report: EvaluationReport) -> String {
    HTMLReport(report: report, title: "Who will leave", generated: "Made on 2026-11-21").text
  }

  private func page(_ figures: [Figure], notes: [String] = []) -> String {
    page(
      EvaluationReport(
        task: "churn", protocol: "in words", trainCount: 3, testCount: 2,
        metrics: ["auc": Metric(value: 0.75, low: 0.7, high: 0.8)], models: [],
        seconds: EvaluationReport.Seconds(train: 1, predict: 0.25), figures: figures, notes: notes))
  }

  @Test func `every element is closed in its place`() {
    #expect(Elements(SampleReport.make()).defects == [])
  }

  @Test func `the page needs no script and no network`() {
    let text = page(SampleReport.make())
    #expect(text.contains("default-src 'none'; style-src 'unsafe-inline'"))
    for part in [
      "<script", "http:", "https:", "url(", "@import", " src=", "<link", "<img", "<iframe",
      "<object", "javascript:",
    ] {
      #expect(!text.contains(part), "\(part)")
    }
    #expect(text.matches(of: /\ on[a-z]+=/).isEmpty)
    for link in text.matches(of: /href="([^"]*)"/) { #expect(link.1.hasPrefix("#")) }
  }

  @Test func `the same report gives the same bytes`() {
    #expect(page(SampleReport.make()) == page(SampleReport.make()))
  }

  @Test func `names from outside stay names`() {
    let evil = "</title></svg><script>alert('1')</script>\" onload=\"x\u{202E}&amp;\u{0}"
    let point = LineChart.Point(x: 1, y: 2)
    let axis = FigureAxis(evil)
    let contents: [Figure.Content] = [
      .lines(
        LineChart(x: axis, y: axis, lines: [.init(name: evil, points: [point], style: .dots)])),
      .bars(
        BarChart(
          label: evil, categories: [evil, evil + "2"], y: axis,
          series: [.init(name: evil, values: [1, 2])])),
      .grid(
        GridChart(
          xLabel: evil, columns: [evil], yLabel: evil, rows: [evil], values: [[1]], unit: evil)),
      .intervals(
        IntervalChart(
          axis: axis, rows: [.init(name: evil, metric: Metric(value: 1, low: 0, high: 2))])),
      .table(FigureTable(columns: [evil], rows: [[.text(evil)]])),
    ]
    var report = SampleReport.make(shapes: 0)
    report.protocol = evil
    report.notes = [evil]
    report.metrics = MetricList(entries: [(evil, Metric(value: 1, low: 0, high: 2))])
    report.models = [.init(name: evil, metrics: report.metrics)]
    report.search = [
      .init(model: evil, setting: evil, metric: evil, value: 1, isChosen: true)
    ]
    report.figures = contents.enumerated().map { index, content in
      Figure(
        name: evil, title: evil, sentence: evil, content: content,
        group: index.isMultiple(of: 2) ? evil : nil)
    }
    let text = HTMLReport(report: report, title: evil, generated: evil).text
    #expect(!text.contains("<script"))
    #expect(!text.contains("\" onload"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    #expect(!text.unicodeScalars.contains("\u{0}"))
    #expect(text.contains("&lt;script&gt;alert(&#39;1&#39;)"))
    #expect(text.contains("&amp;amp;"), "an entity in a name is no entity")
    #expect(Elements(of: text).defects == [])
  }

  @Test func `a list of figures stands before more than six, with links that lead somewhere`() {
    let figures = (0..<7).map { index in
      Figure(
        name: "same", title: "Figure \(index)", sentence: "", content: SampleReport.roc.content)
    }
    #expect(!page(Array(figures.prefix(6))).contains("<nav"))
    let text = page(figures)
    let ids = text.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    let links = text.matches(of: /href="#([^"]*)"/).map { String($0.1) }
    #expect(links.count == 7)
    #expect(Set(links).isSubset(of: ids))
  }

  @Test func `figures of one group stand together under its heading`() throws {
    func figure(_ name: String, _ group: String?) -> Figure {
      Figure(
        name: name, title: name, sentence: "", content: SampleReport.roc.content, group: group)
    }
    let text = page([figure("a", "Shapes"), figure("b", nil), figure("c", "Shapes")])
    let heading = try #require(text.firstRange(of: "<h2>Shapes</h2>"))
    let places = try ["a", "c", "b"].map {
      try #require(text.firstRange(of: "<h\($0 == "b" ? 2 : 3)>\($0)</h")).lowerBound
    }
    #expect(heading.upperBound < places[0] && places == places.sorted())
    #expect(text.matches(of: /<h2>Shapes<\/h2>/).count == 1)
  }

  @Test func `each figure has its drawing, sentence and data`() {
    let text = page(SampleReport.figures(shapes: 4))
    let drawn = SampleReport.figures(shapes: 4).count { figure in
      if case .table = figure.content { false } else { true }
    }
    #expect(text.matches(of: /<svg [^>]*role="img" aria-label="[^"]+"/).count == drawn)
    #expect(text.matches(of: /<summary>Data<\/summary>/).count == drawn)
    for figure in SampleReport.figures(shapes: 4) {
      #expect(text.contains("<figcaption>" + Markup(escaping: figure.sentence).text))
    }
  }

  @Test func `values that are no numbers are left out and counted`() {
    let chart = LineChart(
      x: FigureAxis("x"), y: FigureAxis("y"),
      lines: [
        .init(
          name: "a",
          points: [
            .init(x: 0, y: 1), .init(x: 1, y: .nan), .init(x: .infinity, y: 2),
            .init(x: 2, y: 2, low: .nan, high: 3),
          ])
      ])
    let text = page([Figure(name: "a", title: "a", sentence: "A.", content: .lines(chart))])
    #expect(text.contains("2 values are no numbers and are left out."))
    let path = #/class="line s1" d="([^"]*)"/#
    #expect(text.firstMatch(of: path).map { $0.1.split(separator: "L").count } == 2)
  }

  @Test func `the summary has the metrics with intervals and what they say`() {
    let text = page([], notes: ["3 customers were left out"])
    #expect(text.contains("<th scope=\"row\">AUC</th><td class=\"n strong\">0.7500</td>"))
    #expect(text.contains("0.7000 – 0.8000"))
    #expect(text.contains("0.5 is guessing"))
    #expect(text.contains("Trained on 3, tested on 2. Training took 1.0 s, prediction 250 ms."))
    #expect(text.contains("<li>3 customers were left out.</li>"))
    #expect(!text.contains("Beside other models"))
    #expect(!text.contains("Settings tried"))
  }

  @Test func `rivals stand below the model in use with what it has over them`() {
    let text = page(SampleReport.make(shapes: 0))
    #expect(text.contains("<tr class=\"own\"><th scope=\"row\">In use</th>"))
    // An interval that holds zero is not set in bold.
    #expect(text.contains("<span class=\"gap\">+0.0060 [−0.0010, +0.0130]</span>"))
    #expect(text.contains("<span class=\"gap clear\">+0.0090 [+0.0020, +0.0160]</span>"))
    #expect(text.contains("p 0.003"))
    #expect(text.contains("Every measure of every model"))
  }
}
