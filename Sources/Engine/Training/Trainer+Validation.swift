extension Trainer {
  /// What the training came to so far.
  var outcome: TrainingOutcome {
    TrainingOutcome(
      reason: state.reason ?? .finished, steps: slab.stepCount, epochLoss: state.epochLoss,
      bestMetric: state.best?.metric, bestStep: state.best?.step)
  }

  /// Does what follows an update: judges the parameters, decides whether to stop
  /// and writes the file.
  ///
  /// - Returns: the metric, nil if none was due.
  /// - Throws: `notFinite` for a metric, which is asked for again when training
  ///   goes on; `notSaved`, after which the parameters are those that a success
  ///   would have left.
  @discardableResult
  func conclude(
    _ validation: Validation?, _ saving: CheckpointFile?, _ timeLimit: Double?
  ) throws(TrainingError) -> Double? {
    let isLast = state.epoch >= configuration.epochs
    var metric: Double?
    if let validation, isLast || state.batch == 0 && state.epoch % validation.epochs == 0 {
      metric = try judge(by: validation)
    }
    state.isConcluded = true
    state.reason = reasonToStop(validation, timeLimit)
    var failure: TrainingError?
    if let saving, state.reason != nil || slab.stepCount % saving.everySteps == 0 {
      do throws(TrainingError) { try save(to: saving.path) } catch { failure = error }
    }
    // Not in the file: with more time the parameters are not judged here.
    if let validation, state.reason == .timeLimit, metric == nil {
      metric = try judge(by: validation)
    }
    if state.reason != nil { restoreBest() }
    if let failure { throw failure }
    return metric
  }

  private func reasonToStop(
    _ validation: Validation?, _ timeLimit: Double?
  ) -> TrainingOutcome.Reason? {
    if state.epoch >= configuration.epochs { return .finished }
    if let patience = validation?.patience, state.validationsSinceBest >= patience {
      return .earlyStopping
    }
    if let timeLimit, state.seconds >= timeLimit { return .timeLimit }
    return nil
  }

  /// Takes the metric and keeps the best parameters.
  ///
  /// - Throws: `notFinite`, with nothing changed.
  private func judge(by validation: Validation) throws(TrainingError) -> Double {
    let metric = validation.metric(slab)
    guard metric.isFinite else {
      throw TrainingError(
        .notFinite,
        "\(network.name): the validation after \(slab.stepCount) updates gives \(metric); check "
          + "the metric and its examples")
    }
    if let best = state.best, !validation.isBetter(metric, than: best.metric) {
      state.validationsSinceBest += 1
    } else {
      state.validationsSinceBest = 0
      state.best = TrainingState.Best(
        metric: metric, step: slab.stepCount, values: slab.allValues)
    }
    return metric
  }

  /// Puts the best parameters back, if there was a validation.
  func restoreBest() {
    if let best = state.best { slab.setAllValues(best.values) }
  }

  /// The mean loss over examples, with nothing dropped.
  ///
  /// - Returns: the mean over all terms, 0 if there is none.
  /// - Throws: `noData`, and what the network says of an example.
  package func meanLoss(over examples: [Network.Example]) throws(TrainingError) -> Double {
    try Self.check(examples, of: network)
    let lengths = examples.map { Int32(clamping: max(network.length(of: $0), 1)) }
    // Neighbours of a length, in shards that no thread count changes.
    let order = examples.indices.sorted {
      lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1
    }
    let size = max(1, configuration.batchSize / configuration.shards)
    let groups = stride(from: 0, to: order.count, by: size).map {
      order[$0..<min($0 + size, order.count)]
    }
    let capacity = groups.map {
      network.scratchCount(examples: $0.count, length: Int(lengths[$0[$0.startIndex]]))
    }
    for worker in workers { worker.reserve(capacity.max() ?? 0) }
    // A worker serves one thread, and nobody writes to the parameters.
    nonisolated(unsafe) let workers = workers
    nonisolated(unsafe) let slab = slab
    let total = sumInOrder(count: groups.count) { worker, group in
      unsafe workers[worker].loss(slab, examples, groups[group], .evaluation)
    }
    let terms = examples.reduce(0) { $0 + network.weight(of: $1) }
    return terms > 0 ? total / terms : 0
  }

  static func check(
    _ examples: [Network.Example], of network: Network
  ) throws(TrainingError) {
    guard !examples.isEmpty else {
      throw TrainingError(.noData, "\(network.name): no examples to learn from")
    }
    for (index, example) in examples.enumerated() {
      do throws(TrainingError) {
        try network.check(example)
      } catch {
        throw TrainingError(error.code, "\(network.name): example \(index): \(error.message)")
      }
    }
  }
}
