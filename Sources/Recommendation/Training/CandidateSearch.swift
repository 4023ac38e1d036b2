import Engine
import Evaluation
import Features
import Models
import Wording

/// Tries settings of candidate models on held-out choices.
struct CandidateSearch {
  let fitter: CandidateFitter
  let cases: RankingCases
  let effort: Effort
  /// Seconds, as `Effort` estimates them, that may still be spent.
  private(set) var budget: Double
  private(set) var configuration: RecommenderConfiguration
  private(set) var models: [any CandidateModel] = []
  private(set) var record: TrainingRecord
  private let repeats: Double
  private let clock = ContinuousClock()

  init(
    fitter: CandidateFitter, cases: RankingCases, effort: Effort, budget: Double,
    configuration: RecommenderConfiguration, record: TrainingRecord
  ) {
    self.fitter = fitter
    self.cases = cases
    self.effort = effort
    self.budget = budget
    self.configuration = configuration
    self.record = record
    repeats = cases.repeats
  }

  /// Numbers of newer products after which one weighs half; nil: order is ignored.
  private static let halfLives: [Float?] = [nil, 1, 2, 3, 5, 10, 30, 100]

  /// Keeps a sequence transformer that was trained on the same data.
  mutating func add(_ trained: (model: SequenceModel, report: SequenceModel.TrainingReport)) {
    let quality = cases.quality(of: trained.model)
    let epochs = trained.report.bestEpoch ?? trained.report.validation.count
    let network = trained.model.network.trunk.configuration
    record.trials.append(
      TrainingRecord.Trial(
        kind: .sequence,
        setting: "size \(network.size), \(counted(network.blocks, "block")), "
          + "\(counted(network.heads, "head")), \(counted(epochs, "epoch"))",
        any: quality.any, new: quality.new, seconds: trained.report.seconds, isChosen: true))
    record.sequenceEpochs = epochs
    models.append(trained.model)
  }

  private typealias Best = (
    model: any CandidateModel, configuration: RecommenderConfiguration, trial: Int,
    objective: Double
  )

  /// Finds the best setting of a model and keeps the model.
  mutating func search(_ kind: CandidateKind) throws(ModelError) {
    var best: Best?
    for (index, (setting, changed)) in settings(of: kind).enumerated() {
      let estimate = effort.seconds(kind, changed)
      guard index == 0 || estimate <= budget else { break }
      budget -= estimate
      // The weighting found for the first setting serves the others.
      var changed = changed
      if index > 0 { changed.weightings = configuration.weightings }
      let start = clock.now
      guard let model = try fitter.fit(kind, changed) else { return }
      let seconds = (clock.now - start) / .seconds(1)
      if let linear = model as? LinearCandidate, index == 0 {
        tryWeightings(of: linear, setting, changed, seconds, &best)
        configuration.weightings = best?.configuration.weightings ?? [:]
      } else {
        judge(model, setting, changed, seconds, &best)
      }
    }
    guard let best else { return }
    record.trials[best.trial].isChosen = true
    configuration = best.configuration
    models.append(best.model)
  }

  /// Fading by order first, then whether confidence counts.
  private mutating func tryWeightings(
    of model: LinearCandidate, _ setting: String, _ configuration: RecommenderConfiguration,
    _ seconds: Double, _ best: inout Best?
  ) {
    func tried(_ weighting: HistoryWeighting) -> (LinearCandidate, RecommenderConfiguration) {
      var (model, configuration) = (model, configuration)
      model.weighting = weighting
      configuration.weightings[model.kind.rawValue] = weighting
      return (model, configuration)
    }
    for halfLife in Self.halfLives {
      let (model, changed) = tried(HistoryWeighting(halfLifeItems: halfLife))
      judge(model, setting, changed, seconds, &best)
    }
    let found = best?.configuration.weighting(of: model.kind)
    let (model, changed) = tried(
      HistoryWeighting(halfLifeItems: found?.halfLifeItems, usesConfidence: true))
    judge(model, setting, changed, seconds, &best)
  }

  private mutating func judge(
    _ model: some CandidateModel, _ setting: String, _ configuration: RecommenderConfiguration,
    _ seconds: Double, _ best: inout Best?
  ) {
    let quality = cases.quality(of: model)
    let weighting = (model as? LinearCandidate).map { "\($0.weighting)" } ?? ""
    let text = [setting, weighting].filter { !$0.isEmpty }.joined(separator: ", ")
    let objective = quality.objective(repeats: repeats)
    if objective > best?.objective ?? -1 {
      best = (model, configuration, record.trials.count, objective)
    }
    record.trials.append(
      TrainingRecord.Trial(
        kind: model.kind, setting: text, any: quality.any, new: quality.new, seconds: seconds,
        isChosen: false))
  }

  /// The settings of a model that need a fit each, the usual one first.
  private func settings(
    of kind: CandidateKind
  ) -> [(setting: String, configuration: RecommenderConfiguration)] {
    func varied<Value: BinaryFloatingPoint>(
      _ path: WritableKeyPath<RecommenderConfiguration, Value>, _ values: [Value], _ name: String
    ) -> [(String, RecommenderConfiguration)] {
      values.map { value in
        var changed = configuration
        changed[keyPath: path] = value
        return ("\(name) \(brief(Double(value)))", changed)
      }
    }
    switch kind {
    case .popularity: return varied(\.popularityHalfLifeDays, [30, 14, 60, 120], "half-life days")
    case .trending: return varied(\.trendingHalfLifeDays, [5, 2, 10], "half-life days")
    case .factorisation:
      return varied(
        \.factorisation.unobservedWeight, [0.6, 0.3, 1, 0.1], "unobserved weight")
    case .regression: return varied(\.regularization, [300, 1000, 100], "λ")
    case .rules:
      return varied(\.rules.sameMoment, [0, 1], "within one basket")
    default: return [("", configuration)]
    }
  }
}

extension HistoryWeighting: CustomStringConvertible {
  package var description: String {
    let order = halfLifeItems.map { "half-life \(Int($0)) products" } ?? "order ignored"
    return usesConfidence ? "\(order), by confidence" : order
  }
}
