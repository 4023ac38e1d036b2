import Churn
package import Domain
package import Engine
package import Evaluation
import Features
import FoundationEssentials
import Models
import Recommendation
import Storage
import Support
import Wording

/// What can be trained and evaluated.
package enum ModelKind: String, CaseIterable, Sendable {
  case recommender, churn, value, support
}

/// How to train or evaluate.
package struct TrainingOptions: Sendable {
  package var seed: UInt64
  /// Interactions from this moment on are not used; nil uses all.
  package var asOf: Timestamp?
  /// Days of churn and value; nil reads them off the shop's own repurchase gaps.
  package var horizonDays: Int?
  /// Seconds that training a recommender should take.
  package var budget: Double
  /// Whether the evaluation of a recommender leaves out each customer's last event
  /// instead of everything after a date.
  package var leavesLastOut: Bool
  /// Whether the bot keeps its networks and learns new entries and examples in
  /// seconds.
  package var isQuick: Bool
  /// The attribute whose groups the evaluation of churn compares; nil for none.
  package var groupAttribute: String?

  /// Enough for every model but the sequence transformer on a shop of some
  /// thousand products.
  package static let usualBudget = 30.0

  package init(
    seed: UInt64 = 1, asOf: Timestamp? = nil, horizonDays: Int? = nil,
    budget: Double = Self.usualBudget, leavesLastOut: Bool = false,
    isQuick: Bool = false, groupAttribute: String? = nil
  ) {
    self.seed = seed
    self.asOf = asOf
    self.horizonDays = horizonDays
    self.budget = budget
    self.leavesLastOut = leavesLastOut
    self.isQuick = isQuick
    self.groupAttribute = groupAttribute
  }
}

/// A model just trained.
package struct TrainingResult: Sendable {
  package var kind: ModelKind
  package var name: String
  package var seconds: Double
  /// What it learned from, in words.
  package var learnedFrom: String
  package var byteCount: Int
  /// How a recommender was chosen; nil for other models.
  package var choice: RecommenderChoice?
}

extension Rapport {
  /// The kinds there is data for.
  package func trainableKinds() throws -> [ModelKind] {
    let counts = try store.read { try $0.counts() }
    let hasInteractions = counts.interactions.values.contains { $0 > 0 }
    return ModelKind.allCases.filter { kind in
      switch kind {
      case .recommender: hasInteractions
      case .churn: hasInteractions || counts.churnLabels > 0
      case .value: hasInteractions
      case .support: counts.faqEntries > 0
      }
    }
  }

