package import Engine

extension GRUEncoder {
  /// Reads the network that `save(_:to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let counts = try checkpoint.integers("\(name).counts", count: 5).map(Int.init(clamping:))
    let shares = try checkpoint.doubles("\(name).shares", count: 2).map { Float($0) }
    let word = try checkpoint.strings("\(name).summary", count: 1)[0]
    guard let summary = Summary(rawValue: word) else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' sums states up by '\(word)'; train the model "
          + "again")
    }
    self = try network(stored: name, in: checkpoint) { () throws(ModelError) in
      try GRUEncoder(
        Configuration(
          vocabulary: counts[0], classes: counts[1], embeddingSize: counts[2],
          stateSize: counts[3], summary: summary, dropout: shares[0], labelSmoothing: shares[1],
          lengthLimit: counts[4]))
    }
  }

  /// Stores the network and its parameters in a checkpoint under `name`.
  package func save(_ slab: ParameterSlab, to checkpoint: inout Checkpoint, as name: String) {
    slab.save(to: &checkpoint, prefix: "\(name).")
    checkpoint.integers["\(name).counts"] = [
      configuration.vocabulary, configuration.classes, configuration.embeddingSize,
      configuration.stateSize, configuration.lengthLimit,
    ].map(Int64.init)
    checkpoint.strings["\(name).summary"] = [configuration.summary.rawValue]
    checkpoint.doubles["\(name).shares"] = [
      Double(configuration.dropout), Double(configuration.labelSmoothing),
    ]
  }
}
