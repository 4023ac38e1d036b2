import Evaluation
import Wording

/// The customers of two arms, compared by resampling customers.
///
/// What one customer is shown and clicks hangs together, so whole customers are
/// drawn, not impressions.
///
/// - Source: Deng, Knoblich & Lu 2018, "Applying the Delta Method in Metric
///   Analytics", KDD, on ratios whose unit of randomisation is not the unit counted.
struct ArmComparison {
  struct Customer {
    var isB: Bool
    var counts: OnlineCounts
  }

  /// Fewer customers than this in an arm allow no verdict.
  static let leastCustomers = 30
  private static let seed: UInt64 = 1

  let customers: [Customer]
  let a: [OnlineCounts]
  let b: [OnlineCounts]

  init(_ customers: [Customer]) {
    self.customers = customers
    a = customers.filter { !$0.isB }.map(\.counts)
    b = customers.filter(\.isB).map(\.counts)
  }

  /// A thousand up to 50,000 cases; fewer beyond, down to two hundred, where
  /// intervals are narrow and time is long.
  private static func resamples(_ count: Int) -> Int {
    max(200, min(1000, 50_000_000 / max(1, count)))
  }

  /// What share of an arm's impressions has some outcome.
  static func rate(
    _ arm: [OnlineCounts], of outcome: KeyPath<OnlineCounts, Int>
  ) -> Metric {
    let outcomes = arm.map { Double($0[keyPath: outcome]) }
    let impressions = arm.map { Double($0.impressions) }
    return Bootstrap.interval(
      count: arm.count, resamples: resamples(arm.count), seed: seed
    ) { indices in
      var (above, below) = (0.0, 0.0)
      for index in indices {
        above += outcomes[index]
        below += impressions[index]
      }
      return above / below
    }
  }

  /// The rate of arm b less that of arm a.
  func difference(of outcome: KeyPath<OnlineCounts, Int>) -> Metric {
    let outcomes = customers.map { Double($0.counts[keyPath: outcome]) }
    let impressions = customers.map { Double($0.counts.impressions) }
    let isB = customers.map(\.isB)
    return Bootstrap.interval(
      count: customers.count, resamples: Self.resamples(customers.count), seed: Self.seed
    ) { indices in
      var (aboveA, belowA, aboveB, belowB) = (0.0, 0.0, 0.0, 0.0)
      for index in indices {
        if isB[index] {
          aboveB += outcomes[index]
          belowB += impressions[index]
        } else {
          aboveA += outcomes[index]
          belowA += impressions[index]
        }
      }
      return aboveB / belowB - aboveA / belowA
    }
  }

  // MARK: - In words

  /// Which arm leads by how much, and whether chance could have done it.
  func verdict(
    clickThrough: Metric, conversion: Metric, isRunning: Bool
  ) -> String {
    guard a.count >= Self.leastCustomers, b.count >= Self.leastCustomers else {
      return "Too few customers to tell: \(a.count) saw A and \(b.count) saw B; "
        + "each needs at least \(Self.leastCustomers)."
    }
    return Self.sentence("click-through", clickThrough, isRunning)
      + " " + Self.sentence("conversion", conversion, isRunning)
  }

  private static func sentence(_ name: String, _ difference: Metric, _ isRunning: Bool) -> String {
    let interval = "95% interval \(points(difference.low)) to \(points(difference.high))"
    guard difference.value != 0 else {
      return "A and B are level in \(name) (B less A: \(interval))."
    }
    let leader = difference.value > 0 ? "B" : "A"
    let lead = "\(leader) leads by \(points(abs(difference.value))) percentage points of \(name)"
    let isCertain = difference.low > 0 || difference.high < 0
    let doubt = isRunning ? "not yet distinguishable" : "not distinguishable"
    let rest = isCertain ? "more than chance explains" : doubt
    return "\(lead) (B less A: \(interval)): \(rest)."
  }

  /// Percentage points with two decimals.
  private static func points(_ share: Double) -> String { grouped(share * 100, decimals: 2) }

  /// A warning where the arms do not have the customers that the share promises.
  ///
  /// - Source: Fabijan et al. 2019, "Diagnosing Sample Ratio Mismatch in Online
  ///   Controlled Experiments", KDD.
  func sampleRatioWarning(share: Double) -> String? {
    let n = Double(customers.count)
    guard customers.count >= Self.leastCustomers else { return nil }
    let z = (Double(b.count) - n * share) / (n * share * (1 - share)).squareRoot()
    // The two-sided 0.1 % point of the normal distribution.
    guard abs(z) > 3.2905 else { return nil }
    return "B has \(Self.points(Double(b.count) / n))% of the customers where "
      + "\(Self.points(share))% were meant to, which chance does not explain (p < 0.001): find "
      + "out which impressions are not logged before believing a difference."
  }
}
