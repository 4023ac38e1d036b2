import Domain
package import Engine
import Evaluation
import Features
import FoundationEssentials
import Models

extension ChurnModel {
  package static let checkpointKind = "churn"

  /// All of it; numbers are kept exactly, as text.
  private struct Stored: Codable {
    var definition: ChurnDefinition
    var expectation: ExpectedPurchases?
    var attributes: AttributeFeatures?
    var encoder: TableEncoder
    var additive: AdditiveModel
    var calibration: ProbabilityCalibration
    var record: ChurnRecord

    /// Whether the parts are whole and of one model.
    var isSound: Bool {
      additive.columns.count == encoder.columns.count
        && zip(additive.columns, encoder.columns).allSatisfy {
          $0.name == $1.name && ($0.mean == nil) == ($1.levels != nil)
        }
        && additive.isSound && encoder.isSound && calibration.isSound
        && definition.horizonDays ?? 1 > 0
        && expectation.map { $0.model.isSound && $0.horizonDays > 0 } ?? true
        && (record.distributions + record.scoredDistributions).allSatisfy(\.isSound)
    }
  }

  /// The model as it is stored.
  package func checkpoint() throws -> Checkpoint {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let stored = Stored(
      definition: definition, expectation: expectation, attributes: attributes,
      encoder: self.encoder, additive: additive, calibration: calibration, record: record)
    var checkpoint = Checkpoint(kind: Self.checkpointKind)
    checkpoint.metadata["model"] = String(decoding: try encoder.encode(stored), as: UTF8.self)
    return checkpoint
  }

  /// Reads a stored model.
  package init(checkpoint: Checkpoint) throws(ChurnError) {
    guard checkpoint.kind == Self.checkpointKind, let text = checkpoint.metadata["model"],
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)),
      stored.isSound
    else {
      throw ChurnError(
        .damagedModel,
        "the stored churn model lacks a part this version needs: run 'rapport train churn'")
    }
    self.init(
      definition: stored.definition, expectation: stored.expectation,
      attributes: stored.attributes, encoder: stored.encoder, additive: stored.additive,
      calibration: stored.calibration, record: stored.record)
  }
}
