/// A product at its place in the list, and what put it there.
package struct SteeredItem: Sendable, Hashable {
  /// The product's row.
  package var row: Int
  /// What the models gave, and the terms of all effects.
  package var score: Float
  /// What changed its place or its score; empty where the models alone decided.
  package var effects: [SteeringEffect]
}

/// One thing beside the models' score that decided on a product's place.
package enum SteeringEffect: Sendable, Hashable {
  /// A rule added this to the score.
  case boosted(rule: Int, term: Float)
  /// The customer's usual time between two purchases has passed, which added this.
  case repurchaseDue(term: Float)
  /// A rule put it at this place, counted from 1.
  case pinned(rule: Int, position: Int)
  /// A rule put it behind all others.
  case buried(rule: Int)
  /// It is shown to learn how it is taken, whatever its score.
  case explored
  /// It is unlike, or too much like, what is shown before it; by its score it would
  /// be at this place among those that no rule has placed, counted from 1.
  case diversified(rank: Int)

  /// What it added to the score.
  package var term: Float {
    switch self {
    case .boosted(_, let term), .repurchaseDue(let term): term
    default: 0
    }
  }

  /// The rule that was at work; nil for what is no rule.
  package var rule: Int? {
    switch self {
    case .boosted(let rule, _), .pinned(let rule, _), .buried(let rule): rule
    default: nil
    }
  }
}
