package import Domain
package import Engine
package import Evaluation
import Features
import Models

/// Measures the churn model on outcomes it has not seen.
package enum ChurnEvaluation {
  /// Evaluates beside recency alone (purchases) or beside the base rate (labels).
  ///
  /// Purchases: trained on cut-offs whose horizon ended by the test cut-off,
  /// tested on the horizon that ends at `asOf`. Labels: stratified 5-fold
  /// cross-validation.
  package static func evaluate(
    _ data: ChurnData, configuration: ChurnTrainer.Configuration, asOf: Timestamp, seed: UInt64,
    cancellation: Cancellation? = nil
  ) throws(ChurnError) -> EvaluationReport {
    switch data {
    case .purchases(let log):
      try byTime(
        log, configuration: configuration, asOf: asOf, seed: seed, cancellation: cancellation)
    case .labelled(let table, let labels):
      try byFolds(
        table, labels: labels, configuration: configuration, asOf: asOf, seed: seed,
        cancellation: cancellation)
    }
  }

  private static func byTime(
    _ log: InteractionLog, configuration: ChurnTrainer.Configuration, asOf: Timestamp,
    seed: UInt64, cancellation: Cancellation?
  ) throws(ChurnError) -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let cutoff = asOf.adding(days: -configuration.horizonDays)
    let trainer = ChurnTrainer(configuration: configuration, cancellation: cancellation)
    let known = log.filtered { log.occurredAt[$0] < cutoff }
    let rows = try trainer.trainingRows(of: known, asOf: cutoff)
    let definition = ChurnDefinition.noPurchase(horizonDays: configuration.horizonDays)
    let model = try trainer.fit(
      rows.table, labels: rows.labels, definition: definition, asOf: cutoff)
    let recency = PurchaseFeatures.Measure.recencyDays.rawValue
    let recencyModel = try trainer.fit(
      only(recency, of: rows.table), labels: rows.labels, definition: definition, asOf: cutoff)
    let trained = clock.now
    let test = try ChurnTrainer.rows(
      of: log, cutoff: cutoff, horizonDays: configuration.horizonDays)
    let probabilities = model.probabilities(of: test.table)
    let done = clock.now
    let leavers = test.labels.count { $0 }
    guard leavers > 0, leavers < test.labels.count else {
      throw ChurnError(
        .oneClass,
        "all \(test.labels.count) customers \(leavers == 0 ? "stayed" : "left") in the "
          + "\(configuration.horizonDays) days from \(cutoff.date): nothing to measure")
    }
    return EvaluationReport(
      task: "churn",
      protocol: "time split: trained on cut-offs whose \(configuration.horizonDays)-day outcome "
        + "was known by \(cutoff.date), tested on who bought nothing in the "
        + "\(configuration.horizonDays) days from then; churn is \(definition.text)",
      trainCount: rows.labels.count, testCount: test.labels.count,
      metrics: BinaryReport.metrics(
        probabilities: probabilities, labels: test.labels, seed: seed),
      models: [
        EvaluationReport.Model(
          name: "recency alone",
          metrics: BinaryReport.metrics(
            probabilities: recencyModel.probabilities(of: test.table), labels: test.labels,
            seed: seed))
      ],
      seconds: EvaluationReport.Seconds(
        train: (trained - start).inSeconds, predict: (done - trained).inSeconds),
      notes: [
        "share of customers who left in the test horizon: "
          + "\(percent(Double(leavers) / Double(test.labels.count)))"
      ])
  }

  private static func byFolds(
    _ table: CustomerTable, labels: [Bool], configuration: ChurnTrainer.Configuration,
    asOf: Timestamp, seed: UInt64, cancellation: Cancellation?
  ) throws(ChurnError) -> EvaluationReport {
    let clock = ContinuousClock()
    var training = Duration.zero
    var predicting = Duration.zero
    let trainer = ChurnTrainer(configuration: configuration, cancellation: cancellation)
    var probabilities = [Double](repeating: 0, count: labels.count)
    let folds = stratifiedFolds(labels, count: 5, seed: seed)
    for fold in 0..<5 {
      let start = clock.now
      let inside = labels.indices.filter { folds[$0] != fold }
      let outside = labels.indices.filter { folds[$0] == fold }
      let model = try trainer.fit(
        table.selecting(inside), labels: inside.map { labels[$0] }, definition: .label, asOf: asOf)
      let trained = clock.now
      for (row, p) in zip(outside, model.probabilities(of: table.selecting(outside))) {
        probabilities[row] = p
      }
      training += trained - start
      predicting += clock.now - trained
    }
    let base = Double(labels.count { $0 }) / Double(labels.count)
    return EvaluationReport(
      task: "churn", protocol: "stratified 5-fold cross-validation on the imported labels",
      trainCount: labels.count * 4 / 5, testCount: labels.count,
      metrics: BinaryReport.metrics(probabilities: probabilities, labels: labels, seed: seed),
      models: [
        EvaluationReport.Model(
          name: "base rate",
          metrics: BinaryReport.metrics(
            probabilities: labels.map { _ in base }, labels: labels, seed: seed))
      ],
      seconds: EvaluationReport.Seconds(train: training.inSeconds, predict: predicting.inSeconds),
      notes: ["share of customers who left: \(percent(base))"])
  }

  private static func only(_ name: String, of table: CustomerTable) -> CustomerTable {
    CustomerTable(
      customers: table.customers, numeric: table.numeric.filter { $0.name == name })
  }

  /// A fold number for each row; each class is spread evenly over the folds.
  private static func stratifiedFolds(_ labels: [Bool], count: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    var folds = [Int](repeating: 0, count: labels.count)
    for label in [false, true] {
      var members = labels.indices.filter { labels[$0] == label }
      members.shuffle(using: &generator)
      for (position, row) in members.enumerated() { folds[row] = position % count }
    }
    return folds
  }
}

private func percent(_ share: Double) -> String {
  "\(String(describing: (share * 1000).rounded() / 10)) %"
}
