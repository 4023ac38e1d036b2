package import Domain
import Engine
package import Features
package import Models

/// What a customer is expected to spend, and what the figure is made of.
package struct ValueScore: Sendable {
  /// What one measure adds, against the average customer.
  package struct Factor: Sendable {
    package var measure: String
    package var value: ChurnScore.Factor.Value
    /// Mean over the customers trained on; nil for a category.
    package var populationMean: Float?
    /// In log-odds of buying anything.
    package var toLogOdds: Double
    /// To the logarithm of the spend of a customer who buys: 0.1 is a tenth more.
    package var toLogSpend: Double
  }

  package var customer: Customer.Key
  /// The mean spend within the horizon: `buyProbability` · `spendIfBuying`.
  package var expectedSpend: Double
  /// The amounts between which the spend lies four times out of five.
  package var low: Double
  package var high: Double
  package var buyProbability: Double
  /// The mean spend of a customer like this who buys anything: the value if kept.
  package var spendIfBuying: Double
  /// `baseLogOdds` plus what all factors add.
  package var logOdds: Double
  package var baseLogOdds: Double
  /// `baseLogSpend` plus what all factors add; the prediction of log1p(spend).
  package var logSpend: Double
  package var baseLogSpend: Double
  /// All measures, in the model's order.
  package var factors: [Factor]
  /// The purchase days that BG/NBD expects; nil where it could not be fitted.
  package var expectedPurchases: Double?
  /// Those times the gamma-gamma model's spend a day.
  package var referenceSpend: Double?
}

/// A trained model of what customers spend within a horizon.
///
/// Two linear models on one spline basis, for most customers of most shops spend
/// nothing in a given period: a logistic regression of whether anything is spent,
/// and a ridge regression of the logarithm of how much, fitted on those who spend.
/// The mean is the product of the two, brought back to money by the mean of the
/// exponentials of the residuals.
///
/// - Source: N. Duan, W. G. Manning, C. N. Morris & J. P. Newhouse 1983, "A
///   Comparison of Alternative Models for the Demand for Medical Care", J. Business
///   & Economic Statistics 1(2), for the two parts.
package struct ValueModel: Sendable {
  /// The share of outcomes that an interval holds.
  package static let intervalLevel = SpendDistribution.level

  package let horizonDays: Int
  package let encoder: DesignEncoder
  /// Whether anything is spent.
  package let buying: LogisticRegression
  /// log1p of the spend of those who spend.
  package let spending: LinearRegression
  let distribution: SpendDistribution
  package let rates: PurchaseRates
  /// The median of the spend if buying of the customers at the last cut-off.
  package internal(set) var medianValue: Double
  /// Rows learned from: a customer is one at each cut-off.
  package let observationCount: Int
  /// The first moment the training outcomes did not see.
  package let trainedAsOf: Timestamp

  /// Two figures a row of what the model expects.
  package struct Prediction: Sendable, Hashable {
    package var buyProbability: Double
    package var spendIfBuying: Double
    package var low: Double
    package var high: Double

    package var expectedSpend: Double { buyProbability * spendIfBuying }
  }

  /// What the customers of all rows are expected to spend.
  package func predictions(of rows: ValueRows) -> [Prediction] {
    let matrix = encoder.matrix(of: withRates(rows).table)
    let logSpends = spending.predict(matrix)
    return zip(buying.logOdds(matrix), logSpends).map { logOdds, logSpend in
      prediction(logOdds: logOdds, logSpend: logSpend)
    }
  }

  /// Predictions with what they are made of, for some of the rows.
  ///
  /// With standardised columns, wⱼ·xⱼ is the exact Shapley value of column j under
  /// independence; the columns of one measure are added up.
  package func scores(of rows: ValueRows, at indices: [Int]) -> [ValueScore] {
    let table = withRates(rows).table
    let matrix = encoder.matrix(of: table.selecting(indices))
    return indices.enumerated().map { row, index in
      score(matrix.row(row), table: table, row: index, days: rows.days)
    }
  }

  private func score(
    _ columns: [Float], table: CustomerTable, row: Int, days: PurchaseDays
  ) -> ValueScore {
    var logOdds = buying.intercept
    var logSpend = spending.intercept
    var factors: [ValueScore.Factor] = []
    for measure in encoder.measures {
      var factor = ValueScore.Factor(
        measure: measure.name, value: table.value(of: measure, row: row),
        populationMean: measure.mean, toLogOdds: 0, toLogSpend: 0)
      for column in measure.firstColumn..<(measure.firstColumn + measure.columnCount) {
        factor.toLogOdds += buying.weights[column] * Double(columns[column])
        factor.toLogSpend += spending.weights[column] * Double(columns[column])
      }
      logOdds += factor.toLogOdds
      logSpend += factor.toLogSpend
      factors.append(factor)
    }
    let prediction = prediction(logOdds: logOdds, logSpend: logSpend)
    let purchases = rates.expectedPurchases(days, row: row, horizonDays: horizonDays)
    let orderValue = rates.orderValue(days, row: row)
    return ValueScore(
      customer: table.customers[row], expectedSpend: prediction.expectedSpend,
      low: prediction.low, high: prediction.high, buyProbability: prediction.buyProbability,
      spendIfBuying: prediction.spendIfBuying, logOdds: logOdds, baseLogOdds: buying.intercept,
      logSpend: logSpend, baseLogSpend: spending.intercept, factors: factors,
      expectedPurchases: purchases,
      referenceSpend: purchases.flatMap { count in orderValue.map { count * $0 } })
  }

  private func prediction(logOdds: Double, logSpend: Double) -> Prediction {
    let probability = Logistic.sigmoid(logOdds)
    let interval = distribution.interval(buyProbability: probability, logSpend: logSpend)
    return Prediction(
      buyProbability: probability, spendIfBuying: distribution.mean(logSpend: logSpend),
      low: interval.low, high: interval.high)
  }

  private func withRates(_ rows: ValueRows) -> ValueRows {
    var rows = rows
    rows.addRates(rates, horizonDays: horizonDays)
    return rows
  }
}

extension CustomerTable {
  /// A customer's own value of a measure.
  fileprivate func value(
    of measure: DesignEncoder.Measure, row: Int
  ) -> ChurnScore.Factor.Value {
    if measure.knots != nil {
      guard let column = numeric.first(where: { $0.name == measure.name }),
        !column.values[row].isNaN
      else { return .missing }
      return .number(column.values[row])
    }
    guard let column = categorical.first(where: { $0.name == measure.name }),
      let value = column.values[row]
    else { return .missing }
    return .category(value)
  }
}
