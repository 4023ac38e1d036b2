extension Trainer {
  /// What the training came to so far.
  var outcome: TrainingOutcome {
    TrainingOutcome(
      reason: state.reason ?? .finished, steps: slab.stepCount, epochLoss: state.epochLoss,
      bestMetric: state.best?.metric, bestStep: state.best?.step)
  }

  /// Whether the epochs or the time are used up.
  func reasonToStop(_ timeLimit: Double?) -> TrainingOutcome.Reason? {
    if state.epoch == configuration.epochs { return .finished }
    if let timeLimit, state.seconds >= timeLimit { return .timeLimit }
    return nil
  }

  /// Takes the metric if it is due and keeps the best parameters.
  ///
  /// - Returns: the metric, nil if it is not due.
  /// - Throws: `notFinite`.
  func judge(by validation: Validation) throws(TrainingError) -> Double? {
    let isDue = state.batch == 0 && state.epoch % validation.epochs == 0
    guard isDue || state.reason != nil else { return nil }
    let metric = validation.metric(slab)
    guard metric.isFinite else {
      state.reason = nil
      throw TrainingError(
        .notFinite,
        "\(network.name): the validation after \(slab.stepCount) updates gives \(metric); check "
          + "the metric and its examples")
    }
    if let best = state.best, !validation.isBetter(metric, than: best.metric) {
      state.validationsSinceBest += 1
      if state.reason == nil, let patience = validation.patience,
        state.validationsSinceBest >= patience
      {
        state.reason = .earlyStopping
      }
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
