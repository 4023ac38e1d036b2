/// One update, for the report.
struct TrainingUpdate {
  let examples: Int
  let loss: Double
  let norm: Double
  let learningRate: Float
}

extension Trainer {
  /// Makes the update of the next mini-batch and moves on to the one after it.
  ///
  /// - Throws: `notFinite`, with nothing changed.
  func makeUpdate() throws(TrainingError) -> TrainingUpdate {
    let plan = planOfEpoch()
    let batch = plan.batch(state.batch)
    let terms = batch.reduce(0) { $0 + network.weight(of: examples[$1]) }
    let loss = addGradients(of: plan, scale: Float(1 / terms)) / terms
    let norm = slab.gatherGradients(of: shards, threads: configuration.threads)
    let learningRate = schedule.rate(at: slab.stepCount)
    guard loss.isFinite && norm.isFinite else {
      throw TrainingError(
        .notFinite,
        "\(network.name): the loss of update \(slab.stepCount + 1) (epoch \(state.epoch + 1)) is "
          + "\(loss), its gradient's norm \(norm); lower the learning rate of \(learningRate), "
          + "lengthen the warm-up or clip gradients to a smaller norm")
    }
    if let limit = configuration.gradientNorm, norm > limit {
      slab.scaleGradients(by: Float(limit / norm), threads: configuration.threads)
    }
    configuration.optimiser.step(
      slab, learningRate: learningRate, threads: configuration.threads)
    if configuration.l1 > 0 {
      for parameter in slab.layout.parameters where parameter.decays {
        slab.softThreshold(parameter, by: learningRate * configuration.l1)
      }
    }
    state.lossSum += loss * terms
    state.terms += terms
    state.batch += 1
    if state.batch == plan.batchCount { finishEpoch() }
    return TrainingUpdate(
      examples: batch.count, loss: loss, norm: norm, learningRate: learningRate)
  }

  /// Fills the gradients of the shards.
  ///
  /// - Returns: the sum of the terms of the loss.
  private func addGradients(of plan: EpochPlan, scale: Float) -> Double {
    let (batch, examples) = (state.batch, examples)
    let (seed, step) = (configuration.seed, UInt64(slab.stepCount) + 1)
    // Each shard is written by the worker that takes it.
    nonisolated(unsafe) let shards = shards
    nonisolated(unsafe) let workers = workers
    return unsafe sumInOrder(count: shards.count) { worker, shard in
      let indices = plan.shard(shard, ofBatch: batch)
      guard !indices.isEmpty else { return 0 }
      let dropoutSeed = SplitMix64.value(seed, step, UInt64(shard) + 1)
      return unsafe workers[worker].loss(
        shards[shard], examples, indices, .training(scale: scale, seed: dropoutSeed))
    }
  }

  /// The sum of `body` over `0..<count`, added in order.
  func sumInOrder(
    count: Int, _ body: @Sendable (_ worker: Int, _ index: Int) -> Double
  ) -> Double {
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { buffer in
      // Each call writes its own element.
      nonisolated(unsafe) let sums = unsafe buffer
      Parallel.forEach(count: count, workers: workers.count) { worker, index in
        unsafe sums[index] = body(worker, index)
      }
      return unsafe sums.reduce(0, +)
    }
  }

  private func planOfEpoch() -> EpochPlan {
    if let plan { return plan }
    let made = EpochPlan(indices, lengths: lengths, configuration, epoch: state.epoch)
    var capacity = 0
    for batch in 0..<made.batchCount {
      for shard in shards.indices {
        capacity = max(capacity, scratchCount(made.shard(shard, ofBatch: batch)))
      }
    }
    for worker in workers { worker.reserve(capacity) }
    plan = made
    return made
  }

  /// The elements that a worker needs for examples, 0 for none.
  func scratchCount(_ indices: ArraySlice<Int>) -> Int {
    guard let longest = indices.lazy.map({ self.lengths[$0] }).max() else { return 0 }
    return network.scratchCount(examples: indices.count, length: Int(longest))
  }

  private func finishEpoch() {
    state.epochLoss = state.lossSum / state.terms
    (state.lossSum, state.terms) = (0, 0)
    (state.epoch, state.batch) = (state.epoch + 1, 0)
    plan = nil
  }
}
