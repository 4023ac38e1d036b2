package import Domain
package import Features

/// Makes the table of features of all buyers before a cut-off.
package typealias CustomerFeatures =
  @Sendable (_ known: InteractionLog, _ cutoff: Timestamp) throws -> CustomerTable

/// The buyers as of a cut-off: what a value model is asked about.
package struct ValueRows: Sendable {
  /// What is known of each customer, the measures of ``PurchaseRates`` included
  /// once they were added.
  package internal(set) var table: CustomerTable
  package internal(set) var days: PurchaseDays

  package var count: Int { table.count }

  /// Reads what was known before a cut-off.
  ///
  /// - Parameters:
  ///   - log: in time order; what is dated at or after the cut-off is passed over.
  ///   - cutoff: the first moment that is not yet known.
  ///   - horizonDays: days of spend that will be asked about.
  ///   - features: makes the table of those who bought; by default
  ///     ``PurchaseFeatures``.
  /// - Throws: `leakage` and whatever else the features refuse.
  package init(
    of log: InteractionLog, cutoff: Timestamp, horizonDays: Int,
    features: CustomerFeatures = Self.purchaseFeatures
  ) throws(ChurnError) {
    let known = log.filtered { log.occurredAt[$0] < cutoff }
    do {
      table = try features(known, cutoff)
    } catch let error as ChurnError {
      throw error
    } catch {
      throw ChurnError(.leakage, "\(error)")
    }
    days = PurchaseDays(
      of: known, customers: table.customers, cutoff: cutoff, horizonDays: horizonDays)
  }

  package static let purchaseFeatures: CustomerFeatures = { known, cutoff in
    try PurchaseFeatures.table(of: CustomerEvents(log: known), cutoff: cutoff)
  }

  /// Adds what the reference models expect as measures of their own.
  mutating func addRates(_ rates: PurchaseRates, horizonDays: Int) {
    func column(_ name: String, _ value: (Int) -> Double?) -> CustomerTable.NumericColumn {
      CustomerTable.NumericColumn(
        name: name, values: (0..<count).map { Float(value($0) ?? .nan) })
    }
    table.numeric.append(
      column("expected_purchases") {
        rates.expectedPurchases(days, row: $0, horizonDays: horizonDays)
      })
    table.numeric.append(column("expected_order_value") { rates.orderValue(days, row: $0) })
  }

  /// What each customer spent in the horizon from a cut-off on: purchases less
  /// returns, at least 0.
  func spend(in log: InteractionLog, from cutoff: Timestamp, horizonDays: Int) -> [Double] {
    let end = cutoff.adding(days: horizonDays)
    var sums: [Customer.Key: Double] = [:]
    for index in 0..<log.count
    where log.occurredAt[index] >= cutoff && log.occurredAt[index] < end {
      if let money = log.money(index) { sums[log.customers[index], default: 0] += money }
    }
    return table.customers.map { max(0, sums[$0] ?? 0) }
  }
}
