import Engine

extension TransformerTrunk.Configuration {
  /// Reads what `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there.
  init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let counts = try checkpoint.integers("\(name).trunk", count: 5).map(Int.init(clamping:))
    self.init(
      size: counts[0], blocks: counts[1], heads: counts[2], width: counts[3],
      maximumLength: counts[4],
      dropout: Float(try checkpoint.doubles("\(name).dropout", count: 1)[0]))
  }

  func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.integers["\(name).trunk"] = [size, blocks, heads, width, maximumLength]
      .map(Int64.init)
    checkpoint.doubles["\(name).dropout"] = [Double(dropout)]
  }
}
