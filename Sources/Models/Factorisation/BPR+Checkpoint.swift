package import Engine

extension BPR {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let users = try checkpoint.tensor("\(name).userFactors", dimensions: 2)
    let items = try checkpoint.tensor("\(name).itemFactors", dimensions: 2)
    guard
      users.columns == items.columns && items.columns > 0 && users.isFinite && items.isFinite
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has factors \(users.shape) and "
          + "\(items.shape); train the model again")
    }
    self.init(userFactors: users, itemFactors: items)
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.tensors["\(name).userFactors"] = userFactors
    checkpoint.tensors["\(name).itemFactors"] = itemFactors
  }
}
