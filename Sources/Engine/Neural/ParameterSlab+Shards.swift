/// Elements a thread takes at a time: a shard's part stays in the first-level
/// cache between being read and being cleared.
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
    nonisolated(unsafe) let target = unsafe gradients
    // A chunk of each is touched by one thread.
    nonisolated(unsafe) let sources = shards
    let total = Parallel.sum(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      unsafe gather(range, of: sources, into: target)
    }
    return total.squareRoot()
  }

  /// Multiplies all gradients by a factor.
  package func scaleGradients(by factor: Float, threads: Int = 1) {
    nonisolated(unsafe) let gradients = unsafe gradients
    Parallel.forEachChunk(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      unsafe Kernels.scale(gradients + range.lowerBound, by: factor, count: range.count)
    }
  }
}

/// Sums one chunk of the shards and clears it there.
///
/// - Returns: the sum of squares.
private func gather(
  _ range: Range<Int>, of shards: [ParameterSlab], into target: UnsafeMutablePointer<Float>
) -> Double {
  let target = unsafe target + range.lowerBound
  unsafe target.update(repeating: 0, count: range.count)
  for shard in shards {
    let source = unsafe shard.gradients + range.lowerBound
    unsafe Kernels.addScaled(target, 1, source, range.count)
    unsafe source.update(repeating: 0, count: range.count)
  }
  return unsafe Double(Kernels.dot(target, target, range.count))
}
