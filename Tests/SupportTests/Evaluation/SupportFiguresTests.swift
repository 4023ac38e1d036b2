import Engine
import Evaluation
import Features
import Testing

@testable import Support

@Suite struct SupportFiguresTests {
  private struct Model: IntentModel {
    let intents = ["return", "parcel", "invoice"]
    let presets = ["strict", "balanced", "open"]
    let presetInUse = 1
    let legNames: [String] = []

    func scored(_ texts: [(text: String, truth: Int?)], threads: Int) -> [ScoredText] { [] }
  }

  private func findings(
    _ texts: [ScoredText], validation: [ScoredText] = []
  ) -> SupportFindings {
    var findings = SupportFindings(
      Model(), configuration: SupportConfiguration(seed: 1, threads: 2))
    findings.add(texts, labels: texts.map { "\($0.truth ?? -1)" })
    findings.choosePoints(on: validation)
    return findings
  }

  private func figures(_ findings: SupportFindings) -> [String: Figure] {
    Dictionary(
      uniqueKeysWithValues: findings.result.report.figures.map { ($0.name, $0) })
  }

  @Test func `accuracy falls as less sure texts are answered, equals together`() throws {
    let figure = try #require(
      figures(
        findings([
          .made(0, 0, 0.9), .made(1, 1, 0.8), .made(1, 0, 0.4), .made(2, 2, 0.4),
          .made(2, 0, 0.1),
        ]))["selective-accuracy"])
    guard case .lines(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.lines[0].points.map(\.x) == [0.2, 0.4, 0.8, 1])
    #expect(chart.lines[0].points.map(\.y) == [1, 1, 0.75, 0.6])
    #expect(chart.lines.map(\.name) == ["in use", "strict", "balanced", "open"])
    #expect(chart.lines[2].points == [.init(x: 0.4, y: 1)])
    #expect(figure.sentence.contains("answering all would leave 60.0% right"))
  }

  @Test func `presets and thresholds of validation texts stand in one table`() throws {
    let texts: [ScoredText] = [
      .made(0, 0, 0.9), .made(1, 1, 0.6), .made(1, 0, 0.4), .made(nil, 0, 0.7),
      .made(nil, 0, 0.1),
    ]
    let validation: [ScoredText] = [
      .made(0, 0, 0.9), .made(1, 1, 0.8), .made(nil, 0, 0.2),
    ]
    let figure = try #require(figures(findings(texts, validation: validation))["presets"])
    guard case .table(let table) = figure.content else { return #expect(Bool(false)) }
    #expect(
      table.rows.map { $0[0] } == [
        .text("strict"), .text("balanced"), .text("open"), .text("validation: accuracy"),
        .text("validation: both errors"),
      ])
    #expect(table.rows[0].dropFirst().first == .percent(1.0 / 3))
    #expect(table.rows[1][4] == .percent(0.5))
    let scope = try #require(figures(findings(texts, validation: validation))["scope-curve"])
    guard case .lines(let chart) = scope.content else { return #expect(Bool(false)) }
    #expect(chart.lines.count == 6)
    #expect(chart.lines[0].points.first == .init(x: 0, y: 2.0 / 3))
    #expect(chart.lines[0].points.last == .init(x: 1, y: 0))
  }

  @Test func `the points of the calibration lie within their intervals`() throws {
    let texts = (0..<40).map { ScoredText.made(0, $0 % 4 == 0 ? 1 : 0, 0.5 + Double($0) / 100) }
    let outside = (0..<10).map { ScoredText.made(nil, 0, Double($0) / 20) }
    let found = figures(findings(texts + outside))
    for name in ["calibration", "reliability"] {
      guard case .lines(let chart) = try #require(found[name]).content else {
        return #expect(Bool(false))
      }
      for point in chart.lines[0].points {
        #expect((point.low ?? 2) <= point.y && point.y <= (point.high ?? -1))
      }
    }
    guard case .lines(let chart) = try #require(found["calibration"]).content else { return }
    #expect(chart.lines[0].points[0].y == 0, "texts out of scope have no right answer")
  }

  @Test func `intents taken for others are listed with texts, the most frequent first`() throws {
    let texts =
      (0..<4).map { ScoredText.made(0, 1, 0.5 + Double($0) / 10, text: "text \($0)") } + [
        .made(0, 0), .made(2, 1, text: "bill"), .made(1, 1),
      ]
    let found = figures(findings(texts))
    guard case .table(let table) = try #require(found["confusions"]).content else {
      return #expect(Bool(false))
    }
    #expect(
      table.rows == [
        [
          .text("return"), .text("parcel"), .number(4, decimals: 0), .percent(0.8),
          .text("“text 3”, “text 2”, “text 1”"),
        ],
        [
          .text("invoice"), .text("parcel"), .number(1, decimals: 0), .percent(1),
          .text("“bill”"),
        ],
      ])
    #expect(try #require(found["confusions"]).sentence.hasPrefix("5 of 7 texts"))
    guard case .table(let intents) = try #require(found["intents"]).content else {
      return #expect(Bool(false))
    }
    // Precision, recall, F1, texts, most often taken for.
    #expect(
      intents.rows[0] == [
        .text("invoice"), .none, .percent(0), .percent(0), .number(1, decimals: 0),
        .text("parcel (1)"),
      ])
    #expect(
      intents.rows[1] == [
        .text("parcel"), .percent(1.0 / 6), .percent(1), .percent(2.0 / 7),
        .number(1, decimals: 0), .none,
      ])
    guard case .intervals(let chart) = try #require(found["weakest-intents"]).content else {
      return #expect(Bool(false))
    }
    #expect(chart.rows.map(\.name) == ["invoice", "return", "parcel"])
  }

  @Test func `what went wrong is listed, the surest first`() {
    let result = findings([
      .made(0, 0, 0.9, text: "right"), .made(0, 1, 0.6, text: "wrong"),
      .made(nil, 2, 0.8, text: "answered though out of scope"), .made(nil, 2, 0.3),
      .made(ScoredText.untrained, 2, 0.7, text: "unknown"), .made(1, nil, 0, text: "nothing"),
    ]).result
    #expect(
      result.misreadings.map(\.text) == [
        "answered though out of scope", "unknown", "wrong", "nothing",
      ])
    #expect(result.misreadings.map(\.predicted) == ["invoice", "invoice", "parcel", nil])
    #expect(result.misreadings[2].ranking.map(\.intent) == ["parcel", "return", "invoice"])
    #expect(result.misreadings[3].ranking.isEmpty)
  }

  @Test func `of little there are few figures`() {
    #expect(findings([]).result.report.figures.isEmpty)
    #expect(findings([]).result.report.metrics.entries.map(\.name) == ["ms_per_text"])
    let one = figures(findings([.made(0, 0)]))
    #expect(one["confusions"] == nil && one["scope-curve"] == nil && one["intents"] == nil)
    let unknown = figures(findings([.made(0, 0), .made(ScoredText.untrained, 0)]))
    #expect(unknown["confusions"]?.sentence.contains("an intent not trained on") == true)
  }
}
