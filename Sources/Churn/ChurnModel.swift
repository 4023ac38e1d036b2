package import Domain
import Engine
package import Features
package import Models
import Wording

/// A trained churn model: an additive logistic regression whose every term can
/// be drawn, so that each score is a sum that can be read term by term.
package struct ChurnModel: Sendable {
  package let definition: ChurnDefinition
  /// The rhythm of purchases, added to every table as a measure; nil where labels
  /// were learned, or nobody bought twice.
  package let expectation: ExpectedPurchases?
  /// What kind of column each attribute is; nil where the model knows none.
  package let attributes: AttributeFeatures?
  package let encoder: TableEncoder
  package private(set) var additive: AdditiveModel
  /// What turns log-odds into probabilities: nothing, or an isotonic curve; Platt
  /// scaling is folded into the terms, which then still sum to the log-odds.
  package private(set) var calibration: ProbabilityCalibration
  /// How it was learned, and what the data looked like then.
  package internal(set) var record: ChurnRecord

  init(
    definition: ChurnDefinition, expectation: ExpectedPurchases? = nil,
    attributes: AttributeFeatures? = nil, encoder: TableEncoder, additive: AdditiveModel,
    calibration: ProbabilityCalibration = .none, record: ChurnRecord
  ) {
    self.definition = definition
    self.expectation = expectation
    self.attributes = attributes
    self.encoder = encoder
    self.additive = additive
    self.calibration = calibration
    self.record = record
  }

  /// The share of leavers among the training rows.
  package var baseRate: Double { record.baseRate }

  /// The first moment the training labels did not see.
  package var trainedAsOf: Timestamp { record.asOf }

  // MARK: - Scores

  /// The probabilities of all rows of a table.
  package func probabilities(of table: CustomerTable) -> [Double] {
    logOdds(of: table).map(calibration.probability(logOdds:))
  }

  /// The log-odds of all rows of a table, before any isotonic step.
  package func logOdds(of table: CustomerTable) -> [Double] {
    additive.logOdds(MeasureColumns.additive(completed(table), by: encoder))
  }

  /// Scores rows of a table with their factors.
  ///
  /// The factor of a measure is the part of the score its own curve gives, less
  /// the mean of that part over the training rows, and its share of each pair it
  /// belongs to: exact Shapley values of the additive model.
  ///
  /// - Source: Lundberg & Lee 2017, "A unified approach to interpreting model
  ///   predictions", NeurIPS, with the training rows as background.
  package func scores(
    of table: CustomerTable, pairs: PairReasons = .split
  ) -> [ChurnScore] {
    let table = completed(table)
    let columns = MeasureColumns.additive(table, by: encoder)
    let parts =
      switch pairs {
      case .split: additive.shapley(columns)
      case .shown: additive.contributions(columns)
      }
    let sources = encoder.columns.map { MeasureSource($0.name, in: table) }
    return parts.indices.map { row in
      let logOdds = parts[row].reduce(additive.intercept, +)
      let probability = calibration.probability(logOdds: logOdds)
      let factors = parts[row].indices.map { index in
        let named = pairs == .split ? [index] : additive.terms[index].columns
        let contribution = parts[row][index]
        return ChurnScore.Factor(
          measure: named.map { encoder.columns[$0].name }.joined(separator: " × "),
          value: Self.value(named.map { sources[$0].value(of: row) }),
          populationMean: named.count == 1
            ? record.means[encoder.columns[named[0]].name] : nil,
          contribution: contribution,
          probabilityChange: probability - calibration.probability(logOdds: logOdds - contribution))
      }
      return ChurnScore(
        customer: table.customers[row], probability: probability, logOdds: logOdds,
        baseLogOdds: additive.intercept, factors: factors)
    }
  }

  /// The table with the measures that the model itself makes.
  package func completed(_ table: CustomerTable) -> CustomerTable {
    expectation?.adding(to: table) ?? table
  }

  private static func value(_ values: [ChurnScore.Factor.Value]) -> ChurnScore.Factor.Value {
    guard values.count > 1 else { return values.first ?? .missing }
    return .pair(values.map(\.text).joined(separator: ", "))
  }

  // MARK: - Calibration

  /// The model with its scores calibrated as out-of-fold scores were best.
  func calibrated(by calibration: ProbabilityCalibration) -> ChurnModel {
    var result = self
    switch calibration {
    case .none: break
    case .platt(let platt):
      result.additive = additive.scaled(by: platt.slope, shifted: platt.intercept)
    case .isotonic: result.calibration = calibration
    }
    return result
  }
}

/// One measure's column of a table.
private enum MeasureSource {
  case numbers([Float])
  case categories([String?])
  case absent

  init(_ name: String, in table: CustomerTable) {
    if let column = table.numeric.first(where: { $0.name == name }) {
      self = .numbers(column.values)
    } else if let column = table.categorical.first(where: { $0.name == name }) {
      self = .categories(column.values)
    } else {
      self = .absent
    }
  }

  func value(of row: Int) -> ChurnScore.Factor.Value {
    switch self {
    case .numbers(let values): values[row].isNaN ? .missing : .number(values[row])
    case .categories(let values): values[row].map { .category($0) } ?? .missing
    case .absent: .missing
    }
  }
}

extension ChurnScore.Factor.Value {
  fileprivate var text: String {
    switch self {
    case .number(let number): brief(Double(number))
    case .category(let text), .pair(let text): text
    case .missing: "missing"
    }
  }
}
