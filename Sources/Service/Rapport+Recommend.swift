package import Domain
import Features
import Recommendation
import Storage

/// One thing somebody without a record did, newest last.
package struct SessionEvent: Sendable {
  /// The shop's own id of the product.
  package var productID: String
  /// What was done.
  package var kind: InteractionKind
  /// A rating's value.
  package var value: Double?
  /// When; nil where that is not known.
  package var occurredAt: Timestamp?

  package init(
    productID: String, kind: InteractionKind = .cart, value: Double? = nil,
    occurredAt: Timestamp? = nil
  ) {
    self.productID = productID
    self.kind = kind
    self.value = value
    self.occurredAt = occurredAt
  }
}

extension Rapport {
  /// The newest events of a customer that a recommendation looks at.
  private static let historyLimit = 5000

  /// Who asks.
  private struct Audience {
    var customer: Customer?
    /// The same for the same person on one day: explores the same products.
    var seed: String
  }

  /// What this customer should see next.
  ///
  /// A customer nobody knows gets what is popular, and the answer says so.
  package func recommend(
    customer id: String, options: RecommendationOptions
  ) throws -> RecommendationAnswer {
    let mark = lists.mark(id)
    let active = try servable(recommender(for: id))
    let basis = basis(options, active)
    if var answer = lists.answer(for: id, basis) {
      answer.recommendationId = options.isTracked ? recommendationID(for: active) : nil
      return answer
    }
    let (found, log) = try store.read { reader in
      let found = try reader.customer(Customer.ID(id))
      let log = try found.map {
        try reader.history(of: $0.key, limit: Self.historyLimit)
      }
      return (found, log ?? InteractionLog())
    }
    // What a wrong clock dated ahead counts as of now.
    let newest = log.occurredAt.max().map { min($0, clock()) } ?? active.model.trainedAsOf
    let history = active.model.historyBuilder.history(
      in: log.reversed(), asOf: max(active.model.trainedAsOf, newest))
    var answer = try recommend(
      history: history, audience: Audience(customer: found?.customer, seed: id),
      options: options, active: active)
    answer.customerId = id
    if found == nil, let fallback = answer.fallback {
      answer.fallback = "there is no customer \(quoted(id)), and \(fallback)"
    }
    lists.keep(answer, for: id, basis, since: mark)
    return answer
  }

  /// What somebody should see next of whom only some events are known: sessions,
  /// carts, people without a customer record.
  package func recommend(
    session events: [SessionEvent], country: String?, options: RecommendationOptions
  ) throws -> RecommendationAnswer {
    let active = try servable(recommender())
    let catalogue = try catalogue()
    let end = events.compactMap(\.occurredAt).max().map { min($0, clock()) }
    let asOf = max(active.model.trainedAsOf, end ?? active.model.trainedAsOf)
    var log = InteractionLog()
    for event in events.sortedByTime(asOf) {
      guard let key = catalogue.key(of: event.productID) else {
        throw try unknownProduct(event.productID)
      }
      log.append(
        customer: Customer.Key(0), product: key, kind: event.kind, quantity: 1,
        value: Float(event.value ?? 0), occurredAt: event.occurredAt ?? asOf)
    }
    var history = active.model.historyBuilder.history(in: log, asOf: asOf)
    // All that is known of this person counts as much as a purchase would.
    let weight = active.model.configuration.weights.purchase
    for index in history.items.indices where history.items[index].confidence > 0 {
      history.items[index].confidence = max(weight, history.items[index].confidence)
    }
    var options = options
    options.excluded += events.filter { $0.kind == .cart }.map(\.productID)
    let seed = events.map(\.productID).joined(separator: " ")
    let customer = country.map { Customer(id: Customer.ID(""), country: $0) }
    return try recommend(
      history: history, audience: Audience(customer: customer, seed: seed), options: options,
      active: active)
  }

  /// Products most like one.
  package func similar(to id: String, limit: Int) throws -> RecommendationAnswer {
    let active = try servable(recommender())
    let catalogue = try catalogue()
    guard let key = catalogue.key(of: id) else { throw try unknownProduct(id) }
    guard let row = active.model.products.row(of: key) else {
      throw ServiceError(
        .noScore, "product \(quoted(id)) came after the recommender was trained",
        hint: "run 'rapport train recommender'")
    }
    let items = active.model.similar(to: row, limit: limit + 50)
      .filter { catalogue.isAvailable(active.model.products.keys[$0.product]) }
      .prefix(limit)
      .map { item(row: $0.product, score: $0.similarity, active: active, catalogue: catalogue) }
    return RecommendationAnswer(
      customerId: nil, items: Array(items), model: active.name, recommendationId: nil,
      fallback: nil,
      empty: items.isEmpty
        ? "\(quoted(id)) shares no customer and no word of its title with another product" : nil)
  }

