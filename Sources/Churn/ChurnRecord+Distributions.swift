import Evaluation
import Features

extension ChurnRecord {
  /// Keeps what the newest training rows look like.
  mutating func describe(_ rows: ChurnRows) {
    let newest = rows.selecting(rows.cutoffs.indices.filter { rows.cutoffs[$0] == 0 }).table
    for column in newest.numeric {
      let present = column.values.filter { !$0.isNaN }
      guard !present.isEmpty else { continue }
      means[column.name] = Float(present.reduce(0.0) { $0 + Double($1) } / Double(present.count))
    }
    distributions = Self.distributions(of: newest)
  }

  /// Counts each column of a table.
  static func distributions(of table: CustomerTable) -> [FeatureDistribution] {
    table.numeric.map { FeatureDistribution($0.name, .numbers($0.values)) }
      + table.categorical.map { FeatureDistribution($0.name, .categories($0.values)) }
  }
}
