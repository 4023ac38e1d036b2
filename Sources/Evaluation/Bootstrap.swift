import Engine

/// Percentile bootstrap intervals.
///
/// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
///   chapter 13.
package enum Bootstrap {
  /// Any statistic of cases 0..<count with its 95 % interval.
  ///
  /// The statistic takes the indices of a resample; it is called once with
  /// 0..<count for the value itself. A resample for which it is not finite (only
  /// one class drawn, say) is left out.
  package static func interval(
    count: Int, resamples: Int = 1000, seed: UInt64, statistic: ([Int]) -> Double
  ) -> Metric {
    guard count > 0 else { return Metric(value: .nan, low: .nan, high: .nan) }
    let value = statistic(Array(0..<count))
    var generator = SplitMix64(seed: seed)
    var indices = [Int](repeating: 0, count: count)
    var draws: [Double] = []
    draws.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for slot in 0..<count {
        indices[slot] = Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
      }
      let draw = statistic(indices)
      if draw.isFinite { draws.append(draw) }
    }
    return metric(value, draws: &draws)
  }

  /// A value with the 2.5 % and 97.5 % quantiles of its draws, which are sorted.
  static func metric(_ value: Double, draws: inout [Double]) -> Metric {
    guard !draws.isEmpty else { return Metric(value: value, low: .nan, high: .nan) }
    draws.sort()
    let last = Double(draws.count - 1)
    return Metric(
      value: value, low: draws[Int((0.025 * last).rounded())],
      high: draws[Int((0.975 * last).rounded())])
  }

  /// A difference with the interval and the significance that its draws, which
  /// are sorted, give it.
  static func difference(
    _ value: Double, draws: inout [Double], cases: Int
  ) -> PairedDifference {
    let other = min(draws.count { $0 <= 0 }, draws.count { $0 >= 0 })
    let p = draws.isEmpty ? Double.nan : min(1, 2 * Double(other + 1) / Double(draws.count + 1))
    return PairedDifference(metric: metric(value, draws: &draws), p: p, cases: cases)
  }
}
