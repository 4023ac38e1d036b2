import Engine

/// Percentile bootstrap intervals.
///
/// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
///   chapter 13.
package enum Bootstrap {
  /// The mean of per-case values with its 95 % interval.
  package static func mean(of values: [Double], resamples: Int = 1000, seed: UInt64) -> Metric {
    let finite = values.filter(\.isFinite)
    return interval(count: finite.count, resamples: resamples, seed: seed) { indices in
      var sum = 0.0
      for index in indices { sum += finite[index] }
      return sum / Double(indices.count)
    }
  }

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
    guard !draws.isEmpty else { return Metric(value: value, low: .nan, high: .nan) }
    draws.sort()
    let last = Double(draws.count - 1)
    return Metric(
      value: value, low: draws[Int((0.025 * last).rounded())],
      high: draws[Int((0.975 * last).rounded())])
  }
}
