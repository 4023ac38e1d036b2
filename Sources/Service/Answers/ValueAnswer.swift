/// What a customer is expected to spend and what the figure is made of, as the API
/// and `--json` give it.
package struct ValueAnswer: Codable, Sendable {
  /// One measure and what it adds to the two parts of the spend.
  package struct Factor: Codable, Sendable {
    /// The measure.
    package var feature: String
    /// The customer's own value where it is a number.
    package var value: Double?
    /// The customer's own value where it is a category.
    package var category: String?
    /// What the measure is on average; nil for one without a mean.
    package var populationMean: Double?
    /// To the log-odds of buying anything.
    package var toLogOdds: Double
    /// To the logarithm of the spend of a customer who buys.
    package var toLogSpend: Double
  }

  /// The shop's own id of the customer.
  package var customerId: String
  /// The day up to which the shop is known.
  package var asOf: String
  /// Days that the figures are about.
  package var horizonDays: Int
  /// The mean: `buyProbability` times `spendIfBuying`.
  package var expectedSpend: Double
  /// The amounts between which the spend lies with the chance `intervalLevel`.
  package var low: Double
  /// The upper end of the interval.
  package var high: Double
  /// The share of customers whose spend lies within the interval.
  package var intervalLevel: Double
  /// How likely the customer buys within the horizon.
  package var buyProbability: Double
  /// The value of the customer if kept.
  package var spendIfBuying: Double
  /// `baseLogOdds` plus what all factors add.
  package var logOdds: Double
  /// The log-odds before any factor is added.
  package var baseLogOdds: Double
  /// `baseLogSpend` plus what all factors add.
  package var logSpend: Double
  /// The logarithm of the spend before any factor is added.
  package var baseLogSpend: Double
  /// All factors, the one that moves the expected spend most first.
  package var factors: [Factor]
  /// The purchase days that BG/NBD expects.
  package var bgNbdPurchases: Double?
  /// Those times the spend a day that gamma-gamma expects.
  package var bgNbdSpend: Double?
  /// The name of the model, such as `churn-3`.
  package var model: String
}

/// The customers who are expected to spend most, the most first.
package struct ValueListAnswer: Codable, Sendable {
  /// Those who are expected to spend most first.
  package var customers: [ValueAnswer]
  /// Customers scored.
  package var scored: Int
  /// What all of them are expected to spend.
  package var expectedSpend: Double
  /// The day up to which the shop is known.
  package var asOf: String
  /// Days that the figures are about.
  package var horizonDays: Int
  /// The name of the model, such as `churn-3`.
  package var model: String
}
