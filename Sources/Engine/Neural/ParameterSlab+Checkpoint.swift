extension ParameterSlab {
  /// Writes the parameters into a checkpoint, each under its name.
  ///
  /// - Parameters:
  ///   - checkpoint: what to add to.
  ///   - prefix: goes before every name.
  ///   - resumable: whether to add the moments and the count of steps, which
  ///     training needs to go on as if it had not stopped.
  package func save(
    to checkpoint: inout Checkpoint, prefix: String = "", resumable: Bool = false
  ) {
    for parameter in layout.parameters {
      checkpoint.tensors[prefix + parameter.name] = tensor(parameter)
      guard resumable else { continue }
      for index in 0..<momentCount {
        checkpoint.tensors[momentName(prefix, parameter, index)] = moment(index, parameter)
      }
    }
    if resumable { checkpoint.integers[stepsName(prefix)] = [Int64(stepCount)] }
  }

  /// Reads the parameters back; on an error the slab stays as it was.
  ///
  /// - Parameters:
  ///   - checkpoint: what `save` wrote.
  ///   - prefix: as given to `save`.
  ///   - resumable: whether to read moments and the count of steps too.
  /// - Throws: `mismatch` if an entry is missing or has another shape.
  package func load(
    from checkpoint: Checkpoint, prefix: String = "", resumable: Bool = false
  ) throws(CheckpointError) {
    let parameters = layout.parameters
    let values = try parameters.map { parameter throws(CheckpointError) in
      try entry(prefix + parameter.name, parameter.shape, in: checkpoint)
    }
    var moments: [[Tensor]] = []
    var steps: Int64 = 0
    if resumable {
      for index in 0..<momentCount {
        moments.append(
          try parameters.map { parameter throws(CheckpointError) in
            try entry(momentName(prefix, parameter, index), parameter.shape, in: checkpoint)
          })
      }
      steps = try checkpoint.integers(stepsName(prefix), count: 1)[0]
      guard steps >= 0 else {
        throw CheckpointError(
          .mismatch, "checkpoint '\(checkpoint.kind)' counts \(steps) steps; train the model again")
      }
    }
    for (position, parameter) in parameters.enumerated() {
      set(parameter, values[position].values)
      for index in moments.indices {
        setMoment(index, parameter, moments[index][position].values)
      }
    }
    if resumable { stepCount = Int(steps) }
  }

  /// A copy of the values of all parameters, gaps included.
  var allValues: [Float] {
    unsafe Array(UnsafeBufferPointer(start: values, count: layout.size))
  }

  /// Replaces the values of all parameters.
  ///
  /// - Precondition: they come from `allValues` of the same layout.
  func setAllValues(_ all: [Float]) {
    precondition(
      all.count == layout.size, "parameter slab: \(all.count) values for \(layout.size)")
    unsafe values.update(from: all, count: all.count)
  }

  private func entry(
    _ name: String, _ shape: [Int], in checkpoint: Checkpoint
  ) throws(CheckpointError) -> Tensor {
    let tensor = try checkpoint.tensor(name, dimensions: shape.count)
    guard tensor.shape == shape else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': tensor '\(name)' has shape \(tensor.shape), needs "
          + "\(shape); train the model again")
    }
    return tensor
  }

  private func momentName(_ prefix: String, _ parameter: Parameter, _ index: Int) -> String {
    "\(prefix)\(parameter.name).moment\(index)"
  }

  private func stepsName(_ prefix: String) -> String { prefix + "steps" }
}
