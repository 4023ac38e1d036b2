import Churn
import Domain
package import Engine
import Evaluation
import Features
import Recommendation
import Storage
import Support
import Wording

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
    let start = ContinuousClock.now
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
    let parameters = try json([
      "seed": "\(options.seed)", "horizon_days": options.horizonDays.map(String.init) ?? "found",
      "as_of": options.asOf?.date ?? "all data", "learned_from": learnedFrom,
    ])
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let time = clock()
    let version = try store.write(alone: true) { writer in
      try writer.saveModel(
        kind: kind.stored, parameters: parameters,
        metrics: try json(["train_seconds": String(describing: (seconds * 1000).rounded() / 1000)]),
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
}

private func json(_ values: [String: String]) throws -> String {
  String(decoding: try JSONText.encode(values), as: UTF8.self)
}
