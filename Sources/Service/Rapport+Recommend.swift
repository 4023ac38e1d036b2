import Domain
import Features
import Recommendation
import Storage

/// What a recommendation request may ask for.
package struct RecommendationOptions: Sendable {
  package var limit: Int
  package var categories: [String]
  package var excluded: [String]
  /// Leaves out what the customer has bought already.
  package var onlyNew: Bool
  package var explains: Bool

  package init(
    limit: Int = 10, categories: [String] = [], excluded: [String] = [], onlyNew: Bool = false,
    explains: Bool = false
  ) {
    self.limit = limit
    self.categories = categories
    self.excluded = excluded
    self.onlyNew = onlyNew
    self.explains = explains
  }
}

extension Rapport {
  /// The newest events of a customer that a recommendation looks at.
  private static let historyLimit = 5000

  /// What this customer should see next.
  ///
  /// A customer nobody knows gets what is popular, and the answer says so.
  package func recommend(
    customer id: String, options: RecommendationOptions
  ) throws -> RecommendationAnswer {
    let (found, log) = try store.read { reader in
      let found = try reader.customer(Customer.ID(id))
      let log = try found.map {
        try reader.history(of: $0.key, limit: Self.historyLimit)
      }
      return (found, log ?? InteractionLog())
    }
    let active = try recommender()
    let asOf = max(active.model.trainedAsOf, log.occurredAt.max() ?? active.model.trainedAsOf)
    let history = active.model.historyBuilder.history(in: log, asOf: asOf)
    var answer = try recommend(
      history: history, country: found?.customer.country, options: options, active: active)
    answer.customerId = id
    if found == nil, let fallback = answer.fallback {
      answer.fallback = "customer \(quoted(id)) is not known: \(fallback)"
    }
    return answer
  }

  /// What somebody with these products in hand should see next: sessions, carts,
  /// people without a customer record.
  package func recommend(
    productIDs: [String], country: String?, options: RecommendationOptions
  ) throws -> RecommendationAnswer {
    let active = try recommender()
    let catalogue = try catalogue()
    var log = InteractionLog()
    for id in productIDs {
      guard let key = catalogue.key(of: id) else { throw try unknownProduct(id) }
      log.append(
        customer: Customer.Key(0), product: key, kind: .cart, quantity: 1, value: 0,
        occurredAt: active.model.trainedAsOf)
    }
    var history = active.model.historyBuilder.history(in: log, asOf: active.model.trainedAsOf)
    // All that is known of this person counts as much as a purchase would.
    let weight = active.model.configuration.weights.purchase
    for index in history.indices { history[index].confidence = weight }
    var options = options
    options.excluded += productIDs
    return try recommend(history: history, country: country, options: options, active: active)
  }

  /// Products most like one.
  package func similar(to id: String, limit: Int) throws -> RecommendationAnswer {
    let active = try recommender()
    let catalogue = try catalogue()
    guard let key = catalogue.key(of: id) else { throw try unknownProduct(id) }
    guard let row = active.model.products.row(of: key) else {
      throw ServiceError(
        .noScore, "product \(quoted(id)) had no interactions when the recommender was trained",
        hint: "run 'rapport train recommender' once it has some")
    }
    let items = active.model.similar(to: row, limit: limit + 50)
      .filter { catalogue.isAvailable(active.model.products.keys[$0.product]) }
      .prefix(limit)
      .map { item(row: $0.product, score: $0.similarity, active: active, catalogue: catalogue) }
    return RecommendationAnswer(
      customerId: nil, items: Array(items), model: active.name, fallback: nil)
  }

  private func recommend(
    history: [ProductHistory], country: String?, options: RecommendationOptions,
    active: Active<RecommenderModel>
  ) throws -> RecommendationAnswer {
    let catalogue = try catalogue()
    let products = active.model.products
    for category in options.categories where !catalogue.categories.contains(category) {
      throw ServiceError(
        .invalidRequest, "there is no category \(quoted(category))",
        hint: catalogue.categories.isEmpty
          ? "no product has a category: import some with 'rapport import products FILE'"
          : "the categories are \(catalogue.categories.prefix(20).joined(separator: ", "))")
    }
    var allowed = try availability(active)
    if !options.categories.isEmpty {
      for (row, key) in products.keys.enumerated() where allowed[row] {
        allowed[row] = catalogue[key]?.category.map { options.categories.contains($0) } ?? false
      }
    }
    let excluded = try Set(
      options.excluded.compactMap { id -> Int? in
        guard let key = catalogue.key(of: id) else { throw try unknownProduct(id) }
        return products.row(of: key)
      })
    let list = active.model.recommend(
      history: history,
      request: RecommendationRequest(
        limit: options.limit, excluded: excluded, allowed: allowed, onlyNew: options.onlyNew,
        explains: options.explains, country: country))
    let items = list.items.map { recommendation in
      var item = item(
        row: recommendation.product, score: recommendation.score, active: active,
        catalogue: catalogue)
      if options.explains {
        item.reasons = recommendation.reasons.map {
          reason($0, products: products, catalogue: catalogue)
        }
      }
      return item
    }
    return RecommendationAnswer(
      customerId: nil, items: items, model: active.name, fallback: list.fallback.map(text))
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
      case .popular: "popular"
      case .otherHistory: "other history"
      }
    return RecommendationAnswer.Reason(
      because: because?.id.rawValue, becauseTitle: because?.title, times: times,
      kind: kind,
      contribution: sixDigits(Double(reason.contribution)),
      share: sixDigits(Double(reason.share)))
  }

  private func text(_ fallback: RecommendationList.Fallback) -> String {
    switch fallback {
    case .popularInCountry(let country): "no history to go by: popular in \(country)"
    case .popular: "no history to go by: popular overall"
    }
  }

  func unknownProduct(_ id: String) throws -> ServiceError {
    let similar = try store.read { try $0.productIDs(similarTo: Product.ID(id), limit: 3) }
    return ServiceError(
      .unknownProduct, "there is no product \(quoted(id))",
      hint: didYouMean(similar.map(\.rawValue)))
  }
}
