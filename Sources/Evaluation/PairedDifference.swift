/// How much more one model has than another on the same cases.
package struct PairedDifference: Sendable, Hashable, Codable {
  /// The mean of the differences with its 95 % interval.
  package var metric: Metric
  /// The two-sided achieved significance level.
  ///
  /// Twice the share of resamples whose mean lies on the other side of zero, zero
  /// itself included, at most 1. The observed difference counts as one resample
  /// on that side, so that no finite number of them gives 0.
  package var p: Double
  /// The cases that both models have.
  package var cases: Int

  package init(metric: Metric, p: Double, cases: Int) {
    self.metric = metric
    self.p = p
    self.cases = cases
  }
}
