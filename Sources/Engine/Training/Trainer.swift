/// Fits a network to examples by mini-batches.
///
/// Every mini-batch is cut into the same shards whatever the number of threads;
/// each is summed by one thread, and the sums are added in the order of the
/// shards. So one seed and the same examples give the same bits with any number
/// of threads, and after going on from a checkpoint.
///
/// One thread at a time uses a trainer; it starts others itself.
package final class Trainer<Network: TrainableNetwork> {
  package let network: Network
  package let configuration: TrainingConfiguration
  /// The parameters: those of the last update, and after `train` the best.
  package let slab: ParameterSlab

  let examples: [Network.Example]
  /// The examples that add a term to the loss.
  let indices: [Int]
  let lengths: [Int32]
  let schedule: LearningRateSchedule
  let shards: [ParameterSlab]
  let workers: [ShardWorker<Network>]
  private let clock: () -> ContinuousClock.Instant
  var state = TrainingState()
  /// Of all examples, which a checkpoint names.
  private(set) lazy var fingerprint: String = {
    var fingerprint = Fingerprint()
    for example in examples { example.add(to: &fingerprint) }
    return String(fingerprint.value, radix: 16)
  }()
  /// The plan of the epoch that `state` names, once it is needed.
  var plan: EpochPlan?

  /// Draws the parameters that training starts from.
  ///
  /// - Parameters:
  ///   - network: what to fit.
  ///   - examples: what to fit it to.
  ///   - configuration: sizes, rates, seed and threads.
  ///   - clock: for reports and the time limit.
  /// - Throws: `noData`, `outOfRange` for a setting, and what the network says
  ///   of an example, with its index.
  package init(
    _ network: Network, _ examples: [Network.Example], _ configuration: TrainingConfiguration,
    clock: @escaping () -> ContinuousClock.Instant = { .now }
  ) throws(TrainingError) {
    try configuration.check()
    try Self.check(examples, of: network)
    indices = examples.indices.filter { network.weight(of: examples[$0]) > 0 }
    guard !indices.isEmpty else {
      throw TrainingError(
        .noData,
        "\(network.name): nothing to learn from in \(examples.count) examples; give it more data")
    }
    self.network = network
    self.examples = examples
    self.configuration = configuration
    self.clock = clock
    lengths = examples.map { Int32(clamping: max(network.length(of: $0), 1)) }
    let batches = (indices.count + configuration.batchSize - 1) / configuration.batchSize
    schedule = configuration.schedule(stepsPerEpoch: batches)
    let slab = ParameterSlab(network.layout, momentCount: configuration.optimiser.momentCount)
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    network.initialise(slab, using: &generator)
    self.slab = slab
    shards = (0..<configuration.shards).map { _ in ParameterSlab(shardOf: slab) }
    workers = (0..<min(configuration.threads, configuration.shards)).map { _ in
      ShardWorker(network)
    }
  }

  /// Goes through the epochs that are left.
  ///
  /// After an error the parameters are those of the last update, and `train` or
  /// a checkpoint goes on from there, but for a file that cannot be written at
  /// the end: the training is over then all the same. After the time limit only
  /// the file goes on: it has the last parameters, the slab the best.
  ///
  /// - Parameters:
  ///   - validation: decides which parameters are kept and when to stop; without
  ///     it the last ones are kept.
  ///   - saving: a file that is written now and then and at the end.
  ///   - timeLimit: seconds after which to stop, the time before a
  ///     checkpoint included. A validation at the end is not counted.
  ///   - cancellation: checked before each update.
  ///   - progress: called after each update; may take a checkpoint.
  /// - Returns: why and where it ended.
  /// - Throws: `cancelled`, `notFinite` if the loss or the metric is NaN or
  ///   infinite, `notSaved`.
  @discardableResult
  package func train(
    validation: Validation? = nil, saving: CheckpointFile? = nil, timeLimit: Double? = nil,
    cancellation: Cancellation? = nil, progress: ((TrainingProgress) -> Void)? = nil
  ) throws(TrainingError) -> TrainingOutcome {
    let (start, secondsBefore) = (clock(), state.seconds)
    var visited = 0
    if !state.isConcluded { try conclude(validation, saving, timeLimit) }
    while state.reason == nil {
      guard cancellation?.isCancelled != true else {
        throw TrainingError(
          .cancelled, "\(network.name): cancelled after \(slab.stepCount) updates")
      }
      let epoch = state.epoch
      let update = try makeUpdate()
      visited += update.examples
      state.seconds = secondsBefore + (clock() - start) / .seconds(1)
      state.isConcluded = false
      let metric = try conclude(validation, saving, timeLimit)
      progress?(
        TrainingProgress(
          step: slab.stepCount, totalSteps: schedule.totalSteps, epoch: epoch + 1,
          loss: update.loss, learningRate: update.learningRate, gradientNorm: update.norm,
          examplesPerSecond: Double(visited) / max((clock() - start) / .seconds(1), 1e-9),
          metric: metric))
    }
    return outcome
  }
}
