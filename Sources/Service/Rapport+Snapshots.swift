import Churn
import Domain
import Features
import Recommendation
import Storage
import Synchronization

/// What is read or derived once, and kept until it is out of date.
extension Rapport {
  /// Grows with each change of records or models.
  var generation: Int { state.withLock { $0.generation } }

  /// Grows with each change of products.
  var catalogueGeneration: Int { state.withLock { $0.catalogueGeneration } }

  /// Grows with each change of FAQ entries.
  var faqGeneration: Int { state.withLock { $0.faqGeneration } }

  /// Every product.
  func catalogue() throws -> Catalogue {
    let (known, generation) = state.withLock { ($0.catalogue, $0.catalogueGeneration) }
    if let known { return known }
    let catalogue = Catalogue(try store.read { try $0.products() })
    state.withLock { if $0.catalogueGeneration == generation { $0.catalogue = catalogue } }
    return catalogue
  }

  // MARK: - Of a recommender

  /// A recommender that knows every product of the catalogue: those that came after
  /// its training are found through their content.
  func servable(_ active: Active<RecommenderModel>) throws -> Active<RecommenderModel> {
    let (kept, generation) = state.withLock { ($0.grown[active.reading], $0.catalogueGeneration) }
    if let kept, kept.generation == generation { return kept.active }
    let catalogue = try catalogue()
    let new = catalogue.products(notIn: active.model.products)
    let grown = Active(
      model: active.model.adding(new), name: active.name, reading: active.reading)
    state.withLock { $0.grown[active.reading] = (generation, grown) }
    return grown
  }

  /// What filters and rules ask about the products of a recommender.
  func productFacts(_ active: Active<RecommenderModel>) throws -> ProductFacts {
    let (kept, generation) = state.withLock { ($0.facts[active.reading], $0.catalogueGeneration) }
    // A product that comes meanwhile may give the model another row.
    let count = active.model.products.count
    if let kept, kept.generation == generation, kept.facts.count == count { return kept.facts }
    let catalogue = try catalogue()
    let facts = ProductFacts(active.model.products.keys.map { catalogue[$0] })
    state.withLock { $0.facts[active.reading] = (generation, facts) }
    return facts
  }

  /// The rules over the products of a recommender.
  func ruleBook(_ active: Active<RecommenderModel>) throws -> RuleBook {
    let (kept, generation, ruleGeneration) = state.withLock {
      ($0.ruleBooks[active.reading], $0.catalogueGeneration, $0.ruleGeneration)
    }
    if let kept, kept.generation == generation, kept.ruleGeneration == ruleGeneration,
      kept.book.productCount == active.model.products.count
    {
      return kept.book
    }
    let book = RuleBook(try store.read { try $0.rules() }, facts: try productFacts(active))
    state.withLock { $0.ruleBooks[active.reading] = (generation, ruleGeneration, book) }
    return book
  }

  /// What a list for a customer is made of, besides the customer's records.
  func basis(
    _ options: RecommendationOptions, _ active: Active<RecommenderModel>
  ) -> RecommendationCache.Basis {
    state.withLock {
      RecommendationCache.Basis(
        options: options, reading: active.reading,
        catalogueGeneration: $0.catalogueGeneration, ruleGeneration: $0.ruleGeneration)
    }
  }

  /// How many days of impressions say that a product was shown much.
  private static let impressionDays = 30

  /// How often each product was shown in the days before a day, by row.
  ///
  /// Read once a day, so that a list that is looked at twice explores the same products, and
  /// no request waits for a pass over the impressions but the first.
  func impressions(
    of products: Vocabulary<Product.Key>, before time: Timestamp
  ) throws -> [Float] {
    let day = time.midnight
    let (kept, generation) = state.withLock { ($0.impressions, $0.bulkGeneration) }
    let counts: [Product.Key: Int]
    if let kept, kept.day == day {
      counts = kept.counts
    } else {
      counts = try store.read {
        try $0.impressions(from: day.adding(days: -Self.impressionDays), until: day)
      }
      state.withLock { if $0.bulkGeneration == generation { $0.impressions = (day, counts) } }
    }
    return products.keys.map { Float(counts[$0] ?? 0) }
  }

  // MARK: - Of everybody

  /// Everybody scored by a model: kept until something changes.
  func keptPopulation(
    of reading: Int, _ score: () throws -> ChurnPopulation
  ) throws -> ChurnPopulation {
    try scoring.withLock { _ in
      let (kept, generation) = state.withLock { ($0.population, $0.generation) }
      if let kept, kept.reading == reading, kept.generation == generation {
        return kept.population
      }
      let population = try score()
      state.withLock { $0.population = (reading, generation, population) }
      return population
    }
  }

  /// Everybody as a model scored them last, whatever has changed since; nil where it has
  /// not.
  func lastPopulation(of reading: Int) -> ChurnPopulation? {
    let kept = state.withLock { $0.population }
    return kept?.reading == reading ? kept?.population : nil
  }

  /// Everybody scored by a value model: kept until something changes.
  func keptValues(
    of reading: Int, _ score: () throws -> ValuePopulation
  ) throws -> ValuePopulation {
    try scoring.withLock { _ in
      let (kept, generation) = state.withLock { ($0.values, $0.generation) }
      if let kept, kept.reading == reading, kept.generation == generation {
        return kept.population
      }
      let population = try score()
      state.withLock { $0.values = (reading, generation, population) }
      return population
    }
  }

  /// The moment up to which the shop is known: midnight after the last purchase,
  /// or after the last interaction where nobody has bought.
  ///
  /// Looking around today does not make yesterday's buyers leavers. It takes a pass over the
  /// interactions; posted purchases move it on without one.
  func dataEnd() throws -> Timestamp? {
    let (known, generation) = state.withLock { ($0.dataEnd, $0.bulkGeneration) }
    if let known { return known }
    let last = try store.read { reader in
      try reader.lastInteraction(of: .purchase) ?? reader.counts().lastInteraction
    }
    guard let last else { return nil }
    let end = last.nextMidnight
    return state.withLock { state in
      let newest = [end, state.newestPurchase?.nextMidnight].compactMap(\.self).max() ?? end
      if state.bulkGeneration == generation { state.dataEnd = newest }
      return newest
    }
  }
}
