import Wording

/// What probabilities foretold of a later period, and what came.
package struct CalibrationDrift: Sendable, Hashable {
  /// The period, such as its date.
  package var period: String
  package var count: Int
  /// NaN without rows.
  package var meanProbability: Double
  /// The share with the outcome, with its Wilson interval.
  package var observed: Metric
  package var auc: Double
  package var calibrationError: Double
  package var line: CalibrationLine

  /// Compares.
  ///
  /// - Precondition: one label a probability; none is NaN.
  package init(period: String, probabilities: [Double], labels: [Bool]) {
    let outcomes = RankedOutcomes(scores: probabilities, labels: labels)
    self.period = period
    count = labels.count
    meanProbability = probabilities.reduce(0, +) / Double(count)
    observed = Metric.proportion(labels.count { $0 }, of: count)
    auc = outcomes.auc
    calibrationError = outcomes.expectedCalibrationError()
    line = CalibrationLine(outcomes, logOdds: outcomes.logOdds)
  }

  /// Whether what was foretold on average lies outside the interval of what came.
  package var hasDrifted: Bool {
    meanProbability < observed.low || meanProbability > observed.high
  }

  /// The periods one below the other.
  ///
  /// - Parameters:
  ///   - periods: in order of time.
  ///   - outcome: a verb in the past, as in "68% left".
  /// - Returns: a table; nil without periods that have rows.
  package static func figure(_ periods: [CalibrationDrift], outcome: String = "left") -> Figure? {
    let known = periods.filter { $0.count > 0 }
    guard let last = known.last else { return nil }
    let drifted = known.filter(\.hasDrifted)
    return Figure(
      name: "calibration-drift", title: "Foretold and observed by period",
      sentence: "In the last period, \(last.period), \(roundPercentage(last.meanProbability)) "
        + "were foretold and \(roundPercentage(last.observed.value)) \(outcome); in "
        + "\(drifted.count) of \(known.count) the difference is more than chance explains.",
      content: .table(
        FigureTable(
          columns: [
            "period", "rows", "mean probability", outcome, "AUC", "ECE", "slope",
            "intercept in the large",
          ],
          rows: known.map {
            [
              .text($0.period), .number(Double($0.count), decimals: 0),
              .percent($0.meanProbability), .percent($0.observed.value),
              cell($0.auc, decimals: 3), cell($0.calibrationError, decimals: 3),
              cell($0.line.slope, decimals: 2), cell($0.line.interceptInTheLarge, decimals: 2),
            ]
          })))
  }

  private static func cell(_ value: Double, decimals: Int) -> FigureTable.Cell {
    value.isFinite ? .number(value, decimals: decimals) : .none
  }
}
