import Evaluation
import Testing

@testable import Support

@Suite struct SupportFiguresTests {
  private func text(
    _ truth: Int?, _ predicted: Int?, _ confidence: Double, weight: Double = 1
  ) -> TestedText {
    TestedText(
      truth: truth, predicted: predicted, linear: predicted, keywords: nil,
      confidence: confidence, isRight: truth != nil && truth == predicted, weight: weight)
  }

  private func figures(_ inScope: [TestedText], outside: [TestedText] = []) -> [String: Figure] {
    let figures = SupportFigures(
      inScope: inScope, mixed: inScope + outside, threshold: 0.5,
      intents: ["return", "parcel", "invoice"]
    ).all
    return Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0) })
  }

  @Test func `accuracy falls as less sure texts are answered, equals together`() throws {
    let texts = [
      text(0, 0, 0.9), text(1, 1, 0.8), text(1, 0, 0.4), text(2, 2, 0.4), text(2, 0, 0.1),
    ]
    let figure = try #require(figures(texts)["selective-accuracy"])
    guard case .lines(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.lines[0].points.map(\.x) == [0.2, 0.4, 0.8, 1])
    #expect(chart.lines[0].points.map(\.y) == [1, 1, 0.75, 0.6])
    #expect(chart.lines[1].points == [.init(x: 0.4, y: 1)])
    #expect(figure.sentence.contains("answers 40.0% of the texts in scope, and 100.0%"))
    #expect(figure.sentence.contains("leave 60.0% right"))
  }

  @Test func `the points of the calibration lie within their intervals`() throws {
    let texts = (0..<40).map { text(0, $0 % 4 == 0 ? 1 : 0, 0.5 + Double($0) / 100) }
    let outside = (0..<10).map { text(nil, 0, Double($0) / 20, weight: 1.5) }
    let figure = try #require(figures(texts, outside: outside)["calibration"])
    guard case .lines(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.lines[0].points.count == 10)
    for point in chart.lines[0].points {
      #expect((point.low ?? 2) <= point.y && point.y <= (point.high ?? -1))
    }
    #expect(chart.lines[0].points[0].y == 0, "texts out of scope have no right answer")
  }

  @Test func `intents taken for others are listed, the most frequent first`() throws {
    let texts =
      (0..<3).map { _ in text(0, 1, 0.9) } + [text(0, 0, 0.9), text(2, 1, 0.9), text(1, 1, 0.9)]
    let figure = try #require(figures(texts)["confusions"])
    guard case .table(let table) = figure.content else { return #expect(Bool(false)) }
    #expect(
      table.rows == [
        [.text("return"), .text("parcel"), .number(3, decimals: 0), .percent(0.75)],
        [.text("invoice"), .text("parcel"), .number(1, decimals: 0), .percent(1)],
      ])
    #expect(figure.sentence.hasPrefix("4 of 6 texts"))
    let weakest = try #require(figures(texts)["weakest-intents"])
    guard case .intervals(let chart) = weakest.content else { return #expect(Bool(false)) }
    #expect(chart.rows.map(\.name) == ["invoice", "return", "parcel"])
  }

  @Test func `of little there are few figures`() {
    #expect(figures([]).isEmpty)
    #expect(figures([text(0, 0, 1)]).isEmpty)
    #expect(figures([text(0, 0, 1), text(-1, 0, 1)])["confusions"] != nil)
  }
}
