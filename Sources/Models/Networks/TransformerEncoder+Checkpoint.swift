package import Engine

extension TransformerEncoder {
  /// Reads the network that `save(_:to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let counts = try checkpoint.integers("\(name).counts", count: 2).map(Int.init(clamping:))
    let smoothing = Float(try checkpoint.doubles("\(name).labelSmoothing", count: 1)[0])
    let configuration = try TransformerTrunk.Configuration(checkpoint, as: name)
    self = try network(stored: name, in: checkpoint) { () throws(ModelError) in
      try TransformerEncoder(
        vocabulary: counts[0], classes: counts[1], configuration, labelSmoothing: smoothing)
    }
  }

  /// Stores the network and its parameters in a checkpoint under `name`.
  package func save(_ slab: ParameterSlab, to checkpoint: inout Checkpoint, as name: String) {
    slab.save(to: &checkpoint, prefix: "\(name).")
    trunk.configuration.save(to: &checkpoint, as: name)
    checkpoint.integers["\(name).counts"] = [vocabulary, classes].map(Int64.init)
    checkpoint.doubles["\(name).labelSmoothing"] = [Double(head.loss.labelSmoothing)]
  }
}
