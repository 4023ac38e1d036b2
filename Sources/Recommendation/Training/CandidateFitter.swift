import Domain
import Engine
import Features
import Models

/// Fits candidate models to one set of data.
struct CandidateFitter {
  let data: TrainingData
  let seed: UInt64
  let cancellation: Cancellation?
  /// The share of a fit that is done, 0…1.
  let progress: ((Double) -> Void)?

  /// The most products that an item regression takes: it inverts a matrix of that
  /// many rows.
  static let mostRegressedProducts = 12_000

  /// Weights that an item's row keeps: on MovieLens 1M lists are as good as with
  /// all 3,416, and with 200 they are 5 % worse.
  private static let weightsPerItem = 500

  /// Fits a model.
  ///
  /// - Returns: nil where the data hold nothing for it.
  func fit(
    _ kind: CandidateKind, _ configuration: RecommenderConfiguration
  ) throws(ModelError) -> (any CandidateModel)? {
    switch kind {
    case .popularity:
      return PopularityCandidate(
        kind, values: popularity(configuration.popularityHalfLifeDays, configuration))
    case .trending:
      return PopularityCandidate(
        kind, values: popularity(configuration.trendingHalfLifeDays, configuration))
    case .repurchase:
      guard data.events.kinds.contains(.purchase) else { return nil }
      return RepurchaseCandidate(
        histories: data.histories, productCount: data.products.count)
    case .factorisation:
      return FactorisationCandidate(try factorise(configuration.factorisation))
    case .regression:
      let items = data.products.count
      guard items > 1, items <= Self.mostRegressedProducts else { return nil }
      let model = try EASE.fit(
        data.occurrences,
        configuration: EASE.Configuration(
          regularization: configuration.regularization, weightsPerItem: Self.weightsPerItem),
        cancellation: cancellation)
      return LinearCandidate(kind, model, weighting: configuration.weighting(of: kind))
    case .category:
      let categories = data.categories
      return categories.contains { $0 >= 0 } ? CategoryCandidate(categories: categories) : nil
    case .price:
      let prices = data.prices
      return prices.contains { $0 > 0 } ? PriceCandidate(prices: prices) : nil
    case .cosine:
      guard data.products.count > 1 else { return nil }
      return linear(
        kind, try ItemCosine.fit(data.confidences, cancellation: cancellation), configuration)
    case .lift:
      let baskets = data.baskets(weights: configuration.weights)
      guard baskets.entryCount > 0 else { return nil }
      return linear(
        kind, try BoughtTogether.fit(baskets, cancellation: cancellation), configuration)
    case .rules:
      guard data.products.count > 1 else { return nil }
      return linear(
        kind,
        try SequentialRules.fit(
          data.sequences(weights: configuration.weights), configuration: configuration.rules,
          cancellation: cancellation),
        configuration)
    case .content:
      let products = data.products.keys.map { key in
        data.records.products[key] ?? Product(id: Product.ID(""))
      }
      let model = ContentModel.fit(products)
      return products.indices.contains { model.knows($0) } ? model : nil
    case .sequence:
      return nil
    }
  }

  private func linear(
    _ kind: CandidateKind, _ model: ItemToItem, _ configuration: RecommenderConfiguration
  ) -> LinearCandidate {
    LinearCandidate(kind, model, weighting: configuration.weighting(of: kind))
  }

  private func popularity(
    _ halfLifeDays: Float, _ configuration: RecommenderConfiguration
  ) -> [Float] {
    data.popularity(halfLifeDays: halfLifeDays, weights: configuration.weights).overall
  }

  private func factorise(
    _ configuration: ImplicitALS.Configuration
  ) throws(ModelError) -> ImplicitALS {
    var configuration = configuration
    configuration.seed = seed
    // Never more dimensions than the data can pin down.
    configuration.dimension = max(
      1, min(configuration.dimension, min(data.histories.count, data.products.count)))
    let iterations = Double(configuration.iterations)
    let model = try ImplicitALS.fit(
      data.confidences, configuration: configuration, cancellation: cancellation,
      progress: { iteration, _ in progress?(Double(iteration) / iterations) })
    return ImplicitALS(itemFactors: model.itemFactors, configuration: configuration)
  }
}
