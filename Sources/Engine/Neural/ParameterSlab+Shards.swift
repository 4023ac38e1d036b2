import CKernels

/// Elements a thread takes at a time, whose squares are summed in Float32.
private let chunkSize = 1 << 12

extension ParameterSlab {
  /// Sets the gradients to the sum over shards, added in their order whatever
  /// the number of threads, and clears those of the shards.
  ///
  /// - Returns: the Euclidean norm of the sum.
  /// - Precondition: the shards have the layout of this slab.
  @discardableResult
  package func gatherGradients(of shards: [ParameterSlab], threads: Int = 1) -> Double {
    for shard in shards {
      precondition(
        shard.layout == layout && shard !== self,
        "gatherGradients: a shard of \(shard.layout.size) elements, the slab has \(layout.size)")
    }
    let (size, start) = unsafe (layout.size, gradients)
    let sources = unsafe shards.map { unsafe $0.gradients }
    return unsafe sources.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else {
        clearGradients()
        return 0
      }
      // A chunk of each is touched by one thread.
      nonisolated(unsafe) let (sources, target) = unsafe (first, start)
      let (gather, count) = unsafe (Kernels.native.pointee.updates.gather, buffer.count)
      let total = Parallel.sum(count: size, chunkSize: chunkSize, threads: threads) { range in
        let (start, length) = (range.lowerBound, range.count)
        return unsafe Double(gather(target + start, sources, count, start, length))
      }
      return total.squareRoot()
    }
  }

  /// Multiplies all gradients by a factor.
  package func scaleGradients(by factor: Float, threads: Int = 1) {
    nonisolated(unsafe) let gradients = unsafe gradients
    Parallel.forEachChunk(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      unsafe Kernels.scale(gradients + range.lowerBound, by: factor, count: range.count)
    }
  }
}
