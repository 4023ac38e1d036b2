import Glibc

/// What a customer may spend: nothing with some chance, else an amount whose
/// logarithm scatters about a prediction as it did in training.
struct SpendDistribution: Sendable, Hashable, Codable {
  /// The share of outcomes that an interval holds.
  static let level = 0.8
  /// Quantiles kept of the residuals.
  private static let kept = 201

  /// Evenly spaced quantiles of log1p(spend) less its prediction, of customers who
  /// spent something and were not in the rows fitted on.
  private let residuals: [Double]
  /// The mean of the exponentials of the residuals: without it the way back from the
  /// logarithm would be too low.
  let smearing: Double
  /// What an interval is widened by at each end, on the scale of log1p.
  private(set) var widening = 0.0

  /// - Parameter residuals: at least one.
  /// - Source: N. Duan 1983, "Smearing Estimate: A Nonparametric Retransformation
  ///   Method", JASA 78(383).
  init(residuals: [Double]) {
    precondition(!residuals.isEmpty, "spend distribution: no residuals")
    let sorted = residuals.sorted()
    smearing = residuals.reduce(0) { $0 + exp($1) } / Double(residuals.count)
    self.residuals = (0..<Self.kept).map { index in
      Self.quantile(sorted, Double(index) / Double(Self.kept - 1))
    }
  }

  /// Whether there is a residual to go by, as in what was read from a file there need
  /// not be.
  var isSound: Bool { !residuals.isEmpty }

  /// The mean spend of those who spend anything.
  func mean(logSpend: Double) -> Double { max(0, exp(logSpend) * smearing - 1) }

  /// The amounts between which a customer's spend lies with the chance ``level``.
  func interval(buyProbability: Double, logSpend: Double) -> (low: Double, high: Double) {
    let (low, high) = logInterval(buyProbability: buyProbability, logSpend: logSpend)
    return (max(0, expm1(low - widening)), max(0, expm1(high + widening)))
  }

  /// Widens the intervals until they hold the stated share of the outcomes given.
  ///
  /// The rows must not be those fitted on. Where nothing is the outcome of most,
  /// intervals hold more than the share, for nothing cannot be split.
  ///
  /// - Source: Y. Romano, E. Patterson & E. Candès 2019, "Conformalized Quantile
  ///   Regression", NeurIPS, equation 6.
  mutating func calibrate(
    buyProbabilities: [Double], logSpends: [Double], spend: [Double]
  ) {
    var misses: [Double] = []
    for index in spend.indices {
      let (low, high) = logInterval(
        buyProbability: buyProbabilities[index], logSpend: logSpends[index])
      let outcome = log1p(spend[index])
      misses.append(max(low - outcome, outcome - high))
    }
    misses.sort()
    let rank = Int((Self.level * Double(misses.count + 1)).rounded(.up))
    widening = max(0, misses[min(rank, misses.count) - 1])
  }

  /// The interval on the scale of log1p, before it is widened.
  ///
  /// The chance of nothing belongs to the lower tail; what it leaves of a tenth is
  /// cut off above it, and the upper end takes the rest.
  private func logInterval(
    buyProbability: Double, logSpend: Double
  ) -> (low: Double, high: Double) {
    let nothing = 1 - buyProbability
    let cut = max(0, (1 - Self.level) / 2 - nothing)
    func quantile(_ level: Double) -> Double {
      guard level > nothing, buyProbability > 0 else { return 0 }
      let share = min(1, (level - nothing) / buyProbability)
      return max(0, logSpend + Self.quantile(residuals, share))
    }
    return (quantile(cut), quantile(min(1, Self.level + cut)))
  }

  /// The quantile of sorted values, between neighbours by a straight line.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = min(sorted.count - 2, Int(place))
    guard index >= 0 else { return sorted[0] }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
