/// The memory that one thread needs to work on shards, used again and again.
final class ShardWorker<Network: TrainableNetwork> {
  private let network: Network
  private var batch: Network.Batch
  private var arena = Arena(capacity: 0)

  init(_ network: Network) {
    self.network = network
    batch = network.makeBatch()
  }

  /// Makes room for shards that take so many elements.
  func reserve(_ capacity: Int) {
    if arena.capacity < capacity { arena = Arena(capacity: capacity) }
  }

  /// The sum of the terms of the loss over the examples at `indices`.
  func loss(
    _ slab: ParameterSlab, _ examples: [Network.Example], _ indices: ArraySlice<Int>,
    _ pass: TrainingPass
  ) -> Double {
    network.fill(&batch, with: examples, at: indices)
    return arena.scope { network.loss(slab, batch, pass, arena: arena) }
  }
}
