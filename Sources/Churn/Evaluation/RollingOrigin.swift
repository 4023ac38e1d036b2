import Domain
import Evaluation
import Wording

/// The table of one model trained anew at each of several cut-offs.
enum RollingOrigin {
  static func figure(_ origins: [ChurnEvaluation.Origin]) -> Figure {
    let areas = origins.map { origin in
      ClassificationMetrics.auc(scores: origin.probabilities, labels: origin.test.labels)
    }
    let rows = zip(origins, areas).map { origin, area -> [FigureTable.Cell] in
      let labels = origin.test.labels
      let line = CalibrationLine(probabilities: origin.probabilities, labels: labels)
      let drift = ChurnDrift.measures(of: origin.model, now: origin.test.table).first
      return [
        .text(origin.cutoff.date), .number(Double(labels.count), decimals: 0),
        .percent(origin.test.baseRate),
        .percent(origin.probabilities.reduce(0, +) / Double(max(1, labels.count))),
        .number(area, decimals: 3),
        .number(
          ClassificationMetrics.brier(probabilities: origin.probabilities, labels: labels),
          decimals: 4),
        .number(
          ClassificationMetrics.expectedCalibrationError(
            probabilities: origin.probabilities, labels: labels), decimals: 3),
        .number(line.slope, decimals: 2), .number(line.intercept, decimals: 2),
        drift.map { .text("\($0.feature) \(grouped($0.index, decimals: 2))") } ?? .none,
      ]
    }
    let span = (low: areas.min() ?? .nan, high: areas.max() ?? .nan)
    return Figure(
      name: "rolling-origin", title: "Trained anew at each of \(origins.count) cut-offs",
      sentence: "Ranked equally well at every moment, the AUC would not move: it lies between "
        + "\(grouped(span.low, decimals: 2)) and \(grouped(span.high, decimals: 2)). "
        + "Where fewer or more left than expected, the level had moved.",
      content: .table(
        FigureTable(
          columns: [
            "cut-off", "customers", "left", "expected", "AUC", "Brier", "ECE", "slope",
            "intercept", "largest shift (PSI)",
          ], rows: rows)))
  }
}
