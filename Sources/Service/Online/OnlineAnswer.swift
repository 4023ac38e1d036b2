package import Evaluation

/// A share with its 95 % interval, as `--json` gives it.
package struct RateAnswer: Codable, Sendable, Hashable {
  package var value: Double
  package var low: Double
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
  package struct Model: Codable, Sendable, Hashable {
    package var model: String
    package var impressions: Int
    package var clicks: Int
    /// Clicked impressions of all, Wilson's interval; nil for no impressions.
    package var clickThrough: RateAnswer?
    /// Impressions on customers on record, who alone can be seen to buy.
    package var customerImpressions: Int
    /// Of these, how many the customer bought the product after.
    package var conversions: Int
    package var purchases: Int
    /// Conversions of the impressions on customers; nil where there are none.
    package var conversion: RateAnswer?
  }

  package struct Position: Codable, Sendable, Hashable {
    package var position: Int
    package var impressions: Int
    package var clicks: Int
    package var clickThrough: RateAnswer?
  }

  /// Days after an impression within which a purchase counts as its conversion.
  package var attributionDays: Int
  /// By version, the newest last.
  package var models: [Model]
  /// All versions together, by the place in the list; the first twenty.
  package var positions: [Position]
}
