import Engine

extension AdditiveModel {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// How many grids of two columns may enter; 0 for curves only.
    package var maximumPairs: Int
    /// The folds of the cross-validation that chooses pairs and penalties.
    package var folds: Int
    /// Of the folds and of the sample that shapes are learnt on.
    package var seed: UInt64
    /// The factor of all penalties; nil lets cross-validation choose it.
    package var penaltyScale: Double?
    /// The most rows that shapes, smoothness and pairs are learnt on.
    package var structureRows: Int
    /// Does not change the result.
    package var threads: Int

    package init(
      maximumPairs: Int = 12, folds: Int = 5, seed: UInt64 = 0, penaltyScale: Double? = nil,
      structureRows: Int = 25_000, threads: Int = Parallel.coreCount
    ) {
      self.maximumPairs = maximumPairs
      self.folds = folds
      self.seed = seed
      self.penaltyScale = penaltyScale
      self.structureRows = structureRows
      self.threads = threads
    }
  }

  /// What a fit met that does not keep it from a usable model.
  package enum Warning: Codable, Sendable, Hashable, CustomStringConvertible {
    /// The column holds one value in all rows.
    case constantColumn(String)
    /// The column tells the labels of some rows apart without exception: only
    /// the penalty keeps its effect finite.
    case separation(String)
    /// The fit ended before it converged; the column's curve still moved most.
    case notConverged(String)

    package var description: String {
      switch self {
      case .constantColumn(let column):
        "column \(column) holds one value in all rows: it tells none apart; leave it out"
      case .separation(let column):
        "column \(column) alone decides the label of some rows: check that it was known at the "
          + "cut-off; its effect there is bounded by the penalty only"
      case .notConverged(let column):
        "the fit ended before it converged, column \(column) moved most: look at its values"
      }
    }
  }
}
