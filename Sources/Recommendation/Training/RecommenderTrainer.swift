package import Domain
package import Engine
import Evaluation
import Features
import Models

/// Trains a ``RecommenderModel`` from stored interactions.
package struct RecommenderTrainer {
  package let configuration: RecommenderConfiguration
  /// Seconds that training should take.
  package let budget: Double
  /// Keeps the models that the blend leaves out too, to be measured beside it.
  package let keepsAll: Bool
  package let seed: UInt64
  package let cancellation: Cancellation?
  /// Called with a line of what is being done and the share done, 0…1.
  package let progress: ((String, Double) -> Void)?

  package init(
    configuration: RecommenderConfiguration, budget: Double = 30, keepsAll: Bool = false,
    seed: UInt64,
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) {
    self.configuration = configuration
    self.budget = budget
    self.keepsAll = keepsAll
    self.seed = seed
    self.cancellation = cancellation
    self.progress = progress
  }

  /// The most customers that settings and the blend are chosen by.
  private static let mostCases = 1000
  /// The models that the search tries, those that cost least first.
  private static let tried: [CandidateKind] = Set(
    CandidateKind.allCases.compactMap(Effort.tier)
  ).sorted().flatMap { tier in
    CandidateKind.allCases.filter { Effort.tier(of: $0) == tier }
  }

  /// What similar products, similar customers and diversity are found by, in the
  /// blend or not.
  private static let kept: Set<CandidateKind> = [.factorisation, .cosine, .content]

  /// Chooses settings and blend on held-out choices, then learns from all of a log
  /// in time order.
  ///
  /// - Parameters:
  ///   - log: what customers did.
  ///   - records: the products to recommend besides those of the log, with what is
  ///     known of them, and the customers' countries.
  ///   - given: choices to validate by that the log does not hold; nil holds some
  ///     of the log's own out.
  /// - Returns: the model; `record` says what was tried and picked.
  /// - Throws: `noData`, `cancelled`, `failed`.
  package func train(
    on log: InteractionLog, records: ShopRecords = ShopRecords(), validation given: HeldOut? = nil
  ) throws(RecommendationError) -> RecommenderModel {
    guard let end = TimeSplit(of: log)?.end else {
      throw RecommendationError(
        .noData,
        "there are no interactions to learn from: import some with "
          + "'rapport import interactions FILE'")
    }
    do {
      let heldOut = given ?? HeldOut(of: log, seed: seed)
      let search = try heldOut.flatMap {
        try validate($0, records: records, isFinal: given != nil)
      }
      let chosen = search?.configuration ?? configuration
      var record = search?.record ?? TrainingRecord()
      let kinds =
        search.map { search in
          (Self.tried + [.sequence]).filter { keeps($0, search.blend) }
        } ?? Self.tried
      // What was given held out is not part of the log: the models are final.
      if given != nil, let search {
        return model(search.blend, search.models, search.fitter.data, chosen, record)
      }
      let fitter = fitter(log, records, asOf: end, chosen, phase: (0.5, 1))
      let models = try fit(kinds, fitter, chosen, &record)
      let blend = search?.blend ?? .unlearned(models.map(\.kind))
      return model(blend, models, fitter.data, chosen, record)
    } catch let error as ModelError {
      throw Self.translated(error, log: log)
    } catch {
      throw RecommendationError(.failed, "\(error)")
    }
  }

  private func keeps(_ kind: CandidateKind, _ blend: Blend) -> Bool {
    keepsAll || blend.contains(kind) || Self.kept.contains(kind)
  }

  private static func translated(_ error: ModelError, log: InteractionLog) -> RecommendationError {
    switch error.code {
    case .cancelled: RecommendationError(.cancelled, "\(error)")
    case .noData:
      RecommendationError(
        .noData,
        "the \(log.count) interactions hold nothing that anybody liked: views, carts, purchases, "
          + "likes or ratings above 3 are needed to learn from")
    default: RecommendationError(.failed, "\(error)")
    }
  }

  // MARK: - Choosing

  private struct Search {
    var configuration: RecommenderConfiguration
    var blend: Blend
    var models: [any CandidateModel]
    var fitter: CandidateFitter
    var record: TrainingRecord
  }

  /// Chooses on held-out choices; nil where there are too few.
  ///
  /// `isFinal` says that nothing is fitted again afterwards.
  private func validate(
    _ heldOut: HeldOut, records: ShopRecords, isFinal: Bool
  ) throws -> Search? {
    guard heldOut.past.count > 0 else { return nil }
    let start = ContinuousClock().now
    let fitter = fitter(heldOut.past, records, asOf: heldOut.asOf, configuration, phase: (0, 0.45))
    let cases = heldOut.cases(builder: builder(fitter.data.products))
      .sample(Self.mostCases, seed: seed)
    guard cases.count >= BlendTrainer.leastCustomers, fitter.data.confidences.entryCount > 0 else {
      return nil
    }
    var record = TrainingRecord()
    record.validation = heldOut.text
    record.validationCount = cases.count
    let effort = Effort(
      customers: fitter.data.histories.count, products: fitter.data.products.count,
      entries: fitter.data.confidences.entryCount, cases: cases.count,
      threads: Parallel.coreCount)
    var search = CandidateSearch(
      fitter: fitter, cases: cases, effort: effort, budget: budget * 0.4,
      configuration: configuration, record: record)
    for kind in Self.tried {
      progress?("trying \(kind.name)", 0.05)
      try search.search(kind)
    }
    let sequence = try trainSequence(
      fitter, cases, share: isFinal ? 0.95 : 0.45, start: start, &search)
    progress?("learning the blend", 0.45)
    guard
      let learned = BlendTrainer(
        pools: BlendPools(search.models, cases: cases), cancellation: cancellation
      ).learn()
    else {
      if cancellation?.isCancelled == true { throw ModelError(.cancelled, "training was stopped") }
      return nil
    }
    record = search.record
    (record.blendAny, record.blendNew) = (learned.quality.any, learned.quality.new)
    let used = Set(learned.blend.parts.map(\.kind))
    record.leftOut = search.models.map(\.kind).filter { !used.contains($0) }.map {
      "\($0.name): the blend is as good without it"
    }
    if let sequence { record.leftOut.append(sequence) }
    return Search(
      configuration: search.configuration, blend: learned.blend,
      models: search.models.filter { keeps($0.kind, learned.blend) },
      fitter: fitter, record: record)
  }

  /// Trains the sequence transformer where the time allows its course.
  ///
  /// - Returns: why it was not trained; nil where it was.
  private func trainSequence(
    _ fitter: CandidateFitter, _ cases: RankingCases, share: Double,
    start: ContinuousClock.Instant, _ search: inout CandidateSearch
  ) throws -> String? {
    let name = CandidateKind.sequence.name
    let left = budget * share - (ContinuousClock().now - start) / .seconds(1)
    guard let course = fitter.sequenceCourse(seconds: left) else {
      return "\(name): too little to learn an order from"
    }
    guard course.isAffordable else {
      let minutes = Int((course.secondsNeeded / share / 60).rounded(.up))
      return "\(name): it needs about \(minutes) min (--budget \(minutes)m)"
    }
    progress?("sequence transformer", 0.1)
    try search.add(fitter.trainSequence(course, cases: cases, timeLimit: left))
    return nil
  }

  // MARK: - Fitting

  private func builder(_ products: Vocabulary<Product.Key>) -> HistoryBuilder {
    HistoryBuilder(
      products: products, weights: configuration.weights,
      ownHalfLifeDays: configuration.ownHalfLifeDays)
  }

  private func fitter(
    _ log: InteractionLog, _ records: ShopRecords, asOf: Timestamp,
    _ configuration: RecommenderConfiguration, phase: (from: Double, to: Double)
  ) -> CandidateFitter {
    let keys = Set(log.products).union(records.products.keys)
    let products = Vocabulary(keys.sorted { $0.rawValue < $1.rawValue })
    return CandidateFitter(
      data: TrainingData(
        log, records: records, asOf: asOf, products: products, builder: builder(products)),
      seed: seed, cancellation: cancellation,
      progress: { share in
        progress?("matrix factorisation", phase.from + (phase.to - phase.from) * share)
      })
  }

  private func fit(
    _ kinds: [CandidateKind], _ fitter: CandidateFitter,
    _ configuration: RecommenderConfiguration, _ record: inout TrainingRecord
  ) throws -> [any CandidateModel] {
    let clock = ContinuousClock()
    var models: [any CandidateModel] = []
    for kind in kinds {
      let start = clock.now
      let fitted =
        kind == .sequence
        ? try refitSequence(fitter, record) : try fitter.fit(kind, configuration)
      guard let model = fitted else { continue }
      models.append(model)
      record.fitSeconds[kind.rawValue] = (clock.now - start) / .seconds(1)
    }
    return models
  }

  /// The transformer once more on everything, for as many epochs as were best.
  private func refitSequence(
    _ fitter: CandidateFitter, _ record: TrainingRecord
  ) throws -> SequenceModel? {
    guard let epochs = record.sequenceEpochs,
      var course = fitter.sequenceCourse(seconds: .infinity)
    else { return nil }
    progress?("sequence transformer", 0.6)
    course.configuration.epochs = epochs
    return try fitter.trainSequence(course, cases: nil, timeLimit: budget).model
  }

  private func model(
    _ blend: Blend, _ models: [any CandidateModel], _ data: TrainingData,
    _ configuration: RecommenderConfiguration, _ record: TrainingRecord
  ) -> RecommenderModel {
    RecommenderModel(
      configuration: configuration, products: data.products, candidates: models,
      popularity: data.popularity(
        halfLifeDays: configuration.popularityHalfLifeDays, weights: configuration.weights),
      intervals: RepurchaseIntervals(
        of: data.events, products: data.products,
        categories: data.products.keys.map { data.records.products[$0]?.category },
        asOf: data.asOf),
      blend: blend, record: record, trainedAsOf: data.asOf)
  }
}
