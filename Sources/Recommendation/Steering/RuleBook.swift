package import Domain

/// A rule and the products it is about.
package struct ResolvedRule: Sendable {
  package let rule: SteeringRule
  /// Ascending.
  package let rows: [Int32]

  package init(_ rule: SteeringRule, facts: ProductFacts) {
    self.rule = rule
    rows = facts.rows(of: rule.target)
  }

  func contains(_ row: Int) -> Bool {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < Int32(row) { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low] == Int32(row)
  }
}

/// Every stored rule over the products of one model.
///
/// Built once for a snapshot of rules and catalogue.
package struct RuleBook: Sendable {
  /// Oldest first.
  private let rules: [ResolvedRule]
  /// The number of rows that the rules are about.
  package let productCount: Int

  package static let empty = RuleBook([], facts: ProductFacts([]))

  package init(_ rules: [SteeringRule], facts: ProductFacts) {
    productCount = facts.count
    self.rules = rules.filter { $0.removedAt == nil }
      .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
      .map { ResolvedRule($0, facts: facts) }
  }

  /// The rules that count for somebody at a time, oldest first.
  package func active(
    at time: Timestamp, country: String? = nil, attributes: [String: AttributeValue] = [:]
  ) -> [ResolvedRule] {
    rules.filter { resolved in
      resolved.rule.isActive(at: time)
        && resolved.rule.audience.includes(country: country, attributes: attributes)
    }
  }

  /// The rule that an effect names.
  package subscript(id: Int) -> SteeringRule? { rules.first { $0.rule.id == id }?.rule }
}
