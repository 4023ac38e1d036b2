/// How likely a customer is to leave and why, as the API and `--json` give it.
package struct ChurnAnswer: Codable, Sendable {
  /// One measure and what it adds to the log-odds.
  package struct Factor: Codable, Sendable {
    /// The measure.
    package var feature: String
    /// The customer's own value where it is a number.
    package var value: Double?
    /// The customer's own value where it is a category.
    package var category: String?
    /// In log-odds.
    package var contribution: Double
    /// The probability less what it would be if this one were average.
    package var probabilityChange: Double
    /// What the measure is on average; nil for one without a mean.
    package var populationMean: Double?

    /// The customer's own value, in words.
    package var valueText: String {
      guard let value else { return category ?? "not known" }
      return value.rounded() == value && value.magnitude < 1e15
        ? "\(Int(value))" : "\((value * 100).rounded() / 100)"
    }
  }

  /// The shop's own id of the customer.
  package var customerId: String
  /// The day up to which the shop is known.
  package var asOf: String
  /// Days that the figures are about.
  package var horizonDays: Int?
  /// What counts as leaving.
  package var definition: String
  /// Whether the customer has left already by the definition.
  package var alreadyGone: Bool
  /// How likely the customer leaves within the horizon.
  package var churnProbability: Double
  /// The share of customers whose probability is lower.
  package var percentile: Double
  /// `low`, `medium` or `high`.
  package var riskLevel: String
  /// The probability from which a risk is high.
  package var thresholdUsed: Double
  /// The probability from which a risk is medium.
  package var mediumFrom: Double
  /// What the customer spends within the horizon if kept; nil without a value model.
  package var expectedValue: Double?
  /// What a contact brings in the mean less what it costs.
  package var expectedProfitIfContacted: Double?
  /// `baseLogOdds` plus the contributions of all factors.
  package var logOdds: Double
  /// The log-odds before any factor is added.
  package var baseLogOdds: Double
  /// What speaks most for leaving.
  package var topRiskFactors: [Factor]
  /// What speaks most for staying.
  package var topProtectiveFactors: [Factor]
  /// What the factors not listed add, so that the sum can be checked.
  package var otherFactorsContribution: Double
  /// The name of the model, such as `churn-3`.
  package var model: String
}

/// The customers most likely to leave, most likely first.
package struct ChurnListAnswer: Codable, Sendable {
  /// Those most worth a call first.
  package var customers: [ChurnAnswer]
  /// `risk`, `profit` or `value`.
  package var orderedBy: String
  /// Customers scored.
  package var scored: Int
  /// Of those, customers of high risk.
  package var highRisk: Int
  /// Customers who by the definition have left already; in the list only where
  /// asked for.
  package var alreadyGone: Int
  /// Customers for whom a contact brings more than it costs, and what contacting
  /// them all brings; nil without a value model.
  package var worthContacting: Int?
  /// What contacting all who are worth it brings; nil without a value model.
  package var expectedProfit: Double?
  /// What one contact costs.
  package var contactCost: Double
  /// The share of customers about to leave whom a contact keeps.
  package var saveRate: Double
  /// The share of what customers spend that stays as profit.
  package var margin: Double
  /// The day up to which the shop is known.
  package var asOf: String
  /// The name of the model, such as `churn-3`.
  package var model: String
  /// Where the list goes on; nil at its end.
  package var nextCursor: String?
}