  private func recommend(
    history: CustomerHistory, audience: Audience, options: RecommendationOptions,
    active: Active<RecommenderModel>
  ) throws -> RecommendationAnswer {
    try options.check()
    let (catalogue, facts) = (try catalogue(), try productFacts(active))
    let products = active.model.products
    try catalogue.check(categories: options.filter.categories.sorted())
    let excluded = try Set(
      options.excluded.compactMap { id -> Int? in
        guard let key = catalogue.key(of: id) else { throw try unknownProduct(id) }
        return products.row(of: key)
      })
    let (time, customer) = (clock(), audience.customer)
    let book = try ruleBook(active)
    let list = active.model.recommend(
      history: history,
      request: RecommendationRequest(
        options: SteeringOptions(
          limit: options.limit, offset: options.offset, diversity: Float(options.diversity),
          exploration: options.exploration, seed: "\(audience.seed) \(time.date)"),
        policy: options.bought, excluded: excluded, allowed: options.filter.mask(of: facts),
        rules: book.active(
          at: time, country: customer?.country, attributes: customer?.attributes ?? [:]),
        exposure: options.exploration > 0
          ? try impressions(of: products, before: time) : nil,
        explains: options.explains, country: customer?.country, time: max(time, history.asOf)))
    let items = list.items.map { recommendation in
      var item = item(
        row: recommendation.product, score: recommendation.score, active: active,
        catalogue: catalogue)
      let effects = recommendation.effects.map { EffectAnswer($0, rules: book) }
      item.effects = effects.isEmpty ? nil : effects
      if options.explains {
        item.reasons = recommendation.reasons.map {
          reason($0, products: products, catalogue: catalogue)
        }
      }
      return item
    }
    var answer = RecommendationAnswer(
      customerId: nil, items: items, model: active.name,
      recommendationId: options.isTracked ? recommendationID(for: active) : nil,
      fallback: list.fallback.map(text))
    if items.isEmpty { answer.empty = reasonForNothing(options, facts) }
    return answer
  }

  /// Why a list is empty.
  private func reasonForNothing(_ options: RecommendationOptions, _ facts: ProductFacts) -> String {
    if options.limit == 0 { return "a list of 0 products was asked for" }
    if let reason = options.filter.reasonForNothing(in: facts) { return reason }
    if options.offset > 0 { return "the list ends before place \(options.offset + 1)" }
    return "every product is excluded by the request, by a rule or by what the customer has bought "
      + "or disliked"
  }

  private func item(
    row: Int, score: Float, active: Active<RecommenderModel>, catalogue: Catalogue
  ) -> RecommendationAnswer.Item {
    let product = catalogue[active.model.products.keys[row]]
    return RecommendationAnswer.Item(
      productId: product?.id.rawValue ?? "", title: product?.title, category: product?.category,
      price: product?.price, currency: product?.currency, score: sixDigits(Double(score)),
      reasons: nil)
  }

  private func reason(
    _ reason: Recommendation.Reason, products: Vocabulary<Product.Key>, catalogue: Catalogue
  ) -> RecommendationAnswer.Reason {
    let because = reason.because.flatMap { catalogue[products.keys[$0]] }
    var times: Int?
    if case .boughtBefore(let count) = reason.kind { times = count }
    let kind =
      switch reason.kind {
      case .history(let verb): verb
      case .boughtBefore: "bought before"
      case .sequence(let verb): "\(verb) (by leaving it out)"
      case .popular: "popular"
      case .trending: "trending"
      case .price: "usual price"
      case .otherHistory: "other history"
      case .repurchaseDue: "due again"
      case .rule(let id): "rule \(id)"
      }
    return RecommendationAnswer.Reason(
      because: because?.id.rawValue, becauseTitle: because?.title, times: times,
      kind: kind,
      contribution: sixDigits(Double(reason.contribution)),
      share: sixDigits(Double(reason.share)))
  }

  private func text(_ fallback: RecommendationList.Fallback) -> String {
    switch fallback {
    case .popularInCountry(let country): "no history to go by: these are popular in \(country)"
    case .popular: "no history to go by: these are popular overall"
    }
  }
}

extension [SessionEvent] {
  /// Oldest first; those without a time keep their places at the end.
  fileprivate func sortedByTime(_ end: Timestamp) -> [SessionEvent] {
    enumerated()
      .sorted {
        ($0.element.occurredAt ?? end, $0.offset) < ($1.element.occurredAt ?? end, $1.offset)
      }
      .map(\.element)
  }
}
