/// The usual figures of a probability model of a binary outcome.
package enum BinaryReport {
  /// Every ``BinaryMeasure`` with its 95 % bootstrap interval.
  package static func metrics(
    probabilities: [Double], labels: [Bool], seed: UInt64, resamples: Int = 300
  ) -> MetricList {
    BinaryResamples(
      probabilities: probabilities, labels: labels, seed: seed, resamples: resamples
    ).metrics
  }

  /// The figures of a model and of others on the same rows, each of which has what
  /// the model is ahead of it, with interval and significance.
  package static func comparison(
    probabilities: [Double], rivals: [(name: String, probabilities: [Double])], labels: [Bool],
    seed: UInt64, resamples: Int = 300
  ) -> (metrics: MetricList, rivals: [EvaluationReport.Model]) {
    func resampled(_ probabilities: [Double]) -> BinaryResamples {
      BinaryResamples(
        probabilities: probabilities, labels: labels, seed: seed, resamples: resamples)
    }
    let own = resampled(probabilities)
    return (
      own.metrics,
      rivals.map { name, probabilities in
        let rival = resampled(probabilities)
        return EvaluationReport.Model(
          name: name, metrics: rival.metrics, differences: own.differences(from: rival))
      }
    )
  }
}
