package import Domain
package import Engine
package import Evaluation
import Features
import Wording

/// Measures the value model on spend it has not seen.
package enum ValueEvaluation {
  /// Evaluates beside the reference models of customer value and the period before.
  ///
  /// Trained on cut-offs whose horizon ended by the test cut-off, tested on the
  /// horizon that ends at `asOf`. BG/NBD and gamma-gamma are fitted on everything
  /// before the test cut-off.
  ///
  /// - Throws: what training throws, and `tooLittleData` where nobody spent anything
  ///   in the test horizon.
  package static func evaluate(
    _ log: InteractionLog, configuration: ValueTrainer.Configuration, asOf: Timestamp,
    seed: UInt64, cancellation: Cancellation? = nil,
    features: @escaping CustomerFeatures = ValueRows.purchaseFeatures
  ) throws(ChurnError) -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let horizon = configuration.horizonDays
    let cutoff = asOf.adding(days: -horizon)
    let known = log.filtered { log.occurredAt[$0] < cutoff }
    let model = try ValueTrainer(
      configuration: configuration, cancellation: cancellation, features: features
    ).train(on: known, asOf: cutoff)
    let trained = clock.now
    let rows = try ValueRows(
      of: known, cutoff: cutoff, horizonDays: horizon, features: features)
    let predictions = model.predictions(of: rows)
    let done = clock.now
    let spend = rows.spend(in: log, from: cutoff, horizonDays: horizon)
    guard spend.contains(where: { $0 > 0 }) else {
      throw ChurnError(
        .tooLittleData,
        "none of the \(spend.count) customers spent anything in the \(horizon) days from "
          + "\(cutoff.date): nothing to measure")
    }
    let own = SpendForecast(predicted: predictions.map(\.expectedSpend), actual: spend)
    let rivals = rivals(model.rates, rows: rows, horizonDays: horizon, spend: spend)
    var metrics = own.metrics(seed: seed)
    let coverage = coverage(predictions, spend: spend, seed: seed)
    metrics.entries += coverage
    return EvaluationReport(
      task: "value",
      protocol: "time split: trained on cut-offs whose spend within \(horizon) days was known by "
        + "\(cutoff.date), tested on what the buyers before then spent in the \(horizon) days "
        + "from then, returns taken off",
      trainCount: model.observationCount, testCount: spend.count, metrics: metrics,
      models: rivals.map { rival in
        EvaluationReport.Model(
          name: rival.name, metrics: rival.forecast.metrics(seed: seed),
          differences: own.differences(from: rival.forecast, seed: seed))
      },
      seconds: EvaluationReport.Seconds(
        train: (trained - start) / .seconds(1), predict: (done - trained) / .seconds(1)),
      figures: ValueFigures.figures(own, rivals: rivals),
      notes: notes(spend: spend, predictions: predictions, coverage: coverage))
  }

  /// A forecast that needs no training of ours.
  struct Rival: Sendable {
    var name: String
    var forecast: SpendForecast
  }

  private static func rivals(
    _ rates: PurchaseRates, rows: ValueRows, horizonDays: Int, spend: [Double]
  ) -> [Rival] {
    var rivals: [Rival] = []
    func add(_ name: String, _ predicted: [Double]) {
      rivals.append(
        Rival(name: name, forecast: SpendForecast(predicted: predicted, actual: spend)))
    }
    if rates.process != nil {
      let purchases = (0..<rows.count).map {
        rates.expectedPurchases(rows.days, row: $0, horizonDays: horizonDays) ?? 0
      }
      let orders = rows.days.counts.reduce(0, +)
      let money = zip(rows.days.means, rows.days.counts).reduce(0) { $0 + $1.0 * Double($1.1) }
      let mean = money / Double(max(1, orders))
      add("BG/NBD purchases × mean order", purchases.map { $0 * mean })
      if rates.spend != nil {
        add(
          "BG/NBD × gamma-gamma",
          purchases.indices.map {
            purchases[$0] * (rates.orderValue(rows.days, row: $0) ?? mean)
          })
      }
    }
    add("same as last period", rows.days.lastPeriod)
    return rivals
  }

  /// The share of customers whose spend lies in their interval, of all and of those
  /// whose interval is not nothing alone.
  private static func coverage(
    _ predictions: [ValueModel.Prediction], spend: [Double], seed: UInt64
  ) -> [(name: String, metric: Metric)] {
    func isInside(_ index: Int) -> Bool {
      // Money is kept in single precision.
      let slack = 1e-6 * max(1, spend[index])
      return spend[index] >= predictions[index].low - slack
        && spend[index] <= predictions[index].high + slack
    }
    let all = spend.indices.map { isInside($0) ? 1.0 : 0 }
    let open = spend.indices.map { predictions[$0].high > 0 ? all[$0] : .nan }
    let found = Bootstrap.means(of: [all, open], seed: seed)
    var entries = [(name: "interval_coverage", metric: found[0])]
    if open.contains(where: \.isFinite) {
      entries.append((name: "interval_coverage_above_zero", metric: found[1]))
    }
    return entries
  }

  private static func notes(
    spend: [Double], predictions: [ValueModel.Prediction],
    coverage: [(name: String, metric: Metric)]
  ) -> [String] {
    let share = Double(spend.count { $0 > 0 }) / Double(spend.count)
    let nothing = predictions.count { $0.high == 0 }
    var notes = [
      "share of customers who spent anything in the test horizon: \(percentage(share))",
      "intervals are meant to hold 80% of the outcomes; bias is all that was predicted over all "
        + "that was spent, less 1",
    ]
    if let held = coverage.first?.metric, held.high < ValueModel.intervalLevel {
      notes.append(
        "the intervals held only \(percentage(held.value)) of the outcomes: the test horizon was "
          + "unlike those learned from, as a season is; do not count on them")
    }
    if nothing > 0 {
      notes.append(
        "the interval of \(nothing) customers is nothing alone: less than one in five of them is "
          + "expected to spend anything")
    }
    return notes
  }
}
