import Domain
import Evaluation
import Features
import Wording

extension ChurnEvaluation {
  func byFolds(_ rows: ChurnRows, asOf: Timestamp) throws(ChurnError) -> EvaluationReport {
    let clock = ContinuousClock()
    var training = Duration.zero
    var predicting = Duration.zero
    var judged: Judged?
    var reasons: Figure?
    var foldMetrics: [FoldFigures] = []
    for round in 0..<configuration.repeats {
      let folds = rows.folds(
        configuration.folds, seed: configuration.trainer.seed &+ UInt64(round))
      for fold in 0..<configuration.folds {
        let inside = rows.selecting(folds.indices.filter { folds[$0] != fold })
        let outside = rows.selecting(folds.indices.filter { folds[$0] == fold })
        let start = clock.now
        let model = try trainer.fit(inside, definition: .label, asOf: asOf)
        let trained = clock.now
        let probabilities = model.probabilities(of: outside.table)
        predicting += clock.now - trained
        training += trained - start
        let rivals = try rivals(inside)
        let part = Judged(
          rows: outside, probabilities: probabilities,
          rivals: [("base rate", outside.labels.map { _ in inside.baseRate })]
            + rivals.map { ($0.rival.name, $0.probabilities(of: outside.table)) })
        if reasons == nil, let rival = rivals.last {
          reasons = RivalReasons.figure(
            rival, training: inside.table, test: outside.table, probabilities: probabilities,
            seed: configuration.trainer.seed)
        }
        foldMetrics.append(FoldFigures(part))
        if judged == nil { judged = part } else { judged?.append(part) }
      }
    }
    let fits = Double(configuration.folds * configuration.repeats)
    let whole = try trainer.fit(rows, definition: .label, asOf: asOf)
    guard let judged else {
      throw ChurnError(.tooLittleData, "there are no folds to test on")
    }
    let times = configuration.repeats == 1 ? "" : " × \(configuration.repeats)"
    let compared = compared(judged)
    return EvaluationReport(
      task: "churn",
      protocol: "stratified \(configuration.folds)-fold\(times) cross-validation on the labels; "
        + "shapes, pairs, penalties and calibration are found inside the training folds",
      trainCount: rows.count * (configuration.folds - 1) / configuration.folds,
      testCount: rows.count,
      metrics: compared.metrics, models: compared.rivals,
      seconds: EvaluationReport.Seconds(
        train: training / .seconds(1) / fits, predict: predicting / .seconds(1) / fits),
      figures: outcomeFigures(judged, groups: try groups(of: judged.rows.table))
        + [FoldFigures.table(foldMetrics), reasons].compactMap(\.self) + whole.figures,
      notes: [
        "share of customers who left: \(percentage(rows.baseRate))",
        "times are of one fit of one fold", profitNote(rows),
      ] + whole.record.summary + whole.record.warnings)
  }
}

/// The figures of one fold.
struct FoldFigures {
  let count: Int
  let auc, averagePrecision, brier, logLoss, ece: Double

  init(_ judged: ChurnEvaluation.Judged) {
    let (p, labels) = (judged.probabilities, judged.rows.labels)
    count = labels.count
    auc = ClassificationMetrics.auc(scores: p, labels: labels)
    averagePrecision = ClassificationMetrics.averagePrecision(scores: p, labels: labels)
    brier = ClassificationMetrics.brier(probabilities: p, labels: labels)
    logLoss = ClassificationMetrics.logLoss(probabilities: p, labels: labels)
    ece = ClassificationMetrics.expectedCalibrationError(probabilities: p, labels: labels)
  }

  /// A row a fold, and their means.
  static func table(_ folds: [FoldFigures]) -> Figure {
    let columns: [(name: String, value: (FoldFigures) -> Double)] = [
      ("AUC", { $0.auc }), ("average precision", { $0.averagePrecision }),
      ("Brier", { $0.brier }), ("log loss", { $0.logLoss }), ("ECE", { $0.ece }),
    ]
    let means = columns.map { column in
      folds.reduce(0) { $0 + column.value($1) } / Double(max(1, folds.count))
    }
    let rows = folds.enumerated().map { number, fold -> [FigureTable.Cell] in
      [.text("\(number + 1)"), .number(Double(fold.count), decimals: 0)]
        + columns.map { .number($0.value(fold), decimals: 4) }
    }
    let least = folds.map(\.auc).min() ?? .nan
    let greatest = folds.map(\.auc).max() ?? .nan
    return Figure(
      name: "folds", title: "Fold by fold",
      sentence:
        "The mean of the folds' AUC is \(grouped(means[0], decimals: 4)); single folds lie between "
        + "\(grouped(least, decimals: 4)) and \(grouped(greatest, decimals: 4)).",
      content: .table(
        FigureTable(
          columns: ["fold", "customers"] + columns.map(\.name),
          rows: rows
            + [[.text("mean"), .none] + means.map { .number($0, decimals: 4) }])))
  }
}
