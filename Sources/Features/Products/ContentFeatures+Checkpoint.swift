package import Engine

extension ContentFeatures {
  /// Reads the features that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if they are not there or their parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let shares = try checkpoint.doubles("\(name).shares", count: 5)
    let columns = try checkpoint.integers("\(name).columns")
    let counts = try checkpoint.integers("\(name).counts", count: columns.count + 1)
    let ignored = try checkpoint.strings("\(name).ignoredAttributes")
    guard Set(columns).count == columns.count, shares.allSatisfy({ $0 >= 0 && $0.isFinite }),
      columns.allSatisfy({ (0...Int64(Int32.max)).contains($0) }), counts.allSatisfy({ $0 >= 0 })
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': the n-grams of '\(name)' are not as they were stored; "
          + "train the model again")
    }
    self.init(
      configuration: Configuration(
        wordShare: Float(shares[0]), characterShare: Float(shares[1]),
        labelShare: Float(shares[2]), descriptionShare: Float(shares[3]),
        commonestShare: Float(shares[4])),
      productCount: Int(clamping: counts[columns.count]),
      frequencies: Dictionary(
        uniqueKeysWithValues: zip(columns, counts).map { (Int32($0), Int32(clamping: $1)) }),
      ignoredAttributes: Set(ignored))
  }

  /// Stores the features in a checkpoint under `name`; no text is among them.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    let columns = frequencies.keys.sorted()
    checkpoint.integers["\(name).columns"] = columns.map(Int64.init)
    checkpoint.integers["\(name).counts"] =
      columns.map { Int64(frequencies[$0] ?? 0) } + [Int64(productCount)]
    checkpoint.doubles["\(name).shares"] = [
      configuration.wordShare, configuration.characterShare, configuration.labelShare,
      configuration.descriptionShare, configuration.commonestShare,
    ].map(Double.init)
    checkpoint.strings["\(name).ignoredAttributes"] = ignoredAttributes.sorted()
  }
}
