import Engine
import Evaluation

extension SpendForecast {
  private static let resamples = 300

  /// The measures with their 95 % bootstrap intervals.
  func metrics(seed: UInt64) -> MetricList {
    let measures = Measure.allCases
    func values(_ draws: [Int]) -> [Double] { measures.map { value(of: $0, draws: draws) } }
    let found = Self.bootstrap(count: actual.count, seed: seed, values)
    let once = values([Int](repeating: 1, count: actual.count))
    return MetricList(
      entries: measures.indices.map {
        (measures[$0].rawValue, Self.metric(once[$0], found[$0]))
      })
  }

  /// What this forecast has over another of the same customers: above zero where
  /// its figure is greater.
  ///
  /// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters
  ///   13 and 15; Davison & Hinkley 1997, "Bootstrap Methods and their Application",
  ///   section 4.2, for the one that is added.
  func differences(from other: SpendForecast, seed: UInt64) -> [EvaluationReport.Difference] {
    precondition(other.actual == actual, "differences: forecasts of different outcomes")
    let measures = Measure.allCases.filter { $0 != .bias }
    func values(_ draws: [Int]) -> [Double] {
      measures.map { value(of: $0, draws: draws) - other.value(of: $0, draws: draws) }
    }
    let found = Self.bootstrap(count: actual.count, seed: seed, values)
    let once = values([Int](repeating: 1, count: actual.count))
    return measures.indices.map { index in
      let found = found[index]
      let opposite = min(found.count { $0 <= 0 }, found.count { $0 >= 0 })
      return EvaluationReport.Difference(
        metric: measures[index].rawValue,
        PairedDifference(
          metric: Self.metric(once[index], found),
          p: found.isEmpty ? .nan : min(1, 2 * Double(opposite + 1) / Double(found.count + 1)),
          cases: actual.count))
    }
  }

  /// The finite values that each statistic takes over the resamples.
  private static func bootstrap(
    count: Int, seed: UInt64, _ statistics: ([Int]) -> [Double]
  ) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    var found: [[Double]] = []
    for _ in 0..<resamples {
      // How often this resample draws each case.
      var draws = [Int](repeating: 0, count: count)
      for _ in 0..<count {
        draws[Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)] += 1
      }
      let values = statistics(draws)
      if found.isEmpty { found = [[Double]](repeating: [], count: values.count) }
      for index in values.indices where values[index].isFinite {
        found[index].append(values[index])
      }
    }
    return found
  }

  private static func metric(_ value: Double, _ found: [Double]) -> Metric {
    guard !found.isEmpty else { return Metric(value: value, low: .nan, high: .nan) }
    let sorted = found.sorted()
    let last = Double(sorted.count - 1)
    return Metric(
      value: value, low: sorted[Int((0.025 * last).rounded())],
      high: sorted[Int((0.975 * last).rounded())])
  }
}
