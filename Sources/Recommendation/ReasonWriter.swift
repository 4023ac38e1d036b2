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

  /// What one product of the history adds, exactly or as found by leaving it out.
  private struct Term {
    var item: Int
    var value: Float
    var isExact = true
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
    let own = history.index(of: product)
    var (best, others): ([Term], (value: Float, items: Int)) = ([], (0, 0))
    for item in history.items.indices {
      var (exact, leftOut) = (tally.exact[item], tally.leftOut[item])
      if item == own, exact != 0, history.items[item].purchaseCount > 0 {
        add(.boughtBefore(times: history.items[item].purchaseCount), because: product, exact)
        exact = 0
      }
      others.items += exact != 0 || leftOut != 0 ? 1 : 0
      for term in [
        Term(item: item, value: exact), Term(item: item, value: leftOut, isExact: false),
      ]
      where term.value != 0 {
        if let last = best.last, best.count == Self.named, last.value >= term.value {
          others.value += term.value
          continue
        }
        let place = best.firstIndex { $0.value < term.value } ?? best.count
        best.insert(term, at: place)
        if best.count > Self.named { others.value += best.removeLast().value }
      }
    }
    let named = best.prefix { $0.value > 0 }
    for term in named {
      let item = history.items[term.item]
      let verb = Self.verb(item.strongestKind)
      add(
        term.isExact ? .history(verb: verb) : .sequence(verb: verb), because: item.product,
        term.value)
    }
    let rest = best.dropFirst(named.count).reduce(others.value) { $0 + $1.value }
    let restCount = others.items - Set(named.map(\.item)).count
    if rest != 0 || restCount > 0 { add(.otherHistory(products: restCount), rest) }
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
