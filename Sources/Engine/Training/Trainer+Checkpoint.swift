private let kind = "training"

extension Trainer {
  /// All that the training needs to go on as if it had not stopped.
  package func checkpoint() -> Checkpoint {
    var checkpoint = Checkpoint(
      kind: kind, metadata: ["network": network.name, "course": configuration.course])
    slab.save(to: &checkpoint, prefix: "parameters.", resumable: true)
    checkpoint.integers["position"] = [
      state.epoch, state.batch, indices.count, state.validationsSinceBest,
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
  /// - Throws: `mismatch` if it is of another network or another course, or made
  ///   from another number of examples.
  package func resume(from checkpoint: Checkpoint) throws(CheckpointError) {
    guard checkpoint.kind == kind else {
      throw mismatch("it holds '\(checkpoint.kind)', no training that could go on")
    }
    try expect("network", network.name, in: checkpoint)
    try expect("course", configuration.course, in: checkpoint)
    let position = try checkpoint.integers("position", count: 4).map { Int(clamping: $0) }
    guard position[2] == indices.count else {
      throw mismatch("it learned from \(position[2]) examples, now there are \(indices.count)")
    }
    let batches = schedule.totalSteps / configuration.epochs
    let loss = try checkpoint.doubles("loss", count: 3)
    guard
      (0...configuration.epochs).contains(position[0]), (0..<batches).contains(position[1]),
      position[3] >= 0, loss[1] >= 0, loss[2] >= 0
    else {
      throw mismatch("its position \(position) lies outside of \(batches) steps an epoch")
    }
    var state = TrainingState()
    (state.epoch, state.batch) = (position[0], position[1])
    state.validationsSinceBest = position[3]
    (state.lossSum, state.terms, state.seconds) = (loss[0], loss[1], loss[2])
    state.epochLoss = try checkpoint.doubles("epochLoss").first
    state.reason = try checkpoint.strings("reason").first.flatMap(
      TrainingOutcome.Reason.init(rawValue:))
    state.best = try best(in: checkpoint)
    try slab.load(from: checkpoint, prefix: "parameters.", resumable: true)
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
