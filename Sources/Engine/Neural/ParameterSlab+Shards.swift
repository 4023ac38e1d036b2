/// Elements a thread takes at a time.
private let chunkSize = 1 << 13

extension ParameterSlab {
  /// Sets the gradients to the sum over shards, added in their order whatever
  /// the number of threads.
  ///
  /// - Precondition: the shards have the layout of this slab.
  package func gatherGradients(of shards: [ParameterSlab], threads: Int = 1) {
    for shard in shards {
      precondition(
        shard.layout == layout && shard !== self,
        "gatherGradients: a shard of \(shard.layout.size) elements, the slab has \(layout.size)")
    }
    let count = shards.count
    nonisolated(unsafe) let target = unsafe gradients
    // Written by nobody while this loop reads them.
    nonisolated(unsafe) let sources = shards
    Parallel.forEachChunk(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      unsafe (target + range.lowerBound).update(repeating: 0, count: range.count)
      for index in 0..<count {
        unsafe Kernels.addScaled(
          target + range.lowerBound, 1, sources[index].gradients + range.lowerBound, range.count)
      }
    }
  }
}
