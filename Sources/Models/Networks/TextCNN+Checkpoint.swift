package import Engine

extension TextCNN {
  /// Reads the network that `save(_:to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let counts = try checkpoint.integers("\(name).counts", count: 5).map(Int.init(clamping:))
    let widths = try checkpoint.integers("\(name).widths").map(Int.init(clamping:))
    let shares = try checkpoint.doubles("\(name).shares", count: 2).map { Float($0) }
    self = try network(stored: name, in: checkpoint) { () throws(ModelError) in
      try TextCNN(
        Configuration(
          vocabulary: counts[0], classes: counts[1], embeddingSize: counts[2], widths: widths,
          filters: counts[3], dropout: shares[0], labelSmoothing: shares[1],
          lengthLimit: counts[4]))
    }
  }

  /// Stores the network and its parameters in a checkpoint under `name`.
  package func save(_ slab: ParameterSlab, to checkpoint: inout Checkpoint, as name: String) {
    slab.save(to: &checkpoint, prefix: "\(name).")
    checkpoint.integers["\(name).counts"] = [
      configuration.vocabulary, configuration.classes, configuration.embeddingSize,
      configuration.filters, configuration.lengthLimit,
    ].map(Int64.init)
    checkpoint.integers["\(name).widths"] = configuration.widths.map(Int64.init)
    checkpoint.doubles["\(name).shares"] = [
      Double(configuration.dropout), Double(configuration.labelSmoothing),
    ]
  }
}
