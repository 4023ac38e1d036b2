package import Domain
package import Engine
package import Features
import Models
import Wording

/// The customers a churn model learns from.
package enum ChurnData: Sendable {
  /// Events in time order, with the attributes of the customers where there are
  /// any; who left is read off the purchases.
  case purchases(CustomerEvents, attributes: CustomerAttributes? = nil)
  /// Customers whose outcome is known, with what is known of them.
  case labelled(CustomerTable, labels: [Bool], attributes: AttributeFeatures? = nil)
}

/// Trains a ``ChurnModel``.
package struct ChurnTrainer: Sendable {
  /// When a customer has left, and from which cut-offs to learn.
  package struct Configuration: Sendable, Codable, Hashable {
    /// Days without a purchase after which a customer has left.
    package var horizonDays: Int
    /// Cut-offs stacked into one training set.
    package var cutoffCount: Int
    /// The days between two cut-offs, as a share of the horizon.
    package var cutoffStep: Double
    /// History that a cut-off needs before it.
    package var leastHistoryDays: Int
    /// Of folds and samples.
    package var seed: UInt64

    /// The defaults, chosen on purchases of CDNOW before 1997-12-30 and of UCI
    /// Online Retail before 2011-09-11, which no test reads.
    package init(
      horizonDays: Int = 90, cutoffCount: Int = 3, cutoffStep: Double = 1.0 / 6,
      leastHistoryDays: Int = 30, seed: UInt64 = 1
    ) {
      self.horizonDays = horizonDays
      self.cutoffCount = cutoffCount
      self.cutoffStep = cutoffStep
      self.leastHistoryDays = leastHistoryDays
      self.seed = seed
    }
  }

  package let configuration: Configuration
  package let cancellation: Cancellation?

  package init(configuration: Configuration, cancellation: Cancellation? = nil) {
    self.configuration = configuration
    self.cancellation = cancellation
  }

  /// Learns from all data up to `asOf`.
  package func train(on data: ChurnData, asOf: Timestamp) throws(ChurnError) -> ChurnModel {
    switch data {
    case .purchases(let events, let attributes):
      try PurchaseChurn(
        events: events, attributes: attributes, asOf: asOf, trainer: self
      ).train()
    case .labelled(let table, let labels, let attributes):
      try fit(
        ChurnRows(table: table, labels: labels), definition: .label, attributes: attributes,
        asOf: asOf)
    }
  }

  /// Fits curves, pairs and calibration to rows, as they are.
  ///
  /// - Parameters:
  ///   - rows: one or more a customer.
  ///   - definition: what their labels mean.
  ///   - expectation: the rhythm that made a column of the table.
  ///   - attributes: the kinds of the attributes in it.
  ///   - penaltyScale: the factor of all penalties where a later cut-off chose it;
  ///     curves only are fitted then. Nil lets cross-validation choose it.
  ///   - asOf: the first moment the labels did not see.
  /// - Returns: the model.
  /// - Throws: `tooLittleData`, `oneClass`, `cancelled`, `failed`.
  package func fit(
    _ rows: ChurnRows, definition: ChurnDefinition, expectation: ExpectedPurchases? = nil,
    attributes: AttributeFeatures? = nil, penaltyScale: Double? = nil, asOf: Timestamp
  ) throws(ChurnError) -> ChurnModel {
    try check(rows, definition: definition)
    let encoder = TableEncoder(fitting: rows.table)
    var settings = AdditiveModel.Configuration(seed: configuration.seed)
    if let penaltyScale {
      settings.penaltyScale = penaltyScale
      settings.maximumPairs = 0
    }
    guard !encoder.columns.isEmpty else {
      throw ChurnError(
        .tooLittleData,
        "nothing that varies is known of the customers: import attributes or interactions")
    }
    let fit: AdditiveFit
    let choice: CalibrationChoice
    do {
      fit = try AdditiveModel.crossFit(
        MeasureColumns.additive(rows.table, by: encoder), labels: rows.labels.map { $0 ? 1 : 0 },
        groups: rows.table.customers.map(\.rawValue),
        configuration: settings, cancellation: cancellation)
      choice = try CalibrationChoice.choose(
        logOdds: fit.outOfFold, labels: rows.labels, seed: configuration.seed)
    } catch {
      throw ChurnError(model: error)
    }
    var record = ChurnRecord(asOf: asOf, baseRate: rows.baseRate)
    record.notes = [choice.reason] + (attributes?.notes ?? [])
    record.warnings = fit.model.warnings.compactMap { warning in
      // A shop without returns or support has such columns of ours.
      if case .constantColumn(let name) = warning, MeasureFamily(of: name) != .attributes {
        return nil
      }
      return warning.description
    }
    record.describe(rows)
    return ChurnModel(
      definition: definition, expectation: expectation, attributes: attributes,
      encoder: encoder, additive: fit.model, record: record
    ).calibrated(by: choice.calibration)
  }

  private func check(_ rows: ChurnRows, definition: ChurnDefinition) throws(ChurnError) {
    // From purchases, a customer is a row at each cut-off.
    let customers = Set(rows.table.customers).count
    guard rows.count >= 20 else {
      throw ChurnError(
        .tooLittleData,
        "there are only \(counted(rows.count, "observation")) of \(counted(customers, "customer")) "
          + "to learn churn from: 20 are the least")
    }
    guard rows.leaverCount > 0, rows.leaverCount < rows.count else {
      throw ChurnError(
        .oneClass,
        "all \(counted(customers, "customer")) \(rows.leaverCount == 0 ? "stayed" : "left") by "
          + (definition == .label
            ? "their labels: there is nothing to tell apart; import labels of both kinds"
            : "the rule '\(definition.text)': there is nothing to tell apart; choose another "
              + "--horizon"))
    }
  }
}
