import Engine
import Models

extension CandidateKind {
  /// Reads the model of this kind that `save(to:)` stored.
  func read(from checkpoint: Checkpoint) throws(CheckpointError) -> any CandidateModel {
    let name = checkpointName
    switch self {
    case .popularity, .trending:
      return PopularityCandidate(
        self, values: try checkpoint.tensor("\(name).values", dimensions: 1).values)
    case .repurchase:
      return RepurchaseCandidate(
        propensities: try checkpoint.tensor("\(name).propensities", dimensions: 1).values)
    case .factorisation:
      return try FactorisationCandidate(checkpoint)
    case .category:
      let categories = try checkpoint.integers("\(name).categories")
      // Numbered by occurrence: there cannot be more of them than products.
      guard categories.allSatisfy({ (-1..<Int64(categories.count)).contains($0) }) else {
        throw CheckpointError(
          .mismatch,
          "checkpoint '\(checkpoint.kind)': '\(name)' has categories out of range; train the "
            + "model again")
      }
      return CategoryCandidate(categories: categories.map { Int32($0) })
    case .price:
      return PriceCandidate(
        prices: try checkpoint.tensor("\(name).prices", dimensions: 1).values)
    case .cosine, .lift, .rules, .regression:
      return LinearCandidate(
        self, try ItemToItem(checkpoint, as: name),
        weighting: try HistoryWeighting(checkpoint, as: name))
    case .content:
      return try ContentModel(checkpoint)
    case .sequence:
      return try SequenceModel(checkpoint)
    }
  }
}
