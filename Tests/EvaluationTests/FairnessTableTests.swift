import Engine
import Testing

@testable import Evaluation

@Suite struct FairnessTableTests {
  /// Of 100 women 40 are selected, 30 of the 50 who left among them; of 60 men 12,
  /// 6 of the 20 who left among them; 10 others, of whom nothing is known.
  private static let rows: [(group: String?, probability: Double, label: Bool)] =
    rows("women", (30, 10, 20, 40)) + rows("men", (6, 6, 14, 34)) + rows(nil, (0, 0, 5, 5))

  /// True positives, false positives, false negatives, true negatives.
  private static func rows(
    _ group: String?, _ counts: (Int, Int, Int, Int)
  ) -> [(group: String?, probability: Double, label: Bool)] {
    let kinds = [
      (counts.0, 0.8, true), (counts.1, 0.8, false), (counts.2, 0.2, true), (counts.3, 0.2, false),
    ]
    return kinds.flatMap { count, probability, label in
      (0..<count).map { _ in (group, probability, label) }
    }
  }

  private let table = FairnessTable(
    attribute: "gender", groups: rows.map(\.group), probabilities: rows.map(\.probability),
    labels: rows.map(\.label), threshold: 0.8)

  @Test func `the rates of each group equal the hand-computed ones`() throws {
    #expect(table.groups.map(\.name) == ["women", "men", "(missing)"])
    let (women, men) = (table.groups[0], table.groups[1])
    #expect(women.count == 100 && women.baseRate == 0.5 && women.selectionRate == 0.4)
    #expect(women.truePositiveRate == 0.6 && women.falsePositiveRate == 0.2)
    #expect(men.selectionRate == 0.2 && men.truePositiveRate == 0.3)
    #expect(men.falsePositiveRate == 0.15)
    #expect(abs(women.meanProbability - 0.44) < 1e-12)
    // 30 of 40 selected left, foretold 0.8; 20 of 60, foretold 0.2.
    #expect(abs(women.calibrationError - (0.4 * 0.05 + 0.6 * (1.0 / 3 - 0.2))) < 1e-12)
  }

  @Test func `a small group is shown and left out of the differences`() throws {
    #expect(table.groups[2].isSmall && !table.groups[1].isSmall)
    let selection = try #require(table.differences.first)
    #expect(selection.measure == "selection_rate" && selection.groups == ["men", "women"])
    #expect(abs(selection.value - 0.2) < 1e-12)
    #expect(abs(table.differences[1].value - 0.3) < 1e-12)
    let figure = try #require(table.figure())
    #expect(figure.name == "fairness-gender" && figure.group == nil)
    #expect(
      figure.sentence
        == "From a probability of 80% on, 40% of women and 20% of men are selected; 50% and "
        + "33% left. Groups of fewer than 50 rows (1, marked *) are left out of the differences.")
    guard case .table(let shown) = figure.content else { return }
    #expect(shown.rows.count == 4 && shown.rows[2][0] == .text("(missing) *"))
    #expect(shown.rows.allSatisfy { $0.count == shown.columns.count })
  }

  @Test func `groups of one class and lone groups have no rates that are not there`() throws {
    let table = FairnessTable(
      attribute: "Größe (cm)", groups: (0..<120).map { $0 < 60 ? "a" : "b" },
      probabilities: [Double](repeating: 0.5, count: 120), labels: (0..<120).map { $0 < 60 },
      threshold: 0.5)
    #expect(table.groups[0].falsePositiveRate.isNaN && table.groups[1].truePositiveRate.isNaN)
    #expect(table.differences[1].groups == nil && table.differences[1].value == 0)
    #expect(table.figure()?.name == "fairness-gr--e--cm-")
    let empty = FairnessTable(
      attribute: "x", groups: [], probabilities: [], labels: [], threshold: 0.5)
    #expect(empty.groups.isEmpty && empty.figure() == nil)
  }
}
