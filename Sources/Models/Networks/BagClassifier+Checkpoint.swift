import Engine

extension BagClassifier.Configuration {
  func save(to checkpoint: inout Checkpoint, as name: String) {
    let layers = reading.numbers
    checkpoint.integers["\(name).sizes"] = [
      input.buckets, input.size, input.lengthLimit, classes,
    ].map(Int64.init)
    checkpoint.doubles["\(name).shares"] = [
      input.tokenDropout, input.partDropout, input.dropout, dropout, labelSmoothing,
      layers.dropout, maskedWeight,
    ].map(Double.init)
    checkpoint.strings["\(name).reading"] = [reading.name]
    checkpoint.integers["\(name).layers"] = layers.counts.map(Int64.init)
  }

  /// Reads what `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there.
  init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let sizes = try checkpoint.integers("\(name).sizes", count: 4).map(Int.init(clamping:))
    let shares = try checkpoint.doubles("\(name).shares", count: 7).map { Float($0) }
    let word = try checkpoint.strings("\(name).reading", count: 1)[0]
    let counts = try checkpoint.integers("\(name).layers").map(Int.init(clamping:))
    guard let reading = BagClassifier.Reading(name: word, counts: counts, dropout: shares[5])
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' reads by '\(word)' of \(counts); train the "
          + "model again")
    }
    self.init(
      input: .init(
        buckets: sizes[0], size: sizes[1], lengthLimit: sizes[2], tokenDropout: shares[0],
        partDropout: shares[1], dropout: shares[2]),
      reading: reading, classes: sizes[3], dropout: shares[3], labelSmoothing: shares[4],
      maskedWeight: shares[6])
  }
}
