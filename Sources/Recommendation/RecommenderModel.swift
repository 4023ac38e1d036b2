package import Domain
import Engine
package import Features
package import Models

/// A trained recommender.
///
/// The score of product i for a customer is
/// `w₁ · xᵀyᵢ + w₂ · own(i) + w₃ · popularity(i)`, with x folded in from the
/// customer's history at the moment of the request: what was bought a second ago
/// counts, without training again.
package struct RecommenderModel: Sendable {
  package let configuration: RecommenderConfiguration
  package let products: Vocabulary<Product.Key>
  package let factorisation: ImplicitALS
  package let popularity: Popularity
  package internal(set) var blend: Blend
  /// The moment after the last interaction trained on.
  package let trainedAsOf: Timestamp

  init(
    configuration: RecommenderConfiguration, products: Vocabulary<Product.Key>,
    factorisation: ImplicitALS, popularity: Popularity, blend: Blend, trainedAsOf: Timestamp
  ) {
    self.configuration = configuration
    self.products = products
    self.factorisation = factorisation
    self.popularity = popularity
    self.blend = blend
    self.trainedAsOf = trainedAsOf
  }

  /// Reads events into histories over this model's products.
  package var historyBuilder: HistoryBuilder {
    HistoryBuilder(
      products: products, weights: configuration.weights,
      ownHalfLifeDays: configuration.ownHalfLifeDays)
  }

  /// What each part says, before the blend.
  struct Parts {
    /// One inner product a product row.
    var factorisation: [Float]
    /// By product row, only for products bought before.
    var own: [Int: Float]
    var foldIn: ImplicitALS.FoldIn
  }

  func parts(of history: [ProductHistory]) -> Parts {
    let known = history.filter { $0.confidence > 0 }
    let foldIn = factorisation.foldIn(
      items: known.map(\.product), confidences: known.map(\.confidence))
    var own: [Int: Float] = [:]
    for item in history where item.ownPurchases > 0 {
      own[item.product] = Blend.ownValue(item.ownPurchases)
    }
    return Parts(factorisation: factorisation.scores(foldIn), own: own, foldIn: foldIn)
  }

  /// The best products for a customer with this history.
  ///
  /// - Complexity: O(h d² + d³ + n d) for h products in the history, n products
  ///   and d dimensions.
  package func recommend(
    history: [ProductHistory], request: RecommendationRequest
  ) -> RecommendationList {
    guard history.contains(where: { $0.confidence > 0 || $0.ownPurchases > 0 }) else {
      return popular(request, history: history)
    }
    let parts = parts(of: history)
    var scores = parts.factorisation
    for index in scores.indices {
      scores[index] =
        blend.factorisation * scores[index] + blend.popularity * popularity.overall[index]
    }
    for (product, value) in parts.own { scores[product] += blend.ownPurchases * value }
    let top = Ranking.top(
      request.limit, of: scores, excluding: hidden(by: request, history: history))
    return RecommendationList(
      items: top.map { index, score in
        Recommendation(
          product: index, score: score,
          reasons: request.explains
            ? reasons(for: index, score: score, parts: parts, history: history) : [])
      },
      fallback: nil)
  }

  /// Products most like one, by the cosine of their factors.
  package func similar(to product: Int, limit: Int) -> [(product: Int, similarity: Float)] {
    factorisation.similarItems(to: product, limit: limit).map { ($0.index, $0.score) }
  }

  private func popular(
    _ request: RecommendationRequest, history: [ProductHistory]
  ) -> RecommendationList {
    let local = request.country.flatMap { popularity.byCountry[$0] }
    let top = Ranking.top(
      request.limit, of: local ?? popularity.overall,
      excluding: hidden(by: request, history: history))
    return RecommendationList(
      items: top.map { index, score in
        let reason = Recommendation.Reason(
          kind: .popular, because: nil, contribution: score, share: 1)
        return Recommendation(
          product: index, score: score, reasons: request.explains ? [reason] : [])
      },
      fallback: local == nil ? .popular : request.country.map { .popularInCountry($0) })
  }

  /// The rows that must not appear.
  private func hidden(by request: RecommendationRequest, history: [ProductHistory]) -> Set<Int> {
    var hidden = request.excluded
    for item in history where item.isDisliked || (request.onlyNew && item.purchaseCount > 0) {
      hidden.insert(item.product)
    }
    if let allowed = request.allowed {
      for row in allowed.indices where !allowed[row] { hidden.insert(row) }
    }
    return hidden
  }

  /// The terms of a score, largest first: up to three products of the history,
  /// the rest of it as one, having bought the product itself, and popularity.
  private func reasons(
    for product: Int, score: Float, parts: Parts, history: [ProductHistory]
  ) -> [Recommendation.Reason] {
    let known = history.filter { $0.confidence > 0 }
    let own = blend.ownPurchases > 0 ? parts.own[product] : nil
    var terms = zip(known, factorisation.contributions(parts.foldIn, to: product))
      .map { (item: $0, contribution: $1 * blend.factorisation) }
      .sorted { ($1.contribution, $0.item.product) < ($0.contribution, $1.item.product) }
    var reasons: [Recommendation.Reason] = []
    func add(_ kind: Recommendation.Reason.Kind, because: Int?, _ contribution: Float) {
      reasons.append(
        Recommendation.Reason(
          kind: kind, because: because, contribution: contribution,
          share: score == 0 ? 0 : contribution / score))
    }
    if let own {
      // What having bought it says through the factors belongs to the same reason.
      let same = terms.first { $0.item.product == product }?.contribution ?? 0
      terms.removeAll { $0.item.product == product }
      let times = history.first { $0.product == product }?.purchaseCount ?? 0
      add(
        .boughtBefore(times: times), because: product, own * blend.ownPurchases + same)
    }
    let named = terms.prefix(3).filter { $0.contribution > 0 }
    for term in named {
      add(
        .history(verb: verb(term.item.strongestKind)), because: term.item.product,
        term.contribution)
    }
    let rest = terms.dropFirst(named.count)
    if !rest.isEmpty {
      add(
        .otherHistory(products: rest.count), because: nil,
        rest.reduce(0) { $0 + $1.contribution })
    }
    if blend.popularity > 0 {
      add(.popular, because: nil, popularity.overall[product] * blend.popularity)
    }
    return reasons.sorted { $0.contribution > $1.contribution }
  }
}

private func verb(_ kind: InteractionKind) -> String {
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
