extension RankingTally {
  /// The means over the customers with their intervals, then coverage and Gini
  /// index of exposure, which have none: a resample of customers shows fewer
  /// different items than the customers themselves.
  ///
  /// A measure that no customer has is left out.
  package func metrics(resamples: Int = 1000, seed: UInt64) -> MetricList {
    let measures = RankingMeasure.allCases.filter { self[$0].contains(where: \.isFinite) }
    let means = Bootstrap.means(
      of: measures.map { self[$0] }, resamples: resamples, seed: seed)
    var entries = zip(measures, means).map { (name: $0.name(at: k), metric: $1) }
    for (name, value) in [("coverage@\(k)", coverage), ("gini@\(k)", gini)] {
      entries.append((name, Metric(value: value, low: value, high: value)))
    }
    return MetricList(entries: entries)
  }

  /// What this model has over another on the same customers, by measure.
  ///
  /// - Precondition: both tallies were given the same customers in the same
  ///   order.
  package func differences(
    from other: RankingTally, resamples: Int = 1000, seed: UInt64
  ) -> [EvaluationReport.Difference] {
    precondition(
      other.k == k && other.count == count,
      "differences: \(count) customers at \(k), \(other.count) at \(other.k)")
    let measures = RankingMeasure.allCases.filter { measure in
      zip(self[measure], other[measure]).contains { ($0 - $1).isFinite }
    }
    let found = Bootstrap.pairedDifferences(
      measures.map { (self[$0], other[$0]) }, resamples: resamples, seed: seed)
    return zip(measures, found).map {
      EvaluationReport.Difference(metric: $0.name(at: k), $1)
    }
  }
}
