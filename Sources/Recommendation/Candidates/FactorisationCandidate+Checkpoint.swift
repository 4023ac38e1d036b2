package import Engine
import FoundationEssentials
import Models

extension FactorisationCandidate {
  /// Reads the model that `save(to:)` stored; it has no user factors.
  init(_ checkpoint: Checkpoint) throws(CheckpointError) {
    let name = CandidateKind.factorisation.checkpointName
    let factors = try checkpoint.tensor("\(name).item_factors", dimensions: 2)
    let text = try checkpoint.strings("\(name).configuration", count: 1)[0]
    guard
      let configuration = try? JSONDecoder().decode(
        ImplicitALS.Configuration.self, from: Data(text.utf8)),
      configuration.dimension == factors.columns, configuration.regularization > 0,
      configuration.unobservedWeight >= 0, ImplicitALS.canServe(factors)
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has factors \(factors.shape) that its "
          + "configuration does not fit; train the model again")
    }
    self.init(ImplicitALS(itemFactors: factors, configuration: configuration))
  }

  package func save(to checkpoint: inout Checkpoint) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = (try? encoder.encode(model.configuration))
      .map { String(decoding: $0, as: UTF8.self) }
    checkpoint.tensors["\(kind.checkpointName).item_factors"] = model.itemFactors
    checkpoint.strings["\(kind.checkpointName).configuration"] = [text ?? ""]
  }
}
