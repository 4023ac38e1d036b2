/// The churn probabilities from which a risk is called medium and high.
package struct RiskCutPoints: Sendable, Hashable, Codable {
  package var medium: Double
  package var high: Double

  /// A quarter and a half: high is more likely than not.
  package static let usual = RiskCutPoints(medium: 0.25, high: 0.5)

  /// Break-even thresholds that say something of risk: outside, contacting pays for
  /// nearly all customers or for nearly none.
  private static let tellingBreakEven = 0.1...0.9

  /// - Precondition: 0 ≤ medium ≤ high ≤ 1.
  package init(medium: Double, high: Double) {
    precondition(
      medium >= 0 && medium <= high && high <= 1, "risk from \(medium) and from \(high)")
    self.medium = medium
    self.high = high
  }

  /// High from the probability on from which contacting the customer of median
  /// value pays, medium from half of it; the usual points where that lies below 0.1
  /// or above 0.9.
  package init(economics: ContactEconomics, medianValue: Double) {
    if let threshold = economics.breakEven(valueIfKept: medianValue),
      Self.tellingBreakEven.contains(threshold)
    {
      self.init(medium: threshold / 2, high: threshold)
    } else {
      self = .usual
    }
  }

  /// The level of a churn probability.
  package func level(of probability: Double) -> RiskLevel {
    probability >= high ? .high : probability >= medium ? .medium : .low
  }
}
