import Domain
package import Features

/// Customers as of one or more cut-offs, with what became of each afterwards.
package struct ChurnRows: Sendable {
  package var table: CustomerTable
  package var labels: [Bool]
  /// Of each row, the number of its cut-off; all zero where there is but one.
  package var cutoffs: [Int]

  package init(table: CustomerTable, labels: [Bool], cutoffs: [Int]? = nil) {
    precondition(
      table.count == labels.count, "rows: \(table.count) customers, \(labels.count) labels")
    self.table = table
    self.labels = labels
    self.cutoffs = cutoffs ?? [Int](repeating: 0, count: labels.count)
  }

  package var count: Int { labels.count }

  package var leaverCount: Int { labels.count { $0 } }

  /// Share of leavers.
  package var baseRate: Double { Double(leaverCount) / Double(max(1, count)) }

  /// The rows with these indices, in this order.
  package func selecting(_ rows: [Int]) -> ChurnRows {
    ChurnRows(
      table: table.selecting(rows), labels: rows.map { labels[$0] },
      cutoffs: rows.map { cutoffs[$0] })
  }

  /// Adds the rows of others with the same columns.
  package mutating func append(_ other: ChurnRows) {
    table.append(other.table)
    labels += other.labels
    cutoffs += other.cutoffs
  }

  /// A fold number for each row: all rows of one customer are in one fold, and
  /// each fold holds its share of the customers who left.
  ///
  /// - Parameters:
  ///   - count: the number of folds, 2 or more.
  ///   - seed: of the order in which customers are dealt out.
  /// - Returns: for each row a number from 0 to `count` - 1.
  package func folds(_ count: Int, seed: UInt64) -> [Int] {
    StratifiedFolds.assign(
      strata: labels.map { $0 ? 1 : 0 }, groups: table.customers.map(\.rawValue), count: count,
      seed: seed)
  }
}
