package import Engine

extension TrainableNetwork {
  /// The parameters that a network of this kind stored under `name`.
  ///
  /// - Throws: `mismatch` if one is missing or has another shape.
  package func parameters(
    _ checkpoint: Checkpoint, as name: String
  ) throws(CheckpointError) -> ParameterSlab {
    // Before memory is taken for sizes that the checkpoint only states.
    for parameter in layout.parameters {
      let shape = checkpoint.tensors["\(name).\(parameter.name)"]?.shape
      guard shape == parameter.shape else {
        throw CheckpointError(
          .mismatch,
          "checkpoint '\(checkpoint.kind)': '\(name).\(parameter.name)' has the shape "
            + "\(shape.map { "\($0)" } ?? "of nothing"), needs \(parameter.shape); train the model "
            + "again")
      }
    }
    let slab = ParameterSlab(layout)
    try slab.load(from: checkpoint, prefix: "\(name).")
    return slab
  }
}

/// Turns what is wrong with a stored configuration into an error of the
/// checkpoint.
func network<Network>(
  stored name: String, in checkpoint: Checkpoint, _ make: () throws(ModelError) -> Network
) throws(CheckpointError) -> Network {
  do throws(ModelError) {
    return try make()
  } catch {
    throw CheckpointError(
      .mismatch,
      "checkpoint '\(checkpoint.kind)', '\(name)': \(error.message); train the model again")
  }
}
