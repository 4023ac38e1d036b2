package import Engine

extension ItemToItem {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    guard let weights = try Self.weights(checkpoint, name) else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': the weights of '\(name)' are no square matrix; "
          + "train the model again")
    }
    self.init(weights: weights)
  }

  private static func weights(
    _ checkpoint: Checkpoint, _ name: String
  ) throws(CheckpointError) -> Weights? {
    if checkpoint.tensors["\(name).weights"] != nil {
      let matrix = try checkpoint.tensor("\(name).weights", dimensions: 2)
      return matrix.rows == matrix.columns && matrix.isFinite ? .dense(matrix) : nil
    }
    let values = try checkpoint.tensor("\(name).values", dimensions: 1)
    let columns = PackedIntegers.unpack(try checkpoint.integers("\(name).columns"))
    let offsets = try checkpoint.integers("\(name).offsets")
    guard
      values.isFinite && columns.count == values.count && !offsets.isEmpty,
      let matrix = SparseMatrix(
        compressedRows: offsets.map { Int($0) },
        columns: columns, values: values.values,
        columnCount: offsets.count - 1)
    else { return nil }
    return .sparse(matrix)
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    switch weights {
    case .dense(let matrix):
      checkpoint.tensors["\(name).weights"] = matrix
    case .sparse(let matrix):
      checkpoint.tensors["\(name).values"] = Tensor(
        shape: [matrix.entryCount], values: matrix.values)
      checkpoint.integers["\(name).columns"] = PackedIntegers.pack(matrix.columns)
      checkpoint.integers["\(name).offsets"] = matrix.rowOffsets.map { Int64($0) }
    }
  }
}
