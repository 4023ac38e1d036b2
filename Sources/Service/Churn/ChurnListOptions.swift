import Churn

/// By what a churn list is ordered, the greatest first.
package enum ChurnOrder: String, CaseIterable, Sendable {
  /// By the chance to leave.
  case risk
  /// By what a contact brings less what it costs.
  case profit
  /// By what the customer spends if kept.
  case value

  var callOrder: CallOrder {
    switch self {
    case .risk: .risk
    case .profit: .profit
    case .value: .value
    }
  }
}

/// Which customers a churn list holds, and in which order.
package struct ChurnListOptions: Sendable {
  /// How many at the most.
  package var limit: Int
  /// Whom the list begins with.
  package var order: ChurnOrder
  /// The place behind which the list goes on; nil begins it.
  package var after: ChurnPlace?
  /// Only customers of at least this probability.
  package var leastProbability: Double
  /// Whether those who have left already by the definition are listed too.
  package var includesGone: Bool

  package init(
    limit: Int, order: ChurnOrder = .risk, after: ChurnPlace? = nil, leastProbability: Double = 0,
    includesGone: Bool = false
  ) {
    self.limit = limit
    self.order = order
    self.after = after
    self.leastProbability = leastProbability
    self.includesGone = includesGone
  }
}
