package import Features
package import Models

/// What the recommender is trained with.
package struct RecommenderConfiguration: Sendable, Codable, Hashable {
  /// Weights and fading of events for matrix factorisation.
  package var weights: InteractionWeights
  /// Days after which a purchase counts half towards buying the same again.
  package var ownHalfLifeDays: Float
  /// Days after which a purchase counts half towards a product's popularity.
  package var popularityHalfLifeDays: Float
  package var factorisation: ImplicitALS.Configuration

  /// The defaults, chosen on the validation part (the 60 days before the test
  /// part) of UCI Online Retail.
  package init(
    weights: InteractionWeights = InteractionWeights(), ownHalfLifeDays: Float = 120,
    popularityHalfLifeDays: Float = 30, factorisation: ImplicitALS.Configuration
  ) {
    self.weights = weights
    self.ownHalfLifeDays = ownHalfLifeDays
    self.popularityHalfLifeDays = popularityHalfLifeDays
    self.factorisation = factorisation
  }
}

extension RecommenderConfiguration {
  /// The defaults with 64 dimensions and 12 iterations.
  package static var standard: RecommenderConfiguration {
    var factorisation = ImplicitALS.Configuration()
    factorisation.dimension = 64
    factorisation.iterations = 12
    factorisation.regularization = 0.003
    factorisation.unobservedWeight = 0.6
    return RecommenderConfiguration(factorisation: factorisation)
  }
}
