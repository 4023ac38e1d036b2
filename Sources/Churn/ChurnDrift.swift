package import Evaluation
package import Features

/// How far the customers of now differ from those a model was trained on.
package enum ChurnDrift {
  /// The stability of each measure, those that moved most first.
  ///
  /// - Parameters:
  ///   - model: what keeps how its newest training rows were spread.
  ///   - table: the customers of now.
  /// - Returns: one entry for each measure that the table has too.
  package static func measures(
    of model: ChurnModel, now table: CustomerTable
  ) -> [PopulationStability] {
    let table = model.completed(table)
    guard table.count > 0 else { return [] }
    let found = model.record.distributions.compactMap { known -> PopulationStability? in
      if let column = table.numeric.first(where: { $0.name == known.name }) {
        return known.isNumeric ? PopulationStability(known, now: .numbers(column.values)) : nil
      }
      guard let column = table.categorical.first(where: { $0.name == known.name }) else {
        return nil
      }
      return known.isNumeric ? nil : PopulationStability(known, now: .categories(column.values))
    }
    return found.filter(\.index.isFinite).sorted {
      ($1.index, $0.feature) < ($0.index, $1.feature)
    }
  }
}
