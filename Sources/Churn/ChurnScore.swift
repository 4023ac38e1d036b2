package import Domain

/// A churn probability and the exact terms it is made of.
package struct ChurnScore: Sendable {
  /// What one measure adds to the log-odds, against the average customer.
  package struct Factor: Sendable {
    /// The customer's own value.
    package enum Value: Sendable, Hashable {
      case number(Float)
      case category(String)
      case missing
      /// The values of both measures of a pair, in words.
      case pair(String)
    }

    /// The measure's name; of a pair both, joined by " × ".
    package var measure: String
    package var value: Value
    /// Mean over the customers trained on; nil for a category and for a pair.
    package var populationMean: Float?
    /// In log-odds; above zero speaks for leaving.
    package var contribution: Double
    /// The probability less what it would be if this one measure were average.
    package var probabilityChange: Double
  }

  package var customer: Customer.Key
  package var probability: Double
  /// `baseLogOdds` plus all contributions.
  package var logOdds: Double
  /// The log-odds of a customer who is average in every measure.
  package var baseLogOdds: Double
  /// All measures, in the model's order.
  package var factors: [Factor]

  /// The measures that speak for leaving, strongest first.
  package var riskFactors: [Factor] {
    factors.filter { $0.contribution > 0 }.sorted { $0.contribution > $1.contribution }
  }

  /// The measures that speak for staying, strongest first.
  package var protectiveFactors: [Factor] {
    factors.filter { $0.contribution < 0 }.sorted { $0.contribution < $1.contribution }
  }
}

/// How the part of two measures together is shown.
package enum PairReasons: Sendable, Hashable {
  /// Divided between the two by its exact Shapley value.
  case split
  /// As a factor of its own.
  case shown
}
