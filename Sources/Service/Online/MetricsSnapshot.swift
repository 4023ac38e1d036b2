package import Domain

/// Figures for monitoring, all of one moment.
package struct MetricsSnapshot: Sendable {
  /// The recommendations of one model version, in one arm of an experiment or in
  /// none.
  package struct Group: Sendable, Hashable {
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// The name of the experiment; nil where there was none.
    package var experiment: String?
    /// `a` or `b`.
    package var arm: String?
  }

  /// What came of the recommendations of a group.
  package struct Counts: Sendable, Hashable {
    /// Products that were shown.
    package var impressions: Int
    /// Products that were clicked.
    package var clicks: Int
    /// Impressions on customers on record, who alone can be seen to buy.
    package var customerImpressions: Int
    /// Impressions after which the customer bought the product.
    package var conversions: Int

    /// Never fewer than before: erasing a customer must not look like a restart.
    func atLeast(_ other: Counts) -> Counts {
      Counts(
        impressions: max(impressions, other.impressions), clicks: max(clicks, other.clicks),
        customerImpressions: max(customerImpressions, other.customerImpressions),
        conversions: max(conversions, other.conversions))
    }
  }

  /// A model in use.
  package struct Model: Sendable, Hashable {
    /// What kind it is.
    package var kind: String
    /// Such as `churn-3`.
    package var name: String
    /// When it was trained.
    package var createdAt: Timestamp
    /// How many bytes it has.
    package var bytes: Int
  }

  /// The models in use.
  package var models: [Model]
  /// Rows by table.
  package var records: [(table: String, rows: Int)]
  /// In the order of models, experiments and arms.
  package var groups: [(group: Group, counts: Counts)]
}
