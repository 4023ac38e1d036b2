import Domain
import Recommendation

/// What a rule has to do with those there are already.
struct RuleConflicts {
  let facts: ProductFacts
  /// Those that are neither removed nor over, oldest first.
  let others: [SteeringRule]

  /// The rule that says the same already.
  func duplicate(of rule: SteeringRule) -> SteeringRule? {
    others.first {
      $0.action == rule.action && $0.target == rule.target && $0.audience == rule.audience
        && $0.validFrom == rule.validFrom && $0.validUntil == rule.validUntil
    }
  }

  /// One sentence for each rule that counts for some of the same customers, products
  /// and times and wants something else.
  func warnings(for rule: SteeringRule) -> [String] {
    let rows = Set(facts.rows(of: rule.target))
    return others.compactMap { other in
      guard overlap(rule, other) else { return nil }
      if case .pin(let place) = rule.action, case .pin(place) = other.action,
        rule.target.product != other.target.product
      {
        return "rule \(other.id) (\(other.text)) has place \(place): "
          + "the older rule wins, this product comes next"
      }
      let shared = facts.rows(of: other.target).count { rows.contains($0) }
      guard shared > 0 else { return nil }
      return warning(for: rule, beside: other, shared: shared)
    }
  }

  private func warning(
    for rule: SteeringRule, beside other: SteeringRule, shared: Int
  ) -> String? {
    let name = "rule \(other.id) (\(other.text))"
    switch (rule.action, other.action) {
    case (.pin, .pin): return "\(name) pins the same product: the older rule wins"
    case (.boost, .boost):
      return rule.target == other.target ? "\(name) is about the same products: both count" : nil
    case (let one, let two) where one.rank == two.rank: return nil
    case (let one, let two):
      let products = shared == 1 ? "one of the same products" : "\(shared) of the same products"
      let result =
        two.rank > one.rank
        ? "wins: \(two.name) beats \(one.name)" : "loses: \(one.name) beats \(two.name)"
      return "\(name) is about \(products) and \(result)"
    }
  }

  /// Whether there can be a customer and a moment for which both count.
  private func overlap(_ one: SteeringRule, _ two: SteeringRule) -> Bool {
    if let a = one.audience.country, let b = two.audience.country, a != b { return false }
    if let a = one.audience.attribute, let b = two.audience.attribute, a.name == b.name,
      a.value != b.value
    {
      return false
    }
    func ends(_ rule: SteeringRule, before other: SteeringRule) -> Bool {
      guard let until = rule.validUntil, let from = other.validFrom else { return false }
      return until <= from
    }
    return !ends(one, before: two) && !ends(two, before: one)
  }
}
