import Domain
package import Engine
import Features
import FoundationEssentials
import Models

extension ValueModel {
  package static let checkpointKind = "value"

  /// Arrays of Double are kept exactly, as text.
  private struct Stored: Codable {
    var horizonDays: Int
    var encoder: DesignEncoder
    var buyingWeights: [Double]
    var buyingIntercept: Double
    var spendingWeights: [Double]
    var spendingIntercept: Double
    var distribution: SpendDistribution
    var rates: PurchaseRates
    var medianValue: Double
    var observationCount: Int
    var trainedAsOf: Timestamp
  }

  /// The model as it is stored.
  package func checkpoint() throws -> Checkpoint {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let stored = Stored(
      horizonDays: horizonDays, encoder: self.encoder, buyingWeights: buying.weights,
      buyingIntercept: buying.intercept, spendingWeights: spending.weights,
      spendingIntercept: spending.intercept, distribution: distribution, rates: rates,
      medianValue: medianValue, observationCount: observationCount,
      trainedAsOf: trainedAsOf)
    var checkpoint = Checkpoint(kind: Self.checkpointKind)
    checkpoint.metadata["model"] = String(decoding: try encoder.encode(stored), as: UTF8.self)
    return checkpoint
  }

  /// Reads a stored model.
  package init(checkpoint: Checkpoint) throws(ChurnError) {
    guard checkpoint.kind == Self.checkpointKind, let text = checkpoint.metadata["model"],
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)),
      stored.buyingWeights.count == stored.encoder.columnCount,
      stored.spendingWeights.count == stored.encoder.columnCount, stored.encoder.isSound,
      stored.distribution.isSound, stored.rates.isSound, stored.horizonDays > 0
    else {
      throw ChurnError(
        .damagedModel,
        "the stored value model lacks a part this version needs: run 'rapport train value'")
    }
    self.init(
      horizonDays: stored.horizonDays, encoder: stored.encoder,
      buying: LogisticRegression(
        weights: stored.buyingWeights, intercept: stored.buyingIntercept),
      spending: LinearRegression(
        weights: stored.spendingWeights, intercept: stored.spendingIntercept),
      distribution: stored.distribution, rates: stored.rates, medianValue: stored.medianValue,
      observationCount: stored.observationCount, trainedAsOf: stored.trainedAsOf)
  }
}
