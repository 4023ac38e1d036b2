package import Evaluation

/// A share with its 95 % interval, as `--json` gives it.
package struct RateAnswer: Codable, Sendable, Hashable {
  /// The figure.
  package var value: Double
  /// The lower end of the interval.
  package var low: Double
  /// The upper end of the interval.
  package var high: Double

  /// Nil where there is nothing to take a share of.
  package init?(_ metric: Metric) {
    guard metric.value.isFinite, metric.low.isFinite, metric.high.isFinite else { return nil }
    value = sixDigits(metric.value)
    low = sixDigits(metric.low)
    high = sixDigits(metric.high)
  }
}

/// How recommendations did with customers, as `status --json` gives it.
package struct OnlineAnswer: Codable, Sendable {
  /// What came of the recommendations of one version.
  package struct Model: Codable, Sendable, Hashable {
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// Products that were shown.
    package var impressions: Int
    /// Products that were clicked.
    package var clicks: Int
    /// Clicked impressions of all, Wilson's interval; nil for no impressions.
    package var clickThrough: RateAnswer?
    /// Impressions on customers on record, who alone can be seen to buy.
    package var customerImpressions: Int
    /// Of these, how many the customer bought the product after.
    package var conversions: Int
    /// Purchases that came after.
    package var purchases: Int
    /// Conversions of the impressions on customers; nil where there are none.
    package var conversion: RateAnswer?
  }

  /// What came of one place in the lists.
  package struct Position: Codable, Sendable, Hashable {
    /// The place in the list, from 1.
    package var position: Int
    /// Products that were shown.
    package var impressions: Int
    /// Products that were clicked.
    package var clicks: Int
    /// Clicked impressions of all, with an interval; nil where there are none.
    package var clickThrough: RateAnswer?
  }

  /// Days after an impression within which a purchase counts as its conversion.
  package var attributionDays: Int
  /// By version, the newest last.
  package var models: [Model]
  /// All versions together, by the place in the list; the first twenty.
  package var positions: [Position]
}
