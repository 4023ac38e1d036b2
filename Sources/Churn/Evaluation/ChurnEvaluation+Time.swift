import Domain
import Evaluation
import Features
import Wording

extension ChurnEvaluation {
  /// Trains on what was known one horizon before `asOf`, and tests on what came of it.
  func byTime(
    _ events: CustomerEvents, attributes: CustomerAttributes?, asOf: Timestamp
  ) throws(ChurnError) -> EvaluationReport {
    let horizon = configuration.trainer.horizonDays
    let clock = ContinuousClock()
    let start = clock.now
    let cutoff = asOf.adding(days: -horizon)
    let training = PurchaseChurn(
      events: events.before(cutoff), attributes: attributes, asOf: cutoff, trainer: trainer)
    let learned = try training.learn()
    let trained = clock.now
    let test = try PurchaseChurn(
      events: events, attributes: attributes, asOf: asOf, trainer: trainer
    ).stacked([cutoff], horizonDays: horizon)
    let probabilities = learned.model.probabilities(of: test.table)
    let seconds = EvaluationReport.Seconds(
      train: (trained - start) / .seconds(1), predict: (clock.now - trained) / .seconds(1))
    guard test.leaverCount > 0, test.leaverCount < test.count else {
      throw ChurnError(
        .oneClass,
        "all \(test.count) customers \(test.leaverCount == 0 ? "stayed" : "left") in the "
          + "\(horizon) days from \(cutoff.date): nothing to measure")
    }
    let newest = Origin(
      cutoff: cutoff, model: learned.model, test: test, probabilities: probabilities)
    let recency = try recencyAlone(learned.rows)
    let rivals = try rivals(learned.preparedRows)
    let prepared = learned.model.completed(test.table)
      .keeping(learned.preparedRows.table.columnNames)
    let judged = Judged(
      rows: test, probabilities: probabilities,
      rivals: [("recency alone", recency.probabilities(of: test.table))]
        + rivals.map { ($0.rival.name, $0.probabilities(of: prepared)) })
    let origins = try rollingOrigin(events, attributes: attributes, asOf: asOf, newest: newest)
    let reasons = rivals.last.flatMap {
      RivalReasons.figure(
        $0, training: learned.preparedRows.table, test: prepared, probabilities: probabilities,
        seed: configuration.trainer.seed)
    }
    return report(
      on: newest, trainCount: learned.rows.count, judged: judged, seconds: seconds,
      figures: outcomeFigures(judged, groups: try groups(of: test.table))
        + [
          origins,
          PopulationStability.figure(ChurnDrift.measures(of: learned.model, now: test.table)),
          reasons,
        ].compactMap(\.self) + learned.model.figures)
  }

  private func report(
    on newest: Origin, trainCount: Int, judged: Judged, seconds: EvaluationReport.Seconds,
    figures: [Figure]
  ) -> EvaluationReport {
    let horizon = configuration.trainer.horizonDays
    let record = newest.model.record
    let compared = compared(judged)
    return EvaluationReport(
      task: "churn",
      protocol: "time split: trained on cut-offs whose \(horizon)-day outcome "
        + "was known by \(newest.cutoff.date), tested on who bought nothing in the "
        + "\(horizon) days from then; churn is \(newest.model.definition.text)",
      trainCount: trainCount, testCount: newest.test.count,
      metrics: compared.metrics, models: compared.rivals, seconds: seconds,
      search: record.trials.map {
        EvaluationReport.Trial(
          model: "churn", setting: $0.setting, metric: "log_loss_later", value: $0.logLoss,
          isChosen: $0.isChosen)
      },
      figures: figures,
      notes: [
        "share of customers who left in the test horizon: "
          + percentage(newest.test.baseRate), profitNote(newest.test),
      ] + record.summary + record.warnings)
  }

  /// A straight line over one measure, which any other model has to beat.
  private func recencyAlone(_ rows: ChurnRows) throws(ChurnError) -> FittedChurnRival {
    try ChurnRival.logisticRegression.fit(
      rows.table.keeping([PurchaseFeatures.Measure.recencyDays.rawValue]), labels: rows.labels,
      seed: configuration.trainer.seed, cancellation: cancellation)
  }

  // MARK: - Rolling origin

  /// One cut-off tested, and the model that was trained before it.
  struct Origin {
    var cutoff: Timestamp
    var model: ChurnModel
    var test: ChurnRows
    var probabilities: [Double]
  }

  /// The same figures at earlier cut-offs, each learned from what was known then.
  ///
  /// - Source: Tashman 2000, "Out-of-sample tests of forecasting accuracy",
  ///   International Journal of Forecasting 16(4).
  private func rollingOrigin(
    _ events: CustomerEvents, attributes: CustomerAttributes?, asOf: Timestamp, newest: Origin
  ) throws(ChurnError) -> Figure? {
    let horizon = configuration.trainer.horizonDays
    guard configuration.origins > 1, let first = events.log.occurredAt.first else { return nil }
    let room =
      Int(newest.cutoff.days(since: first)) - horizon
      - configuration.trainer.leastHistoryDays
    let step = min(horizon, room / (configuration.origins - 1))
    var origins = [newest]
    if step >= 7 {
      for number in 1..<configuration.origins {
        let end = asOf.adding(days: -number * step)
        let cutoff = end.adding(days: -horizon)
        let known = PurchaseChurn(
          events: events.before(end), attributes: attributes, asOf: end, trainer: trainer)
        let past = PurchaseChurn(
          events: events.before(cutoff), attributes: attributes, asOf: cutoff, trainer: trainer)
        let test = try known.stacked([cutoff], horizonDays: horizon)
        guard test.leaverCount > 0, test.leaverCount < test.count else { continue }
        let model: ChurnModel
        do {
          model = try past.learn().model
        } catch {
          // What was known so early may be too little to learn from.
          guard error.code == .oneClass || error.code == .tooLittleData else { throw error }
          continue
        }
        origins.append(
          Origin(
            cutoff: cutoff, model: model, test: test,
            probabilities: model.probabilities(of: test.table)))
      }
    }
    return RollingOrigin.figure(origins)
  }
}
