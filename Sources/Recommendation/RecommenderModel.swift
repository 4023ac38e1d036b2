package import Domain
import Engine
package import Features
import Models

/// A trained recommender: candidate models and the blend of what they say.
///
/// Everything that is known of the customer comes with the request: what was
/// bought a second ago counts, without training again.
package struct RecommenderModel: Sendable {
  /// The settings that training chose.
  package let configuration: RecommenderConfiguration
  package let products: Vocabulary<Product.Key>
  package let candidates: [any CandidateModel]
  /// What is shown where there is no history.
  package let popularity: Popularity
  /// How long customers wait before they buy a product again.
  package let intervals: RepurchaseIntervals
  package let blend: Blend
  package let record: TrainingRecord
  /// The moment after the last interaction trained on.
  package let trainedAsOf: Timestamp
  /// How alike two products are, for diversity.
  private let itemVectors: ItemVectors?

  init(
    configuration: RecommenderConfiguration, products: Vocabulary<Product.Key>,
    candidates: [any CandidateModel], popularity: Popularity,
    intervals: RepurchaseIntervals, blend: Blend, record: TrainingRecord, trainedAsOf: Timestamp
  ) {
    self.configuration = configuration
    self.products = products
    self.candidates = candidates
    self.popularity = popularity
    self.intervals = intervals
    self.blend = blend
    self.record = record
    self.trainedAsOf = trainedAsOf
    let factorisation = candidates.lazy.compactMap { $0 as? FactorisationCandidate }.first
    itemVectors = factorisation.map { ItemVectors($0.model.itemFactors) }
  }

  /// Reads events into histories over this model's products.
  package var historyBuilder: HistoryBuilder {
    HistoryBuilder(
      products: products, weights: configuration.weights,
      ownHalfLifeDays: configuration.ownHalfLifeDays)
  }

  /// The model of a kind; nil where it was not kept.
  package func candidate(_ kind: CandidateKind) -> (any CandidateModel)? {
    candidates.first { $0.kind == kind }
  }

  /// What the models say of every product for one history, and their sum.
  struct Scores {
    struct Part {
      var kind: CandidateKind
      /// Weight over spread: what a unit of this model's score is worth.
      var factor: Float
      var scores: CandidateScores
    }

    var parts: [Part]
    /// One a product row.
    var total: [Float]
  }

  func scores(for history: CustomerHistory, onlyNew: Bool) -> Scores {
    var scores = Scores(parts: [], total: [Float](repeating: 0, count: products.count))
    for part in blend.parts {
      let weight = part.weight(onlyNew: onlyNew)
      guard weight != 0, let said = candidate(part.kind)?.scores(for: history) else { continue }
      let factor = weight / Spread.of(said.values)
      scores.total.withUnsafeMutableBufferPointer { total in
        said.values.withUnsafeBufferPointer { values in
          guard let to = total.baseAddress, let from = values.baseAddress else { return }
          Kernels.addScaled(to, factor, from, min(total.count, values.count))
        }
      }
      scores.parts.append(Scores.Part(kind: part.kind, factor: factor, scores: said))
    }
    return scores
  }

  /// The best products for a customer with this history.
  ///
  /// A history that says nothing gets what is popular, and the list says so.
  package func recommend(
    history: CustomerHistory, request: RecommendationRequest
  ) -> RecommendationList {
    let local = request.country.flatMap { popularity.byCountry[$0] }
    let isKnown = history.isInformative
    let scores =
      isKnown
      ? scores(for: history, onlyNew: request.policy == .exclude)
      : popularScores(local ?? popularity.overall)
    let items = Steering.apply(
      scores: scores.total, eligible: eligible(request, history), rules: request.rules,
      repurchases: repurchases(request, history), exposure: request.exposure,
      options: request.options,
      similarity: itemVectors.map { vectors in
        // Products that came after the training are like none.
        { max($0, $1) < vectors.count ? vectors.similarity($0, $1) : 0 }
      })
    let reasons =
      request.explains
      ? ReasonWriter(history: history, scores: scores).reasons(for: items) : nil
    return RecommendationList(
      items: items.enumerated().map { place, item in
        Recommendation(
          product: item.row, score: item.score, effects: item.effects,
          reasons: reasons?[place] ?? [])
      },
      fallback: isKnown
        ? nil : local == nil ? .popular : request.country.map { .popularInCountry($0) })
  }

  /// Products most like one: those met by the same customers and, where too few
  /// have met it, those whose records are alike.
  package func similar(to product: Int, limit: Int) -> [(product: Int, similarity: Float)] {
    var found: [(product: Int, similarity: Float)] = []
    if let cosine = candidate(.cosine) as? LinearCandidate, product < cosine.productCount {
      found = cosine.scorer.similar(to: product, limit: limit).map { ($0.index, $0.score) }
    }
    if found.count < limit, let content = candidate(.content) as? ContentModel,
      product < content.productCount
    {
      let known = Set(found.map(\.product))
      // The two are not on one scale: what is alike by content alone comes after.
      let scale = min(1, found.last?.similarity ?? 1)
      found += content.similar(to: product, limit: limit)
        .filter { !known.contains($0.product) }
        .map { ($0.product, $0.similarity * scale) }
    }
    return Array(found.prefix(limit))
  }

  /// The model with products that came after its training, in rows after its own;
  /// they are found through their content.
  package func adding(_ new: [(key: Product.Key, product: Product)]) -> RecommenderModel {
    guard !new.isEmpty else { return self }
    return RecommenderModel(
      configuration: configuration, products: Vocabulary(products.keys + new.map(\.key)),
      candidates: candidates.map { candidate in
        (candidate as? ContentModel)?.appending(new.map(\.product)) ?? candidate
      },
      popularity: popularity, intervals: intervals, blend: blend, record: record,
      trainedAsOf: trainedAsOf)
  }

  /// What is popular as the only part of a score.
  private func popularScores(_ values: [Float]) -> Scores {
    let said = CandidateScores(values) { products in
      products.map { Attribution(rest: $0 < values.count ? values[$0] : 0) }
    }
    let missing = products.count - values.count
    return Scores(
      parts: [Scores.Part(kind: .popularity, factor: 1, scores: said)],
      total: values + [Float](repeating: 0, count: missing))
  }

  private func repurchases(
    _ request: RecommendationRequest, _ history: CustomerHistory
  ) -> [Int: Float] {
    guard request.policy == .boostDue else { return [:] }
    return intervals.factors(
      of: history.items.lazy.filter { $0.purchaseCount > 0 && $0.product < intervals.days.count }
        .map { (row: $0.product, lastAt: $0.lastAt) },
      at: request.time ?? history.asOf)
  }

  /// Whether each row may appear.
  private func eligible(_ request: RecommendationRequest, _ history: CustomerHistory) -> [Bool] {
    var eligible = request.allowed ?? [Bool](repeating: true, count: products.count)
    for row in request.excluded { eligible[row] = false }
    for item in history.items
    where item.isDisliked || (request.policy == .exclude && item.purchaseCount > 0) {
      eligible[item.product] = false
    }
    return eligible
  }
}
