package import Domain
package import Engine
package import Features
import Models

/// The customers a churn model learns from.
package enum ChurnData: Sendable {
  /// Purchases in time order; who left is read off the log itself.
  case purchases(InteractionLog)
  /// Customers whose outcome is known, with what is known of them.
  case labelled(CustomerTable, labels: [Bool])
}

/// Trains a ``ChurnModel``.
package struct ChurnTrainer: Sendable {
  package struct Configuration: Sendable, Codable, Hashable {
    /// Days without a purchase after which a customer has left.
    package var horizonDays: Int
    /// Cut-offs stacked into one training set, and the days between them.
    package var cutoffCount: Int
    package var cutoffStepDays: Int
    /// History that a cut-off needs before it.
    package var leastHistoryDays: Int
    /// Ridge penalty on the standardised columns, for purchases.
    package var l2: Double
    /// The same for labels and attributes.
    package var labelL2: Double
    /// Probability from which a customer is called high risk.
    package var threshold: Double

    /// The defaults, chosen on outcomes up to 2011-09-11 of UCI Online Retail,
    /// before its test part.
    package init(
      horizonDays: Int = 90, cutoffCount: Int = 6, cutoffStepDays: Int = 15,
      leastHistoryDays: Int = 30, l2: Double = 100,
      labelL2: Double = 10, threshold: Double = 0.5
    ) {
      self.horizonDays = horizonDays
      self.cutoffCount = cutoffCount
      self.cutoffStepDays = cutoffStepDays
      self.leastHistoryDays = leastHistoryDays
      self.l2 = l2
      self.labelL2 = labelL2
      self.threshold = threshold
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
    case .purchases(let log):
      let rows = try trainingRows(of: log, asOf: asOf)
      return try fit(
        rows.table, labels: rows.labels,
        definition: .noPurchase(horizonDays: configuration.horizonDays), asOf: asOf)
    case .labelled(let table, let labels):
      return try fit(table, labels: labels, definition: .label, asOf: asOf)
    }
  }

  /// Stacks customers as of several cut-offs, each with its outcome in the
  /// horizon after it; the last horizon ends at `asOf`.
  func trainingRows(
    of log: InteractionLog, asOf: Timestamp
  ) throws(ChurnError) -> (table: CustomerTable, labels: [Bool]) {
    guard let first = log.occurredAt.first else {
      throw ChurnError(
        .tooLittleData,
        "there are no interactions to learn from: import some with "
          + "'rapport import interactions FILE'")
    }
    var result: (table: CustomerTable, labels: [Bool])?
    for step in 0..<configuration.cutoffCount {
      let cutoff = asOf.adding(
        days: -configuration.horizonDays - step * configuration.cutoffStepDays)
      guard cutoff.days(since: first) >= Double(configuration.leastHistoryDays) else { break }
      let rows = try Self.rows(of: log, cutoff: cutoff, horizonDays: configuration.horizonDays)
      if result == nil {
        result = rows
      } else {
        result?.table.append(rows.table)
        result?.labels += rows.labels
      }
    }
    guard let result else {
      let needed = configuration.horizonDays + configuration.leastHistoryDays
      let span = Int(asOf.days(since: first))
      throw ChurnError(
        .tooLittleData,
        "the interactions span \(span) days; a horizon of \(configuration.horizonDays) days needs "
          + "at least \(needed): import more history or choose a shorter --horizon")
    }
    return result
  }

  /// The buyers before a cut-off, and whether each bought nothing in the horizon.
  static func rows(
    of log: InteractionLog, cutoff: Timestamp, horizonDays: Int
  ) throws(ChurnError) -> (table: CustomerTable, labels: [Bool]) {
    let table: CustomerTable
    do {
      table = try PurchaseFeatures.table(
        of: log.filtered { log.occurredAt[$0] < cutoff }, cutoff: cutoff)
    } catch {
      throw ChurnError(.leakage, error.description)
    }
    let end = cutoff.adding(days: horizonDays)
    var returned = Set<Customer.Key>()
    for index in 0..<log.count
    where log.kinds[index] == .purchase && log.occurredAt[index] >= cutoff
      && log.occurredAt[index] < end
    {
      returned.insert(log.customers[index])
    }
    return (table, table.customers.map { !returned.contains($0) })
  }

  func fit(
    _ table: CustomerTable, labels: [Bool], definition: ChurnDefinition, asOf: Timestamp
  ) throws(ChurnError) -> ChurnModel {
    let leavers = labels.count { $0 }
    // From purchases, a customer is a row at each cut-off.
    let customers = Set(table.customers).count
    guard labels.count >= 20 else {
      throw ChurnError(
        .tooLittleData,
        "only \(labels.count) observations of \(customers) customers to learn churn from: 20 are "
          + "the least")
    }
    guard leavers > 0, leavers < labels.count else {
      throw ChurnError(
        .oneClass,
        "all \(customers) customers \(leavers == 0 ? "stayed" : "left") by "
          + (definition == .label
            ? "their labels: there is nothing to tell apart; import labels of both kinds"
            : "the rule '\(definition.text)': there is nothing to tell apart; choose another "
              + "--horizon"))
    }
    let encoder = DesignEncoder(fitting: table)
    guard encoder.columnCount > 0 else {
      throw ChurnError(
        .tooLittleData,
        "nothing that varies is known of the customers: import attributes or interactions")
    }
    do {
      let regression = try LogisticRegression.fit(
        encoder.matrix(of: table), labels: labels.map { $0 ? 1 : 0 }, sampleWeights: nil,
        configuration: LogisticRegression.Configuration(
          l2: definition == .label ? configuration.labelL2 : configuration.l2),
        cancellation: cancellation)
      return ChurnModel(
        definition: definition, encoder: encoder, regression: regression,
        baseRate: Double(leavers) / Double(labels.count), threshold: configuration.threshold,
        trainedAsOf: asOf)
    } catch {
      throw ChurnError(
        error.code == .cancelled ? .cancelled : .failed, "churn training: \(error)")
    }
  }
}
