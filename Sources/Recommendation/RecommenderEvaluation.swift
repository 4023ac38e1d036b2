package import Domain
package import Engine
package import Evaluation
import Features
import Models
import Wording

/// Measures the recommender on choices it has not seen.
package enum RecommenderEvaluation {
  /// Trains on everything before the split's cut-off and ranks the whole catalogue
  /// for every customer who bought before and after it.
  ///
  /// Without a split the test part is the last 60 days, or 16 % of the span.
  package static func evaluate(
    log: InteractionLog, records: ShopRecords, trainer: RecommenderTrainer,
    split given: TimeSplit?
  ) throws(RecommendationError) -> EvaluationReport {
    guard let split = given ?? TimeSplit(of: log) else {
      throw RecommendationError(
        .noData, "there are no interactions: import some with 'rapport import interactions FILE'")
    }
    let held = HeldOut(
      past: split.past(of: log),
      future: log.filtered {
        log.occurredAt[$0] >= split.cutoff && log.occurredAt[$0] < split.end
      },
      asOf: split.cutoff,
      text: "global time split: trained on everything before \(split.cutoff.date), tested on "
        + "purchases of the \(split.days) days from then; all products ranked, none sampled; "
        + "'new' counts only products the customer had not bought before")
    return try evaluate(held, records: records, trainer: trainer)
  }

  /// Trains without each customer's last event and ranks the whole catalogue for it.
  package static func evaluateLastEvents(
    of log: InteractionLog, records: ShopRecords, trainer: RecommenderTrainer
  ) throws(RecommendationError) -> EvaluationReport {
    let split = LeaveLastOut(of: log, seed: trainer.seed)
    let left = Set(split.test.map(\.index))
    let held = HeldOut(
      past: split.train, future: log.filtered { left.contains($0) },
      asOf: TimeSplit(of: log)?.end ?? Timestamp(seconds: 0),
      text: "leave last out: trained without the last event of each customer, which is the one "
        + "to find; all products ranked, none sampled; 'new' leaves out of the lists what the "
        + "customer had")
    return try evaluate(held, records: records, trainer: trainer)
  }

  /// Trains on a past and ranks the whole catalogue for what followed.
  package static func evaluate(
    _ held: HeldOut, validation: HeldOut? = nil, records: ShopRecords = ShopRecords(),
    trainer: RecommenderTrainer
  ) throws(RecommendationError) -> EvaluationReport {
    guard held.past.count > 0 || held.future.count == 0 else {
      throw RecommendationError(
        .noData,
        "all interactions lie in the test part and none before it, to learn from: import more "
          + "history, or choose another date with '--as-of'")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let model = try trainer.train(on: held.past, records: records, validation: validation)
    return try report(
      of: model, on: held, trainSeconds: (clock.now - start) / .seconds(1), seed: trainer.seed,
      cancellation: trainer.cancellation)
  }

  /// Ranks the whole catalogue by a trained model for what followed a past.
  package static func report(
    of model: RecommenderModel, on held: HeldOut, trainSeconds: Double, seed: UInt64,
    cancellation: Cancellation? = nil
  ) throws(RecommendationError) -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let cases = held.cases(builder: model.historyBuilder)
    guard cases.count > 0 else {
      throw RecommendationError(
        .noData,
        "no customer bought something both in the training and in the test part, so there is "
          + "nothing to measure: choose another date with '--as-of', or import more history")
    }
    let judge = RankingJudge(model: model, cases: cases, train: held.past)
    let whole = try judge.blend(cancellation)
    let done = clock.now
    var report = EvaluationReport(
      task: "recommender", protocol: held.text, trainCount: held.past.count,
      testCount: cases.count, metrics: whole.metrics(seed: seed), models: [],
      seconds: EvaluationReport.Seconds(
        train: trainSeconds, predict: (done - start) / .seconds(1)),
      search: model.record.trials.map(EvaluationReport.Trial.init), notes: notes(model, cases))
    for candidate in model.measured {
      let begin = clock.now
      let tally = try judge.tally(of: candidate, cancellation)
      report.models.append(
        EvaluationReport.Model(
          name: candidate.kind.name, metrics: tally.metrics(seed: seed),
          differences: whole.differences(from: tally, seed: seed),
          seconds: EvaluationReport.Seconds(
            train: model.record.seconds(of: candidate.kind),
            predict: (clock.now - begin) / .seconds(1)),
          bytes: candidate.byteCount))
    }
    report.figures =
      RecommenderFigures(
        of: report, whole: whole, known: cases.known.map(\.count), seed: seed
      ).all
    return report
  }

  private static func notes(_ model: RecommenderModel, _ cases: RankingCases) -> [String] {
    var notes = [
      "customers tested: those who bought in the training part and again in the test part"
    ]
    if model.record.validation.isEmpty {
      notes.append("too few customers to learn a blend from: its weights are the usual ones")
    } else {
      notes.append(
        "settings and blend chosen on \(model.record.validation), "
          + counted(model.record.validationCount, "customer"))
    }
    notes.append("blend of any products: " + model.blend.text(onlyNew: false))
    notes.append("blend of new products: " + model.blend.text(onlyNew: true))
    return notes + model.record.leftOut + [RankingMeasure.explanation(at: 10)]
  }
}

extension EvaluationReport.Trial {
  fileprivate init(_ trial: TrainingRecord.Trial) {
    self.init(
      model: trial.kind.name, setting: trial.setting, metric: "ndcg@10_new", value: trial.new,
      isChosen: trial.isChosen)
  }
}
