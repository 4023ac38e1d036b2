import Evaluation
import Wording

extension SupportFindings {
  /// All that was found, as it is shown.
  var result: SupportEvaluation.Result {
    let metrics = OutcomeMetrics(
      texts, points: allPoints, seed: configuration.seed, threads: configuration.threads)
    var report = EvaluationReport(
      task: "support", protocol: protocolText + confidenceNote, trainCount: trainCount,
      testCount: texts.count, metrics: list(metrics), models: models, seconds: seconds,
      figures: SupportFigures(self, metrics.outcomes).all,
      notes: notes)
    report.metrics.entries += costs(textSeconds: textSeconds, byteCount: byteCount)
    return SupportEvaluation.Result(
      report: report,
      misreadings: Misreading.all(
        texts, labels: labels, intents: intents, preset: presetInUse))
  }

  private func list(_ metrics: OutcomeMetrics) -> MetricList {
    MetricList(
      entries: metrics.intents.entries
        + metrics.answers(at: presetInUse, outOfScopeShare: configuration.outOfScopeShare).entries
        + metrics.scope.entries + metrics.scope(at: presetInUse).entries)
  }

  /// What answering and keeping the model takes.
  private func costs(
    textSeconds: Double, byteCount: Int?
  ) -> [(name: String, metric: Metric)] {
    func exactly(_ value: Double) -> Metric { Metric(value: value, low: value, high: value) }
    let size = byteCount.map { [("megabytes", exactly(Double($0) / 1e6))] } ?? []
    return [("ms_per_text", exactly(1000 * textSeconds))] + size
  }

  /// The parts of the bot and the rivals with what the bot has over each, text by
  /// text; a part that is a rival too, only as that.
  private var models: [EvaluationReport.Model] {
    let alone = Set(rivals.map(\.rival.rawValue))
    let parts = legs.enumerated().filter { !alone.contains($0.element) }.map { place, name in
      model(
        name, texts.map { $0.asNamed(byLeg: place) }, shown: ["accuracy", "macro_f1"])
    }
    return parts
      + rivals.map { run in
        var model = model(
          run.rival.rawValue, run.texts,
          shown: ["accuracy", "macro_f1", "top_3_accuracy", "ece", "ece_uncalibrated"])
        model.metrics.entries += costs(
          textSeconds: run.textSeconds, byteCount: run.byteCount)
        model.seconds = EvaluationReport.Seconds(
          train: run.trainSeconds, predict: run.predictSeconds)
        return model
      }
  }

  private func model(
    _ name: String, _ said: [ScoredText], shown: Set<String>
  ) -> EvaluationReport.Model {
    let metrics = OutcomeMetrics(
      said, seed: configuration.seed, threads: configuration.threads)
    let ours = isNamed(texts)
    let difference = EvaluationReport.Difference(
      metric: "accuracy",
      Bootstrap.pairedDifference(ours, isNamed(said), seed: configuration.seed))
    return EvaluationReport.Model(
      name: name,
      metrics: MetricList(entries: metrics.intents.entries.filter { shown.contains($0.name) }),
      differences: ours.isEmpty ? [] : [difference])
  }

  /// Of each text in scope 1 where its intent was named, else 0.
  private func isNamed(_ texts: [ScoredText]) -> [Double] {
    texts.compactMap { text in text.truth.map { $0 == text.predicted ? 1 : 0 } }
  }

  /// What the reader of a confidence has to know.
  private var confidenceNote: String {
    "; confidence assumes that \(percentage(configuration.outOfScopeShare, decimals: 0)) of "
      + "messages are out of scope"
  }

  private var notes: [String] {
    var notes = [
      "calibration errors are means over fifteen bins of equal width, of texts in scope, of the "
        + "probability of the likeliest intent; that of the confidence takes in texts out of scope"
    ]
    if !rivals.isEmpty {
      notes.append(
        "the probabilities of the models beside it have one temperature each, from a fifth of "
          + "their training texts; their training times hold both fits")
    }
    return notes
  }
}

extension ScoredText {
  /// The text as if the leg alone had been asked.
  fileprivate func asNamed(byLeg place: Int) -> ScoredText {
    var text = self
    text.predicted = namedByLegs[place]
    return text
  }
}
