import Engine
import Testing

@testable import Evaluation

@Suite struct BinaryFiguresTests {
  /// A thousand customers, of whom p in a tenth left as foretold.
  private static let probabilities = (0..<1000).map { Double($0 / 100) / 10 + 0.05 }
  private static let labels = (0..<1000).map {
    Double($0 % 100) < (probabilities[$0] * 100).rounded()
  }

  private func lines(_ figure: Figure?) throws -> LineChart {
    guard case .lines(let chart) = try #require(figure).content else {
      throw TestFailure(message: "\(figure?.name ?? "") is not a line chart")
    }
    return chart
  }

  private struct TestFailure: Error { let message: String }

  @Test func `each figure says its figures in a sentence`() throws {
    let figures = BinaryFigures(probabilities: Self.probabilities, labels: Self.labels)
    #expect(figures.all.map(\.name) == ["roc", "calibration", "lift", "gain", "deciles"])
    #expect(
      figures.lift?.sentence
        == "Of the 10% scored highest, 95% left, 1.9 times the average of 50%.")
    #expect(
      figures.gain?.sentence
        == "Among the 20% scored highest are 36% of all who left; half of them are found among "
        + "30%.")
    #expect(
      figures.deciles?.sentence == "95% of the highest tenth and 5.0% of the lowest left.")
    let calibration = try #require(figures.calibration).sentence
    #expect(calibration.hasPrefix("The probabilities are off by 0.0 percentage points"))
    #expect(calibration.contains("95% on average, 95% left"))
    #expect(calibration.contains("The slope is 1.00"))
    let roc = try #require(figures.roc).sentence
    #expect(roc.contains("AUC 0.830"), "\(roc)")
  }

  @Test func `rivals are further lines of the ROC diagram`() throws {
    let rival = BinaryFigures.Rival(
      name: "guess", probabilities: [Double](repeating: 0.5, count: 1000), labels: Self.labels)
    let figures = BinaryFigures(
      probabilities: Self.probabilities, labels: Self.labels, rivals: [rival], name: "additive")
    let chart = try lines(figures.roc)
    #expect(chart.lines.map(\.name) == ["additive", "guess", "chance"])
    #expect(chart.lines[1].points.map(\.x) == [0, 1])
    #expect(figures.roc?.sentence.hasSuffix("Beside it: guess 0.500.") == true)
  }

  @Test func `dots of the calibration curve have Wilson intervals around them`() throws {
    let chart = try lines(
      BinaryFigures(probabilities: Self.probabilities, labels: Self.labels).calibration)
    #expect(chart.lines[0].points.count == 10)
    for point in chart.lines[0].points {
      let share = Metric.proportion(Int((point.y * 100).rounded()), of: 100)
      #expect(abs(point.x - point.y) < 1e-9)
      #expect(abs((point.low ?? 0) - share.low) < 1e-9)
      #expect(abs((point.high ?? 0) - share.high) < 1e-9)
    }
  }

  @Test func `tenths add up to all rows and all outcomes`() throws {
    let figure = try #require(
      BinaryFigures(probabilities: Self.probabilities, labels: Self.labels).deciles)
    guard case .table(let table) = figure.content else { throw TestFailure(message: "no table") }
    #expect(table.rows.count == 10)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(table.rows[9].last == .percent(1))
    #expect(table.rows[0][4] == .number(1.9, decimals: 2))
  }

  @Test(arguments: [0, 1, 3, 14])
  func `few rows and rows of one class draw what can be drawn`(count: Int) {
    for labels in [
      [Bool](repeating: true, count: count), [Bool](repeating: false, count: count),
    ] {
      let figures = BinaryFigures(
        probabilities: [Double](repeating: 0.5, count: count), labels: labels)
      #expect(figures.roc == nil)
      #expect((figures.calibration == nil) == (count == 0))
      #expect((figures.lift == nil) == (count == 0 || !labels[0]))
      for figure in figures.all {
        #expect(!figure.sentence.contains("nan"), "\(figure.sentence)")
      }
    }
  }
}
