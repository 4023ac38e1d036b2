package import Features
package import Models

/// What the recommender is trained with: the settings of its candidate models.
///
/// Training searches around them on held-out choices; the configuration of a
/// trained model is what was chosen.
package struct RecommenderConfiguration: Sendable, Codable, Hashable {
  /// Weights and fading of events.
  package var weights = InteractionWeights()
  /// Days after which a purchase counts half towards buying the same again.
  package var ownHalfLifeDays: Float = 120
  /// Days after which a purchase counts half towards a product's popularity.
  package var popularityHalfLifeDays: Float = 30
  /// The same for what trends.
  package var trendingHalfLifeDays: Float = 5
  package var factorisation: ImplicitALS.Configuration
  /// λ of the item regression.
  package var regularization = 300.0
  package var rules = SequentialRules.Configuration()
  /// How the models that add up a history's products weigh them.
  package var weightings: [CandidateKind.RawValue: HistoryWeighting] = [:]

  package init(factorisation: ImplicitALS.Configuration) {
    self.factorisation = factorisation
  }

  /// Whether weights and times are such as histories can be weighed with; what was
  /// read from a file may be anything.
  var isSound: Bool {
    let weights = [
      weights.view, weights.cart, weights.purchase, weights.like, weights.dislike,
      weights.ratingPoint, weights.neutralRating,
    ]
    return weights.allSatisfy { (-1e6...1e6).contains($0) }
      && [self.weights.halfLifeDays, ownHalfLifeDays].allSatisfy { (1e-3...1e9).contains($0) }
  }

  func weighting(of kind: CandidateKind) -> HistoryWeighting {
    weightings[kind.rawValue] ?? HistoryWeighting(usesConfidence: true)
  }
}

extension RecommenderConfiguration {
  /// The defaults: 64 dimensions and 12 iterations of matrix factorisation.
  package static var standard: RecommenderConfiguration {
    var factorisation = ImplicitALS.Configuration()
    factorisation.dimension = 64
    factorisation.iterations = 12
    factorisation.regularization = 0.003
    factorisation.unobservedWeight = 0.6
    return RecommenderConfiguration(factorisation: factorisation)
  }
}
