/// The usual figures of a probability model of a binary outcome.
package enum BinaryReport {
  /// AUC, Brier score, calibration error and lift of the top tenth, each with
  /// its 95 % bootstrap interval.
  package static func metrics(
    probabilities: [Double], labels: [Bool], seed: UInt64, resamples: Int = 300
  ) -> MetricList {
    func metric(_ statistic: ([Double], [Bool]) -> Double) -> Metric {
      Bootstrap.interval(count: labels.count, resamples: resamples, seed: seed) { indices in
        statistic(indices.map { probabilities[$0] }, indices.map { labels[$0] })
      }
    }
    return [
      "auc": metric { ClassificationMetrics.auc(scores: $0, labels: $1) },
      "brier": metric { ClassificationMetrics.brier(probabilities: $0, labels: $1) },
      "ece": metric {
        ClassificationMetrics.expectedCalibrationError(probabilities: $0, labels: $1)
      },
      "lift_top_10_percent": metric { ClassificationMetrics.lift(scores: $0, labels: $1) },
    ]
  }
}
