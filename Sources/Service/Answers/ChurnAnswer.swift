/// How likely a customer is to leave and why, as the API and `--json` give it.
package struct ChurnAnswer: Codable, Sendable {
  package struct Factor: Codable, Sendable {
    package var feature: String
    /// The customer's own value where it is a number.
    package var value: Double?
    /// The customer's own value where it is a category.
    package var category: String?
    /// In log-odds.
    package var contribution: Double
    package var populationMean: Double?
  }

  package var customerId: String
  package var asOf: String
  package var horizonDays: Int?
  /// What counts as leaving.
  package var definition: String
  /// Whether the customer has left already by the definition.
  package var alreadyGone: Bool
  package var churnProbability: Double
  package var riskLevel: String
  package var thresholdUsed: Double
  /// `baseLogOdds` plus the contributions of all factors.
  package var logOdds: Double
  package var baseLogOdds: Double
  package var topRiskFactors: [Factor]
  package var topProtectiveFactors: [Factor]
  /// What the factors not listed add, so that the sum can be checked.
  package var otherFactorsContribution: Double
  package var model: String
}

/// The customers most likely to leave, most likely first.
package struct ChurnListAnswer: Codable, Sendable {
  package var customers: [ChurnAnswer]
  /// Customers scored.
  package var scored: Int
  /// Of those, customers of high risk.
  package var highRisk: Int
  /// Customers who by the definition have left already; in the list only where
  /// asked for.
  package var alreadyGone: Int
  package var asOf: String
  package var model: String
}
