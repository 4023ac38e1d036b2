package import Evaluation
package import Features

/// How far the customers of now differ from those a model was trained on.
package enum ChurnDrift {
  /// Customers of the past.
  package enum Past: Sendable {
    /// Those learned from, a horizon before the model was trained.
    case training
    /// Those of the day it was trained, whom it was made to score.
    case scoring
  }

  /// The stability of each measure, those that moved most first.
  ///
  /// - Parameters:
  ///   - model: what keeps how its customers were spread.
  ///   - table: the customers of now.
  ///   - past: with whom they are compared.
  /// - Returns: one entry for each measure that the table has too.
  package static func measures(
    of model: ChurnModel, now table: CustomerTable, since past: Past = .training
  ) -> [PopulationStability] {
    let table = model.completed(table)
    guard table.count > 0 else { return [] }
    let known =
      past == .scoring && !model.record.scoredDistributions.isEmpty
      ? model.record.scoredDistributions : model.record.distributions
    let found = known.compactMap { then -> PopulationStability? in
      if let column = table.numeric.first(where: { $0.name == then.name }) {
        return then.isNumeric ? PopulationStability(then, now: .numbers(column.values)) : nil
      }
      guard let column = table.categorical.first(where: { $0.name == then.name }) else {
        return nil
      }
      return then.isNumeric ? nil : PopulationStability(then, now: .categories(column.values))
    }
    return found.filter(\.index.isFinite).sorted {
      ($1.index, $0.feature) < ($0.index, $1.feature)
    }
  }
}