  /// Trains one model and makes it the active one.
  ///
  /// The model in use stays until the new one is stored; stopping loses nothing.
  package func train(
    _ kind: ModelKind, options: TrainingOptions, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> TrainingResult {
    try erasures.whileTraining {
      try trainAndStore(kind, options: options, cancellation: cancellation, progress: progress)
    }
  }

  private func trainAndStore(
    _ kind: ModelKind, options: TrainingOptions, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> TrainingResult {
    let clock = ContinuousClock()
    let start = clock.now
    var choice: RecommenderChoice?
    let (checkpoint, learnedFrom) = try Self.translating {
      switch kind {
      case .recommender:
        try trainRecommender(
          options, choice: &choice, cancellation: cancellation, progress: progress)
      case .churn: try trainChurn(options, cancellation: cancellation)
      case .value: try trainValue(options, cancellation: cancellation)
      case .support: try trainSupport(options, cancellation: cancellation, progress: progress)
      }
    }
    guard !cancellation.isCancelled else {
      throw ServiceError(.cancelled, "training was stopped; the model in use is unchanged")
    }
    let blob = try checkpoint.encoded()
    try Self.verify(blob, of: kind)
    let parameters = json([
      "seed": "\(options.seed)", "horizon_days": options.horizonDays.map(String.init) ?? "found",
      "as_of": options.asOf?.date ?? "all data", "learned_from": learnedFrom,
    ])
    let seconds = (clock.now - start) / .seconds(1)
    let time = now()
    let version = try store.write(alone: true) { writer in
      try writer.saveModel(
        kind: ModelVersion.Kind(rawValue: kind.rawValue), parameters: parameters,
        metrics: json(["train_seconds": String(describing: (seconds * 1000).rounded() / 1000)]),
        dataFingerprint: writer.reading.dataFingerprint(),
        blob: erasures.blob(of: checkpoint, kind, encoded: blob), createdAt: time)
    }
    try modelDidChange(kind)
    return TrainingResult(
      kind: kind, name: "\(kind.rawValue)-\(version)", seconds: seconds,
      learnedFrom: learnedFrom, byteCount: blob.count, choice: choice)
  }

  private func trainRecommender(
    _ options: TrainingOptions, choice: inout RecommenderChoice?, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> (Checkpoint, String) {
    let (log, records) = try interactions(until: options.asOf)
    if log.count == 0, let asOf = options.asOf {
      throw ServiceError(
        .nothingToLearn, "there are no interactions before \(asOf.date)",
        hint: "choose a later '--as-of'")
    }
    let model = try RecommenderTrainer(
      configuration: .standard, budget: options.budget, seed: options.seed,
      cancellation: cancellation, progress: progress
    ).train(on: log, records: records)
    choice = RecommenderChoice(model)
    return (
      try model.checkpoint(),
      "\(counted(log.count, "interaction")), \(counted(model.products.count, "product"))"
    )
  }

  private func trainChurn(
    _ options: TrainingOptions, cancellation: Cancellation
  ) throws -> (Checkpoint, String) {
    let known = try churnData(options)
    let model = try ChurnTrainer(
      configuration: known.configuration, cancellation: cancellation
    ).train(on: known.data, asOf: known.asOf)
    var learned = ["\(model.definition.text); \(percentage(model.baseRate)) left"]
    learned += known.notes + model.record.warnings
    return (try model.checkpoint(), learned.joined(separator: "; "))
  }

  private func trainValue(
    _ options: TrainingOptions, cancellation: Cancellation
  ) throws -> (Checkpoint, String) {
    let (events, asOf) = try purchases(options)
    try CurrencyScreen.requireOne(in: events)
    let horizon = try horizon(options, events.log, asOf: asOf)
    let model = try ValueTrainer(
      configuration: ValueTrainer.Configuration(horizonDays: horizon.days),
      cancellation: cancellation
    ).train(on: events.log, asOf: asOf)
    return (
      try model.checkpoint(),
      "spend within \(counted(model.horizonDays, "day")); "
        + counted(model.observationCount, "observation")
    )
  }

  private func trainSupport(
    _ options: TrainingOptions, cancellation: Cancellation, progress: ((String, Double) -> Void)?
  ) throws -> (Checkpoint, String) {
    let known = try supportTexts()
    let configuration = SupportConfiguration(seed: options.seed)
    let former = options.isQuick ? try formerSupportModel() : nil
    let model =
      if let former {
        try former.refitted(
          known.entries, outOfScope: known.outOfScope, configuration: configuration,
          cancellation: cancellation)
      } else {
        try SupportModel.train(
          known.entries, outOfScope: known.outOfScope, unlabelled: known.unlabelled,
          configuration: configuration, cancellation: cancellation, progress: progress)
      }
    var learned = [
      "\(counted(model.intents.count, "intent")), \(counted(model.phrasingCount, "phrasing"))"
    ]
    if !known.outOfScope.isEmpty { learned.append("\(known.outOfScope.count) out of scope") }
    if former != nil { learned.append("the networks kept") }
    return (model.checkpoint(), learned.joined(separator: ", "))
  }

  /// Measures a model of that kind on stored data it has not seen.
  package func evaluate(
    _ kind: ModelKind, options: TrainingOptions, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> EvaluationReport {
    try Self.translating {
      switch kind {
      case .recommender:
        let (log, records) = try interactions(until: nil)
        let split = try options.asOf.map { cutoff in
          guard let end = try dataEnd() else {
            throw ServiceError(.nothingToLearn, "there are no interactions")
          }
          return TimeSplit(cutoff: cutoff, end: min(end, cutoff.adding(days: 60)))
        }
        let trainer = RecommenderTrainer(
          configuration: .standard, budget: options.budget, keepsAll: true, seed: options.seed,
          cancellation: cancellation, progress: progress)
        guard !options.leavesLastOut else {
          return try RecommenderEvaluation.evaluateLastEvents(
            of: log, records: records, trainer: trainer)
        }
        return try RecommenderEvaluation.evaluate(
          log: log, records: records, trainer: trainer, split: split)
      case .churn:
        let known = try churnData(options)
        var report = try ChurnEvaluation(
          configuration: ChurnEvaluation.Configuration(
            trainer: known.configuration, economics: try contactEconomics(),
            cutPoints: try riskCutPoints(medianValue: nil),
            groupAttribute: options.groupAttribute), cancellation: cancellation
        ).evaluate(known.data, asOf: known.asOf)
        report.notes += known.notes
        return report
      case .value:
        let (events, asOf) = try purchases(options)
        let horizon = try horizon(options, events.log, asOf: asOf)
        return try ValueEvaluation.evaluate(
          events.log, configuration: ValueTrainer.Configuration(horizonDays: horizon.days),
          asOf: asOf, seed: options.seed, cancellation: cancellation)
      case .support:
        return try evaluateSupport(
          seed: options.seed, cancellation: cancellation, progress: progress
        ).report
      }
    }
  }

  private func interactions(until end: Timestamp?) throws -> (InteractionLog, ShopRecords) {
    let (log, columns, products) = try store.read { reader in
      (try reader.interactionLog(), try reader.customerIDs(), try reader.products())
    }
    var records = ShopRecords()
    for (key, country) in zip(columns.keys, columns.countries) {
      if let country { records.countries[key] = country }
    }
    for (key, product) in products { records.products[key] = product }
    return (end.map { end in log.filtered { log.occurredAt[$0] < end } } ?? log, records)
  }

  /// What churn is learned from.
  private struct KnownChurn {
    var data: ChurnData
    var asOf: Timestamp
    var configuration: ChurnTrainer.Configuration
    var notes: [String] = []
  }

  /// Labels where any are stored, else purchases.
  private func churnData(_ options: TrainingOptions) throws -> KnownChurn {
    let end = try dataEnd()
    // A label may be newer than the last purchase: it still says who left.
    let labels = try labels(until: options.asOf)
    guard labels.isEmpty else {
      let newest = labels.values.compactMap(\.observedAt).max().map(Self.midnight)
      let last = [end, newest].compactMap(\.self).max()
      try checkAsOf(options, last: last)
      // A label without a moment may be older than any purchase: it learns from
      // attributes alone.
      let (table, attributes) = try labelledTable(
        cutoff: { labels[$0]?.observedAt }, attributes: nil)
      let rows = table.customers.indices.filter { labels[table.customers[$0]] != nil }
      let outcomes = rows.map { labels[table.customers[$0]]?.hasChurned ?? false }
      let known = table.selecting(rows)
      let leaks = LeakageScreen.leaks(in: known, labels: outcomes)
      return KnownChurn(
        data: .labelled(known.removing(leaks), labels: outcomes, attributes: attributes),
        asOf: options.asOf ?? last ?? now(),
        configuration: ChurnTrainer.Configuration(seed: options.seed),
        notes: leaks.isEmpty ? [] : [LeakageScreen.note(leaks)])
    }
    guard end != nil else {
      throw ServiceError(
        .nothingToLearn, "there are no interactions and no churn labels to learn from",
        hint: "import some with 'rapport import interactions FILE' or 'rapport import labels FILE'")
    }
    let (events, asOf) = try purchases(options)
    let horizon = try horizon(options, events.log, asOf: asOf)
    let attributes = try customerAttributes()
    return KnownChurn(
      data: .purchases(
        events, attributes: attributes.features.columns.isEmpty ? nil : attributes),
      asOf: asOf,
      configuration: ChurnTrainer.Configuration(
        horizonDays: horizon.days, seed: options.seed),
      notes: [horizon.evidence].compactMap(\.self))
  }

  /// The events before a moment up to which everything is known.
  private func purchases(
    _ options: TrainingOptions
  ) throws -> (events: CustomerEvents, asOf: Timestamp) {
    guard let end = try dataEnd() else {
      throw ServiceError(
        .nothingToLearn, "there are no interactions to learn from",
        hint: "import some with 'rapport import interactions FILE'")
    }
    try checkAsOf(options, last: end)
    let asOf = options.asOf ?? end
    return (try customerEvents(before: asOf), asOf)
  }

  /// The days asked for, or those the shop's own gaps between purchases speak for.
  ///
  /// - Throws: `nothingToLearn` where there are none to be found, saying why.
  private func horizon(
    _ options: TrainingOptions, _ log: InteractionLog, asOf: Timestamp
  ) throws -> (days: Int, evidence: String?) {
    if let days = options.horizonDays { return (days, nil) }
    let found = RepurchaseHorizon(of: log, asOf: asOf)
    guard let days = found.days else {
      throw ServiceError(
        .nothingToLearn, Self.clause(found.evidence),
        hint: found.basis == .noPurchases
          ? "import purchases, or labels that say who left: 'rapport import labels FILE'"
          : "import more history or labels that say who left, or choose a horizon: --horizon DAYS")
    }
    return (days, Self.clause(found.evidence))
  }

  /// A sentence as part of another.
  private static func clause(_ sentence: String) -> String {
    let text = sentence.last == "." ? sentence.dropLast() : sentence[...]
    return (text.first?.lowercased() ?? "") + text.dropFirst()
  }

  private func checkAsOf(_ options: TrainingOptions, last: Timestamp?) throws {
    guard let asOf = options.asOf, let last, asOf > last else { return }
    throw ServiceError(
      .invalidRequest,
      "the data end before \(last.date), so nobody knows yet who left by \(asOf.date)",
      hint: "choose --as-of \(last.date) or earlier")
  }
}

private func json(_ values: [String: String]) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  return (try? encoder.encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
