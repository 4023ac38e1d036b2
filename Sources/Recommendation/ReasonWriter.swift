import Domain
import Features

/// Turns what each model says of a product into the reasons that are shown.
///
/// Terms of one product of the history are added up over the models that account
/// for their scores exactly; those of the sequence transformer stay apart, as they
/// are found by leaving events out.
struct ReasonWriter {
  /// Products of the history that are named one by one.
  private static let named = 3

  let history: CustomerHistory
  let scores: RecommenderModel.Scores

  /// The terms of each item's score, the largest first.
  func reasons(for items: [SteeredItem]) -> [[Recommendation.Reason]] {
    let attributions = scores.parts.map { $0.scores.attributions(of: items.map(\.row)) }
    return items.enumerated().map { place, item in
      var tally = Tally(count: history.items.count)
      for (part, attributed) in zip(scores.parts, attributions) {
        tally.add(attributed[place], of: part)
      }
      return reasons(tally, for: item)
    }
  }

  /// The terms of one score.
  private struct Tally {
    /// One a product of the history.
    var exact: [Float]
    var leftOut: [Float]
    var rests: [(kind: CandidateKind, value: Float)] = []

    init(count: Int) {
      exact = [Float](repeating: 0, count: count)
      leftOut = exact
    }

    mutating func add(_ attribution: Attribution, of part: RecommenderModel.Scores.Part) {
      if part.kind == .sequence {
        for term in attribution.terms { leftOut[term.item] += part.factor * term.value }
      } else {
        for term in attribution.terms { exact[term.item] += part.factor * term.value }
      }
      if attribution.rest != 0 { rests.append((part.kind, part.factor * attribution.rest)) }
    }
  }

  private func reasons(_ tally: Tally, for steered: SteeredItem) -> [Recommendation.Reason] {
    let (product, score) = (steered.row, steered.score)
    var reasons: [Recommendation.Reason] = []
    func add(_ kind: Recommendation.Reason.Kind, because: Int? = nil, _ contribution: Float) {
      reasons.append(
        Recommendation.Reason(
          kind: kind, because: because, contribution: contribution,
          share: score == 0 ? 0 : contribution / score))
    }
    var terms: [(item: Int, value: Float, isExact: Bool)] = []
    let own = history.index(of: product)
    for item in history.items.indices {
      if tally.exact[item] != 0 {
        if item == own, history.items[item].purchaseCount > 0 {
          let times = history.items[item].purchaseCount
          add(.boughtBefore(times: times), because: product, tally.exact[item])
        } else {
          terms.append((item, tally.exact[item], true))
        }
      }
      if tally.leftOut[item] != 0 { terms.append((item, tally.leftOut[item], false)) }
    }
    terms.sort { ($1.value, $0.item) < ($0.value, $1.item) }
    let named = terms.prefix(Self.named).filter { $0.value > 0 }
    for term in named {
      let item = history.items[term.item]
      let verb = Self.verb(item.strongestKind)
      add(
        term.isExact ? .history(verb: verb) : .sequence(verb: verb), because: item.product,
        term.value)
    }
    let others = terms.dropFirst(named.count)
    if !others.isEmpty {
      add(
        .otherHistory(products: Set(others.map(\.item)).count), others.reduce(0) { $0 + $1.value })
    }
    for (kind, value) in tally.rests { add(Self.reason(of: kind), value) }
    for effect in steered.effects where effect.term != 0 {
      add(effect.rule.map { .rule($0) } ?? .repurchaseDue, effect.term)
    }
    return reasons.sorted { $0.contribution > $1.contribution }
  }

  private static func reason(of kind: CandidateKind) -> Recommendation.Reason.Kind {
    switch kind {
    case .popularity: .popular
    case .trending: .trending
    case .price: .price
    default: .otherHistory(products: 0)
    }
  }

  private static func verb(_ kind: InteractionKind) -> String {
    switch kind {
    case .purchase: "bought"
    case .like: "liked"
    case .rating: "rated"
    case .cart: "put in the cart"
    case .view: "viewed"
    case .return: "returned"
    case .dislike: "disliked"
    }
  }
}
