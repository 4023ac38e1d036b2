import Recommendation

/// What beside the models decided on a product's place, as answers give it.
package struct EffectAnswer: Codable, Sendable {
  /// `boosted`, `repurchase due`, `pinned`, `buried`, `explored` or `diversified`.
  package var kind: String
  /// The rule's number; nil for what is no rule.
  package var rule: Int?
  /// What it added to the score; nil for what changed the place alone.
  package var contribution: Double?
  /// The effect in words.
  package var text: String

  init(_ effect: SteeringEffect, rules: RuleBook) {
    rule = effect.rule
    let name = effect.rule.map { id in
      "rule \(id)" + (rules[id].map { " (\($0.text))" } ?? "")
    }
    switch effect {
    case .boosted(_, let term):
      kind = "boosted"
      contribution = sixDigits(Double(term))
      text = "\(term < 0 ? "lowered" : "raised") by \(name ?? "a rule")"
    case .repurchaseDue(let term):
      kind = "repurchase due"
      contribution = sixDigits(Double(term))
      text = "the usual time between two purchases has passed"
    case .pinned(_, let position):
      kind = "pinned"
      text = "put in place \(position) by \(name ?? "a rule")"
    case .buried:
      kind = "buried"
      text = "put last by \(name ?? "a rule")"
    case .explored:
      kind = "explored"
      text = "shown to learn how it is taken"
    case .diversified(let rank):
      kind = "diversified"
      text = "moved for variety; by its score it would be in place \(rank)"
    }
  }
}
