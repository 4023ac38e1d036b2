package import Domain

/// How to train or evaluate.
package struct TrainingOptions: Sendable {
  /// Of all that is drawn at random.
  package var seed: UInt64
  /// Interactions from this moment on are not used; nil uses all.
  package var asOf: Timestamp?
  /// Days of churn and value; nil reads them off the shop's own repurchase gaps.
  package var horizonDays: Int?
  /// Seconds that training a recommender should take.
  package var budget: Double
  /// Whether the evaluation of a recommender leaves out each customer's last event
  /// instead of everything after a date.
  package var leavesLastOut: Bool
  /// Whether the bot keeps its networks and learns new entries and examples in
  /// seconds.
  package var isQuick: Bool
  /// The attribute whose groups the evaluation of churn compares; nil for none.
  package var groupAttribute: String?

  /// Enough for every model but the sequence transformer on a shop of some
  /// thousand products.
  package static let usualBudget = 30.0

  package init(
    seed: UInt64 = 1, asOf: Timestamp? = nil, horizonDays: Int? = nil,
    budget: Double = Self.usualBudget, leavesLastOut: Bool = false,
    isQuick: Bool = false, groupAttribute: String? = nil
  ) {
    self.seed = seed
    self.asOf = asOf
    self.horizonDays = horizonDays
    self.budget = budget
    self.leavesLastOut = leavesLastOut
    self.isQuick = isQuick
    self.groupAttribute = groupAttribute
  }
}
