package import Domain
import Engine
package import Features
package import Models

/// A churn probability and the exact terms it is made of.
package struct ChurnScore: Sendable {
  /// What one measure adds to the log-odds, against the average customer.
  package struct Factor: Sendable {
    package enum Value: Sendable, Hashable {
      case number(Float)
      case category(String)
      case missing
    }

    package var measure: String
    package var value: Value
    /// Mean over the customers trained on; nil for a category.
    package var populationMean: Float?
    /// In log-odds; above zero speaks for leaving.
    package var contribution: Double
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

/// How urgent a probability is.
package enum RiskLevel: String, Sendable, Codable {
  case low, medium, high

  /// High from the threshold on, medium from half of it.
  package init(probability: Double, threshold: Double) {
    self = probability >= threshold ? .high : probability >= threshold / 2 ? .medium : .low
  }
}

/// A trained churn model: a logistic regression on a spline basis, so that each
/// score is a sum that can be read term by term.
package struct ChurnModel: Sendable {
  package let definition: ChurnDefinition
  package let encoder: DesignEncoder
  package let regression: LogisticRegression
  /// Share of leavers among the training rows.
  package let baseRate: Double
  /// Customers from this probability on are called high risk.
  package let threshold: Double
  /// The first moment the training labels did not see.
  package let trainedAsOf: Timestamp

  init(
    definition: ChurnDefinition, encoder: DesignEncoder, regression: LogisticRegression,
    baseRate: Double, threshold: Double, trainedAsOf: Timestamp
  ) {
    self.definition = definition
    self.encoder = encoder
    self.regression = regression
    self.baseRate = baseRate
    self.threshold = threshold
    self.trainedAsOf = trainedAsOf
  }

  /// The probabilities of all rows of a table.
  package func probabilities(of table: CustomerTable) -> [Double] {
    regression.logOdds(encoder.matrix(of: table)).map { Logistic.sigmoid($0) }
  }

  /// Scores rows of a table with their factors.
  ///
  /// With standardised columns, wⱼ·xⱼ is the exact Shapley value of column j
  /// under independence; the columns of one measure are added up.
  ///
  /// - Source: Lundberg & Lee 2017, "A unified approach to interpreting model
  ///   predictions", NeurIPS, corollary 1 (linear SHAP).
  package func scores(of table: CustomerTable) -> [ChurnScore] {
    let matrix = encoder.matrix(of: table)
    return (0..<table.count).map { row in
      var logOdds = regression.intercept
      var factors: [ChurnScore.Factor] = []
      for measure in encoder.measures {
        var contribution = 0.0
        for column in measure.firstColumn..<(measure.firstColumn + measure.columnCount) {
          contribution += regression.weights[column] * Double(matrix[row, column])
        }
        logOdds += contribution
        factors.append(
          ChurnScore.Factor(
            measure: measure.name, value: value(of: measure, in: table, row: row),
            populationMean: measure.mean, contribution: contribution))
      }
      return ChurnScore(
        customer: table.customers[row], probability: Logistic.sigmoid(logOdds), logOdds: logOdds,
        baseLogOdds: regression.intercept, factors: factors)
    }
  }

  private func value(
    of measure: DesignEncoder.Measure, in table: CustomerTable, row: Int
  ) -> ChurnScore.Factor.Value {
    if measure.knots != nil {
      guard let column = table.numeric.first(where: { $0.name == measure.name }),
        !column.values[row].isNaN
      else { return .missing }
      return .number(column.values[row])
    }
    guard let column = table.categorical.first(where: { $0.name == measure.name }),
      let value = column.values[row]
    else { return .missing }
    return .category(value)
  }
}
