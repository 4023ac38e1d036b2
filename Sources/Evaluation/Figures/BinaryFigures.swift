import Wording

/// The figures of probabilities of a binary outcome, each with its sentence.
///
/// A figure that cannot be drawn, because there are no rows or all have the same
/// outcome, is left out.
package struct BinaryFigures: Sendable {
  /// A model shown beside the one in use.
  package struct Rival: Sendable {
    package var name: String
    let outcomes: RankedOutcomes

    package init(name: String, probabilities: [Double], labels: [Bool]) {
      self.name = name
      outcomes = RankedOutcomes(scores: probabilities, labels: labels)
    }
  }

  let outcomes: RankedOutcomes
  let rivals: [Rival]
  /// The line's name where rivals stand beside it.
  let name: String
  /// What those with the outcome did, as in "68% left".
  let outcome: String
  /// What a row is, in the plural.
  let rows: String

  /// Ranks the rows.
  ///
  /// - Parameters:
  ///   - probabilities: of the outcome, one a row; not NaN.
  ///   - labels: whether it came.
  ///   - rivals: models shown beside it, on the same rows.
  ///   - name: what to call the model where rivals are shown.
  ///   - outcome: a verb in the past, as in "68% left".
  ///   - rows: what a row is, in the plural.
  package init(
    probabilities: [Double], labels: [Bool], rivals: [Rival] = [], name: String = "this model",
    outcome: String = "left", rows: String = "customers"
  ) {
    outcomes = RankedOutcomes(scores: probabilities, labels: labels)
    self.rivals = rivals
    self.name = name
    self.outcome = outcome
    self.rows = rows
  }

  /// All of them, in the order in which they are shown; the profit curve is
  /// separate.
  package var all: [Figure] { [roc, calibration, lift, gain, deciles].compactMap(\.self) }

  var hasBoth: Bool { outcomes.baseRate > 0 && outcomes.baseRate < 1 }

  /// Slices of a tenth each, the highest probabilities first.
  var tenths: [RankedOutcomes.Slice] { outcomes.shares(10).filter { $0.count > 0 } }
}

extension BinaryFigures {
  /// The ROC curves of the model and its rivals.
  package var roc: Figure? {
    guard hasBoth else { return nil }
    func line(_ name: String, _ outcomes: RankedOutcomes) -> LineChart.Line {
      LineChart.Line(
        name: name,
        points: outcomes.rocPoints().map {
          LineChart.Point(x: $0.falsePositiveRate, y: $0.truePositiveRate)
        })
    }
    let auc = outcomes.auc
    var sentence =
      "In \(roundPercentage(auc)) of all pairs of one who \(outcome) and one who did not, the "
      + "first was scored higher (AUC \(grouped(auc, decimals: 3)); chance has 0.5). The shares "
      + "of either above a threshold differ by up to \(grouped(100 * outcomes.kolmogorovSmirnov, decimals: 0)) "
      + "percentage points."
    if !rivals.isEmpty {
      let others = rivals.map {
        "\($0.name) \(grouped($0.outcomes.auc, decimals: 3))"
      }
      sentence += " Beside it: \(others.joined(separator: ", "))."
    }
    return Figure(
      name: "roc", title: "ROC curve", sentence: sentence,
      content: .lines(
        LineChart(
          x: FigureAxis("share of the others scored as high", format: .percent, bounds: 0...1),
          y: FigureAxis(
            "share of those who \(outcome) scored as high", format: .percent, bounds: 0...1),
          lines: [line(name, outcomes)] + rivals.map { line($0.name, $0.outcomes) } + [
            Self.diagonal("chance")
          ])))
  }

  /// Foretold and observed shares in ten bins of equal count.
  package var calibration: Figure? {
    let bins = outcomes.bins(10).filter { $0.count > 0 }
    guard let last = bins.last else { return nil }
    let points = bins.map { bin in
      let share = Metric.proportion(bin.positives, of: bin.count)
      return LineChart.Point(
        x: bin.meanScore, y: share.value, low: share.low, high: share.high)
    }
    let line = CalibrationLine(outcomes, logOdds: outcomes.logOdds)
    var sentence =
      "The probabilities are off by "
      + "\(grouped(100 * outcomes.expectedCalibrationError(), decimals: 1)) percentage "
      + "points on average; of the tenth with the highest, \(roundPercentage(last.meanScore)) "
      + "on average, \(roundPercentage(last.rate)) \(outcome)."
    if line.slope.isFinite {
      sentence +=
        " The slope is \(grouped(line.slope, decimals: 2)): "
        + (line.slope < 0.9
          ? "they are too extreme."
          : line.slope > 1.1 ? "they are too timid." : "they are as extreme as they should be.")
    }
    return Figure(
      name: "calibration", title: "Calibration", sentence: sentence,
      content: .lines(
        LineChart(
          x: FigureAxis("mean probability", format: .percent, bounds: 0...1),
          y: FigureAxis("share who \(outcome)", format: .percent, bounds: 0...1),
          lines: [
            LineChart.Line(name: "tenths of the \(rows)", points: points, style: .dots),
            Self.diagonal("exact"),
          ])))
  }

  private static func diagonal(_ name: String) -> LineChart.Line {
    LineChart.Line(
      name: name, points: [LineChart.Point(x: 0, y: 0), LineChart.Point(x: 1, y: 1)],
      style: .reference)
  }
}
