package import Domain
package import Engine
package import Evaluation
import Features
import Wording

/// Measures the churn model on outcomes it has not seen.
package struct ChurnEvaluation: Sendable {
  /// How to train and to test.
  package struct Configuration: Sendable {
    package var trainer: ChurnTrainer.Configuration
    /// Folds where labels were imported, and how often they are drawn.
    package var folds: Int
    package var repeats: Int
    /// Cut-offs of the rolling origin, the test cut-off included.
    package var origins: Int
    /// What a contact costs and brings, for the profit curve.
    package var economics: ContactEconomics
    /// From where a customer would be selected: the groups are compared at it.
    package var cutPoints: RiskCutPoints
    /// The attribute whose groups are compared; nil for none.
    package var groupAttribute: String?
    /// Whether rivals are trained beside the model.
    package var hasRivals: Bool

    package init(
      trainer: ChurnTrainer.Configuration = ChurnTrainer.Configuration(), folds: Int = 5,
      repeats: Int = 1, origins: Int = 4, economics: ContactEconomics = .usual,
      cutPoints: RiskCutPoints = .usual,
      groupAttribute: String? = nil, hasRivals: Bool = true
    ) {
      self.trainer = trainer
      self.folds = folds
      self.repeats = repeats
      self.origins = origins
      self.economics = economics
      self.cutPoints = cutPoints
      self.groupAttribute = groupAttribute
      self.hasRivals = hasRivals
    }
  }

  let configuration: Configuration
  let cancellation: Cancellation?

  package init(configuration: Configuration, cancellation: Cancellation? = nil) {
    self.configuration = configuration
    self.cancellation = cancellation
  }

  var trainer: ChurnTrainer {
    ChurnTrainer(configuration: configuration.trainer, cancellation: cancellation)
  }

  /// Evaluates beside rivals, and recency alone or the base rate.
  ///
  /// Purchases: trained on cut-offs whose horizon ended by the test cut-off,
  /// tested on the horizon that ends at `asOf`. Labels: stratified
  /// cross-validation, everything learned inside the training folds.
  package func evaluate(
    _ data: ChurnData, asOf: Timestamp
  ) throws(ChurnError) -> EvaluationReport {
    switch data {
    case .purchases(let events, let attributes):
      try byTime(events, attributes: attributes, asOf: asOf)
    case .labelled(let table, let labels, _):
      try byFolds(ChurnRows(table: table, labels: labels), asOf: asOf)
    }
  }

  /// The model in use and its rivals on test rows, as a report tells them.
  struct Judged {
    var rows: ChurnRows
    var probabilities: [Double]
    /// By name, in the order in which they are shown.
    var rivals: [(name: String, probabilities: [Double])]

    mutating func append(_ other: Judged) {
      rows.append(other.rows)
      probabilities += other.probabilities
      // A rival for which one fold had too few rows is shown for none.
      rivals = rivals.compactMap { rival in
        other.rivals.first { $0.name == rival.name }.map {
          (rival.name, rival.probabilities + $0.probabilities)
        }
      }
    }
  }

  /// Rivals trained on the same rows; one whom the rows are too few for is left out.
  func rivals(_ training: ChurnRows) throws(ChurnError) -> [FittedChurnRival] {
    guard configuration.hasRivals else { return [] }
    var fitted: [FittedChurnRival] = []
    for rival in ChurnRival.allCases {
      do {
        fitted.append(
          try rival.fit(
            training.table, labels: training.labels, seed: configuration.trainer.seed,
            cancellation: cancellation))
      } catch {
        guard error.code == .tooLittleData else { throw error }
      }
    }
    return fitted
  }

  /// The figures of the model, and those of its rivals with what it has over them.
  func compared(
    _ judged: Judged
  ) -> (metrics: MetricList, rivals: [EvaluationReport.Model]) {
    BinaryReport.comparison(
      probabilities: judged.probabilities, rivals: judged.rivals, labels: judged.rows.labels,
      seed: configuration.trainer.seed)
  }

  /// What is drawn of the model's probabilities: ROC, calibration, lift, profit and
  /// the groups of an attribute.
  func outcomeFigures(
    _ judged: Judged, groups: [String?]?
  ) -> [Figure] {
    let (probabilities, labels) = (judged.probabilities, judged.rows.labels)
    var figures = BinaryFigures(
      probabilities: probabilities, labels: labels,
      rivals: judged.rivals.map {
        BinaryFigures.Rival(name: $0.name, probabilities: $0.probabilities, labels: labels)
      }
    ).all
    figures += [profit(judged)].compactMap(\.self)
    if let name = configuration.groupAttribute, let groups {
      let table = FairnessTable(
        attribute: name, groups: groups, probabilities: probabilities, labels: labels,
        threshold: configuration.cutPoints.high)
      figures += [table.figure()].compactMap(\.self)
    }
    return figures
  }

  /// What the profit curve takes for granted.
  func profitNote(_ rows: ChurnRows) -> String {
    let economics = configuration.economics
    let saves =
      "a contact keeps \(percentage(economics.saveRate)) of the leavers"
    return rows.table.columnNames.contains(PurchaseFeatures.Measure.monetaryMean.rawValue)
      ? "profit: a contact costs \(grouped(economics.contactCost, decimals: 2)), \(saves), who buy "
        + "once more at a margin of \(percentage(economics.margin))"
      : "profit: a contact costs \(percentage(Self.customaryCost)) of what a kept customer "
        + "brings, and \(saves)"
  }

  /// The profit of contacts, in money where what customers spend is known.
  private func profit(_ judged: Judged) -> Figure? {
    let economics = configuration.economics
    let spend = PurchaseFeatures.Measure.monetaryMean.rawValue
    if let column = judged.rows.table.numeric.first(where: { $0.name == spend }),
      column.values.allSatisfy(\.isFinite)
    {
      return ProfitCurve(
        probabilities: judged.probabilities, labels: judged.rows.labels,
        values: column.values.map(Double.init), cost: economics.contactCost,
        saveRate: economics.saveRate, margin: economics.margin
      ).figure(unit: "in the shop's currency")
    }
    return ProfitCurve(
      probabilities: judged.probabilities, labels: judged.rows.labels, cost: Self.customaryCost,
      saveRate: economics.saveRate, margin: 1
    ).figure(unit: "kept customers")
  }

  /// What a contact costs where nothing is known of money, as a share of what a
  /// kept customer brings.
  private static let customaryCost = 0.01

  /// The group of each row by the attribute asked for.
  func groups(of table: CustomerTable) throws(ChurnError) -> [String?]? {
    guard let name = configuration.groupAttribute else { return nil }
    if let column = table.categorical.first(where: { $0.name == name }) { return column.values }
    if let column = table.numeric.first(where: { $0.name == name }) {
      return CustomerGroups.ofNumbers(column.values)
    }
    let names = (table.categorical.map(\.name) + table.numeric.map(\.name)).sorted()
    throw ChurnError(
      .badData,
      "there is no attribute \(name) to compare groups by; there are \(names.joined(separator: ", "))"
    )
  }
}
