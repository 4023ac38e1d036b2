private let (kind, prefix) = ("training", "parameters.")

extension Trainer {
  /// All that the training needs to go on as if it had not stopped.
  package func checkpoint() -> Checkpoint {
    var checkpoint = Checkpoint(
      kind: kind,
      metadata: [
        "network": network.name, "settings": network.settings, "course": configuration.course,
        "examples": fingerprint,
      ])
    slab.save(to: &checkpoint, prefix: prefix, resumable: true)
    checkpoint.integers["position"] = [
      state.epoch, state.batch, indices.count, state.validationsSinceBest,
      state.isConcluded ? 1 : 0,
    ].map(Int64.init)
    checkpoint.doubles["loss"] = [state.lossSum, state.terms, state.seconds]
    checkpoint.doubles["epochLoss"] = state.epochLoss.map { [$0] } ?? []
    checkpoint.strings["reason"] = state.reason.map { [$0.rawValue] } ?? []
    if let best = state.best {
      checkpoint.doubles["best.metric"] = [best.metric]
      checkpoint.integers["best.step"] = [Int64(best.step)]
      checkpoint.tensors["best.values"] = Tensor(
        shape: [best.values.count], values: best.values)
    }
    return checkpoint
  }

  /// Goes on from a checkpoint; on an error the trainer stays as it was.
  ///
  /// - Throws: `mismatch` if it is of a network of another kind or other
  ///   settings, of another course, or made from other examples.
  package func resume(from checkpoint: Checkpoint) throws(CheckpointError) {
    guard checkpoint.kind == kind else {
      throw mismatch("it holds '\(checkpoint.kind)', no training that could go on")
    }
    try expect("network", network.name, in: checkpoint)
    try expect("settings", network.settings, in: checkpoint)
    try expect("course", configuration.course, in: checkpoint)
    let position = try checkpoint.integers("position", count: 5).map { Int(clamping: $0) }
    guard position[2] == indices.count else {
      throw mismatch("it learned from \(position[2]) examples, now there are \(indices.count)")
    }
    guard checkpoint.metadata["examples"] == fingerprint else {
      throw mismatch("it learned from other examples")
    }
    try refuseMoreParameters(in: checkpoint)
    let batches = schedule.totalSteps / configuration.epochs
    let loss = try checkpoint.doubles("loss", count: 3)
    let reason = try reason(in: checkpoint)
    let isAtEnd = position[0] == configuration.epochs
    guard
      (0...configuration.epochs).contains(position[0]), (0..<batches).contains(position[1]),
      position[3] >= 0, (0...1).contains(position[4]), loss[1] >= 0, loss[2] >= 0,
      !isAtEnd || position[1] == 0 && (reason != nil || position[4] == 0)
    else {
      throw mismatch("its position \(position) lies outside of \(batches) steps an epoch")
    }
    var state = TrainingState()
    (state.epoch, state.batch) = (position[0], position[1])
    (state.validationsSinceBest, state.isConcluded) = (position[3], position[4] == 1)
    (state.lossSum, state.terms, state.seconds) = (loss[0], loss[1], loss[2])
    state.epochLoss = try checkpoint.doubles("epochLoss").first
    state.reason = reason
    state.best = try best(in: checkpoint)
    try slab.load(from: checkpoint, prefix: prefix, resumable: true)
    self.state = state
    plan = nil
    if state.reason != nil { restoreBest() }
  }

  /// Writes a checkpoint of the last parameters.
  ///
  /// - Throws: `notSaved` with the reason.
  func save(to path: String) throws(TrainingError) {
    do throws(CheckpointError) {
      var checkpoint = checkpoint()
      // With more time it goes on.
      if state.reason == .timeLimit { checkpoint.strings["reason"] = [] }
      try checkpoint.write(to: path)
    } catch {
      throw TrainingError(.notSaved, "\(network.name): \(error.message)")
    }
  }

  private func best(in checkpoint: Checkpoint) throws(CheckpointError) -> TrainingState.Best? {
    guard checkpoint.tensors["best.values"] != nil else { return nil }
    let values = try checkpoint.tensor("best.values", dimensions: 1).values
    guard values.count == slab.layout.size else {
      throw mismatch("its best parameters are \(values.count), not \(slab.layout.size)")
    }
    return TrainingState.Best(
      metric: try checkpoint.doubles("best.metric", count: 1)[0],
      step: Int(clamping: try checkpoint.integers("best.step", count: 1)[0]), values: values)
  }

  private func reason(
    in checkpoint: Checkpoint
  ) throws(CheckpointError) -> TrainingOutcome.Reason? {
    guard let word = try checkpoint.strings("reason").first else { return nil }
    guard let reason = TrainingOutcome.Reason(rawValue: word) else {
      throw mismatch("it ended for an unknown reason '\(word)'")
    }
    return reason
  }

  /// Those that are missing, or of another shape, show when they are read.
  private func refuseMoreParameters(in checkpoint: Checkpoint) throws(CheckpointError) {
    let found = checkpoint.tensors.keys.count { $0.hasPrefix(prefix) }
    let expected = slab.layout.parameters.count * (1 + slab.momentCount)
    guard found <= expected else {
      throw mismatch("it holds \(found) arrays of parameters and moments, not \(expected)")
    }
  }

  private func expect(
    _ name: String, _ value: String, in checkpoint: Checkpoint
  ) throws(CheckpointError) {
    let found = checkpoint.metadata[name] ?? ""
    guard found == value else { throw mismatch("its \(name) is '\(found)', not '\(value)'") }
  }

  private func mismatch(_ reason: String) -> CheckpointError {
    CheckpointError(
      .mismatch,
      "\(network.name): the checkpoint does not fit, \(reason); go on as it was begun or start anew"
    )
  }
}
