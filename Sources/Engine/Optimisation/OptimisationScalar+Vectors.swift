// Operations on whole vectors, for problems whose vectors exceed the caches:
// several are done block by block in one pass, so that memory is read once.
// Shards are fixed, so results do not depend on the number of threads.

/// Elements a thread takes at a time.
private let shardSize = 1 << 15

/// Elements worked on while they are in the first two levels of cache; sums
/// within a block are of the vector's type, between blocks of Double.
private let blockSize = 1 << 11

extension OptimisationScalar {
  /// The inner product of each pair of vectors of `count` elements.
  static func dots(
    _ pairs: [(UnsafePointer<Self>, UnsafePointer<Self>)], count: Int, threads: Int
  ) -> [Double] {
    let shards = (count + shardSize - 1) / shardSize
    let pairCount = unsafe pairs.count
    var partial = [Double](repeating: 0, count: shards * pairCount)
    unsafe partial.withUnsafeMutableBufferPointer { buffer in
      // Each shard writes elements of its own.
      nonisolated(unsafe) let partial = unsafe buffer
      nonisolated(unsafe) let pairs = unsafe pairs
      Parallel.forEachChunk(count: count, chunkSize: shardSize, threads: threads) { shard in
        let first = shard.lowerBound / shardSize * pairCount
        for start in stride(from: shard.lowerBound, to: shard.upperBound, by: blockSize) {
          let length = min(blockSize, shard.upperBound - start)
          for index in 0..<pairCount {
            let (a, b) = unsafe pairs[index]
            unsafe partial[first + index] += blockDot(a + start, b + start, length)
          }
        }
      }
    }
    return (0..<pairCount).map { index in
      (0..<shards).reduce(0.0) { $0 + partial[$1 * pairCount + index] }
    }
  }

  /// target ← first·factor + Σ factors·vectors, over `count` elements.
  static func combine(
    _ target: UnsafeMutablePointer<Self>, _ factor: Double, _ first: UnsafePointer<Self>,
    _ terms: [(factor: Double, vector: UnsafePointer<Self>)], count: Int, threads: Int
  ) {
    let termCount = unsafe terms.count
    nonisolated(unsafe) let (target, first, terms) = unsafe (target, first, terms)
    Parallel.forEachChunk(count: count, chunkSize: shardSize, threads: threads) { shard in
      for start in stride(from: shard.lowerBound, to: shard.upperBound, by: blockSize) {
        let length = min(blockSize, shard.upperBound - start)
        if factor == 1 {
          unsafe (target + start).update(from: first + start, count: length)
        } else {
          // Cleared as bytes: generic code would fill element by element.
          unsafe UnsafeMutableRawPointer(target + start).initializeMemory(
            as: UInt8.self, repeating: 0, count: length * MemoryLayout<Self>.stride)
          unsafe blockAddScaled(target + start, factor, first + start, length)
        }
        for index in 0..<termCount {
          let term = unsafe terms[index]
          unsafe blockAddScaled(target + start, term.factor, term.vector + start, length)
        }
      }
    }
  }

  /// Σ aᵢ·bᵢ.
  static func dot(_ a: [Self], _ b: [Self], threads: Int) -> Double {
    precondition(a.count == b.count, "dot: [\(a.count)] · [\(b.count)]")
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return 0 }
        return unsafe dots([(x, y)], count: a.count, threads: threads)[0]
      }
    }
  }

  /// target ← source + factor·x.
  static func assign(
    _ target: inout [Self], _ source: [Self], plus factor: Double, times x: [Self], threads: Int
  ) {
    precondition(
      target.count == source.count && x.count == source.count,
      "assign: [\(target.count)] = [\(source.count)] + [\(x.count)]")
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe source.withUnsafeBufferPointer { source in
        unsafe x.withUnsafeBufferPointer { x in
          guard let to = target.baseAddress, let from = source.baseAddress,
            let vector = x.baseAddress
          else { return }
          unsafe combine(to, 1, from, [(factor, vector)], count: target.count, threads: threads)
        }
      }
    }
  }
}
