import Domain
package import Engine
import Features
import FoundationEssentials
import Models

extension ChurnModel {
  package static let checkpointKind = "churn"

  /// Everything but the arrays; arrays of Double are kept exactly, as text.
  private struct Stored: Codable {
    var definition: ChurnDefinition
    var encoder: DesignEncoder
    var weights: [Double]
    var intercept: Double
    var baseRate: Double
    var threshold: Double
    var trainedAsOf: Timestamp
  }

  /// The model as it is stored.
  package func checkpoint() throws -> Checkpoint {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let stored = Stored(
      definition: definition, encoder: self.encoder, weights: regression.weights,
      intercept: regression.intercept, baseRate: baseRate, threshold: threshold,
      trainedAsOf: trainedAsOf)
    var checkpoint = Checkpoint(kind: Self.checkpointKind)
    checkpoint.metadata["model"] = String(decoding: try encoder.encode(stored), as: UTF8.self)
    return checkpoint
  }

  /// Reads a stored model.
  package init(checkpoint: Checkpoint) throws(ChurnError) {
    guard checkpoint.kind == Self.checkpointKind, let text = checkpoint.metadata["model"],
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)),
      stored.weights.count == stored.encoder.columnCount
    else {
      throw ChurnError(
        .damagedModel,
        "the stored churn model lacks a part this version needs: run 'rapport train churn'")
    }
    self.init(
      definition: stored.definition, encoder: stored.encoder,
      regression: LogisticRegression(weights: stored.weights, intercept: stored.intercept),
      baseRate: stored.baseRate, threshold: stored.threshold, trainedAsOf: stored.trainedAsOf)
  }
}
