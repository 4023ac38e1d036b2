import Engine
package import Features
package import Models

/// How often each customer should buy within the horizon by their own rhythm, as
/// one more measure of a purchase table.
///
/// It holds recency, frequency and age together in the one way that stays true
/// while customers grow older: features of theirs alone mean one thing in a young
/// shop and another a year later.
///
/// - Source: Fader, Hardie & Lee 2005, "'Counting Your Customers' the Easy Way",
///   Marketing Science 24(2), equation 10.
package struct ExpectedPurchases: Sendable, Codable, Hashable {
  package static let measure = "expected_purchases"

  package var model: BGNBD
  package var horizonDays: Int

  /// Fits the rates of the customers of a purchase table; nil where they cannot be
  /// known, as nobody bought on a second day.
  ///
  /// - Precondition: the table has the columns of `PurchaseFeatures`.
  package init?(fitting table: CustomerTable, horizonDays: Int) {
    guard let model = try? BGNBD.fit(Self.histories(of: table)) else { return nil }
    self.model = model
    self.horizonDays = horizonDays
  }

  /// The table with the column of expected purchases.
  package func adding(to table: CustomerTable) -> CustomerTable {
    let histories = Self.histories(of: table)
    var result = table
    result.numeric.append(
      CustomerTable.NumericColumn(
        name: Self.measure,
        values: Parallel.map(count: histories.count, chunkSize: 64) { row in
          Float(model.expectedPurchases(histories[row], within: Double(horizonDays) / 7))
        }))
    return result
  }

  /// Repeat purchases in weeks, as the model counts them.
  static func histories(of table: CustomerTable) -> [PurchaseHistory] {
    func column(_ measure: PurchaseFeatures.Measure) -> [Float] {
      table.numeric.first { $0.name == measure.rawValue }?.values ?? []
    }
    let (days, recency, tenure) = (column(.frequency), column(.recencyDays), column(.tenureDays))
    return days.indices.map { row in
      let repeats = max(0, Int(days[row]) - 1)
      let age = Double(max(tenure[row], recency[row]))
      return PurchaseHistory(
        repeats: repeats, lastRepeat: repeats == 0 ? 0 : max(age - Double(recency[row]), 0.5) / 7,
        age: max(age, 0.5) / 7)
    }
  }
}
