package import Engine

extension BiasedMatrixFactorization {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let users = try checkpoint.tensor("\(name).users", dimensions: 2)
    let items = try checkpoint.tensor("\(name).items", dimensions: 2)
    let values = try checkpoint.tensor("\(name).ratings", dimensions: 1)
    guard
      users.columns == items.columns && users.columns > 0 && users.isFinite && items.isFinite
        && values.count == 3 && values.isFinite && values.values[1] <= values.values[2]
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has rating factors \(users.shape) and "
          + "\(items.shape); train the model again")
    }
    self.init(
      mean: values.values[0], range: values.values[1]...values.values[2], users: users,
      items: items)
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.tensors["\(name).users"] = users
    checkpoint.tensors["\(name).items"] = items
    checkpoint.tensors["\(name).ratings"] = Tensor(
      shape: [3], values: [mean, range.lowerBound, range.upperBound])
  }
}
