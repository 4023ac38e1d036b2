/// What a customer is expected to spend and what the figure is made of, as the API
/// and `--json` give it.
package struct ValueAnswer: Codable, Sendable {
  package struct Factor: Codable, Sendable {
    package var feature: String
    /// The customer's own value where it is a number.
    package var value: Double?
    /// The customer's own value where it is a category.
    package var category: String?
    package var populationMean: Double?
    /// To the log-odds of buying anything.
    package var toLogOdds: Double
    /// To the logarithm of the spend of a customer who buys.
    package var toLogSpend: Double
  }

  package var customerId: String
  package var asOf: String
  package var horizonDays: Int
  /// The mean: `buyProbability` times `spendIfBuying`.
  package var expectedSpend: Double
  /// The amounts between which the spend lies with the chance `intervalLevel`.
  package var low: Double
  package var high: Double
  package var intervalLevel: Double
  package var buyProbability: Double
  /// The value of the customer if kept.
  package var spendIfBuying: Double
  /// `baseLogOdds` plus what all factors add.
  package var logOdds: Double
  package var baseLogOdds: Double
  /// `baseLogSpend` plus what all factors add.
  package var logSpend: Double
  package var baseLogSpend: Double
  /// All factors, the one that moves the expected spend most first.
  package var factors: [Factor]
  /// The purchase days that BG/NBD expects.
  package var bgNbdPurchases: Double?
  /// Those times the spend a day that gamma-gamma expects.
  package var bgNbdSpend: Double?
  package var model: String
}

/// The customers who are expected to spend most, the most first.
package struct ValueListAnswer: Codable, Sendable {
  package var customers: [ValueAnswer]
  /// Customers scored.
  package var scored: Int
  /// What all of them are expected to spend.
  package var expectedSpend: Double
  package var asOf: String
  package var horizonDays: Int
  package var model: String
}
