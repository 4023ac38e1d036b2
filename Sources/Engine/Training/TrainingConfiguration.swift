/// How a `Trainer` goes through its examples.
package struct TrainingConfiguration: Sendable, Hashable {
  /// Passes over the examples.
  package var epochs: Int
  /// Examples an update is made from.
  package var batchSize: Int
  package var optimiser: Optimiser
  /// The weight of the sum of the absolute values of all parameters that decay,
  /// beside the mean loss; above 0 it makes those that say little exactly zero,
  /// by a proximal step after each update.
  package var l1: Float
  /// The highest learning rate, reached at the end of the warm-up.
  package var learningRate: Float
  /// The rate that half a cosine falls to at the end of the last epoch.
  package var finalLearningRate: Float
  /// Updates over which the rate rises linearly.
  package var warmUpSteps: Int
  /// The greatest norm of a gradient, to which greater ones are shortened.
  package var gradientNorm: Double?
  /// The parts of a mini-batch whose gradients are added in order: more threads
  /// than that find nothing to do.
  package var shards: Int
  /// How many mini-batches are cut from examples sorted by length, so that they
  /// need less padding; 1 leaves every mini-batch a random sample.
  package var sortedBatches: Int
  package var seed: UInt64
  /// Does not change the result.
  package var threads: Int

  /// The learning rate stays constant after the warm-up unless
  /// `finalLearningRate` is given.
  package init(
    epochs: Int = 10, batchSize: Int = 64,
    optimiser: Optimiser = Optimiser(.adamW(), weightDecay: 0.01), l1: Float = 0,
    learningRate: Float = 1e-3,
    finalLearningRate: Float? = nil, warmUpSteps: Int = 0, gradientNorm: Double? = 1,
    shards: Int = 4, sortedBatches: Int = 1, seed: UInt64 = 1, threads: Int = Parallel.coreCount
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimiser = optimiser
    self.l1 = l1
    self.learningRate = learningRate
    self.finalLearningRate = finalLearningRate ?? learningRate
    self.warmUpSteps = warmUpSteps
    self.gradientNorm = gradientNorm
    self.shards = shards
    self.sortedBatches = sortedBatches
    self.seed = seed
    self.threads = threads
  }

  /// Finds a setting that no training can have.
  ///
  /// - Throws: `outOfRange`.
  func check() throws(TrainingError) {
    let counts = [epochs, batchSize, shards, sortedBatches, threads]
    guard
      counts.allSatisfy({ $0 > 0 && $0 <= largestCount }), shards <= largestShards,
      warmUpSteps >= 0
    else {
      throw TrainingError(
        .outOfRange,
        "training: epochs, batchSize, sortedBatches and threads must lie in 1...\(largestCount), "
          + "shards in 1...\(largestShards), and warmUpSteps be 0 or more")
    }
    guard
      learningRate > 0, learningRate.isFinite, finalLearningRate >= 0,
      finalLearningRate <= learningRate
    else {
      throw TrainingError(
        .outOfRange,
        "training: a learning rate of \(learningRate) falling to \(finalLearningRate); it must "
          + "be above 0 and not rise")
    }
    guard l1 >= 0, l1.isFinite else {
      throw TrainingError(.outOfRange, "training: an L1 penalty of \(l1); it must be 0 or more")
    }
    if let gradientNorm, !(gradientNorm > 0) {
      throw TrainingError(.outOfRange, "training: gradients clipped to a norm of \(gradientNorm)")
    }
  }

  func schedule(stepsPerEpoch: Int) -> LearningRateSchedule {
    let total = epochs * stepsPerEpoch
    return LearningRateSchedule(
      peak: learningRate, floor: finalLearningRate, warmUpSteps: min(warmUpSteps, total),
      totalSteps: total)
  }

  /// Everything that changes the result, in words.
  var course: String {
    "\(epochs) epochs, batches of \(batchSize) in \(shards) shards, \(sortedBatches) sorted, "
      + "\(optimiser.rule) with decay \(optimiser.weightDecay), L1 \(l1), rate \(learningRate) to "
      + "\(finalLearningRate) after \(warmUpSteps) steps, norm "
      + "\(gradientNorm.map { "\($0)" } ?? "any"), seed \(seed)"
  }
}

/// What keeps products of counts within the range of integers.
private let (largestCount, largestShards) = (Int(Int32.max), 4096)
