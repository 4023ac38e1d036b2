package import Domain

/// Figures for monitoring, all of one moment.
package struct MetricsSnapshot: Sendable {
  /// The recommendations of one model version, in one arm of an experiment or in
  /// none.
  package struct Group: Sendable, Hashable {
    package var model: String
    package var experiment: String?
    /// `a` or `b`.
    package var arm: String?
  }

  package struct Counts: Sendable, Hashable {
    package var impressions: Int
    package var clicks: Int
    /// Impressions on customers on record, who alone can be seen to buy.
    package var customerImpressions: Int
    package var conversions: Int

    /// Never fewer than before: erasing a customer must not look like a restart.
    func atLeast(_ other: Counts) -> Counts {
      Counts(
        impressions: max(impressions, other.impressions), clicks: max(clicks, other.clicks),
        customerImpressions: max(customerImpressions, other.customerImpressions),
        conversions: max(conversions, other.conversions))
    }
  }

  package struct Model: Sendable, Hashable {
    package var kind: String
    package var name: String
    package var createdAt: Timestamp
    package var bytes: Int
  }

  /// The models in use.
  package var models: [Model]
  /// Rows by table.
  package var records: [(table: String, rows: Int)]
  /// In the order of models, experiments and arms.
  package var groups: [(group: Group, counts: Counts)]
}
