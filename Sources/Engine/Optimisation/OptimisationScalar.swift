/// A number type that solvers keep their vectors in.
///
/// The operations work on fixed shards, so their results do not depend on the
/// number of threads.
package protocol OptimisationScalar: BinaryFloatingPoint & Sendable {
  /// Σ aᵢ·bᵢ, accumulated in Double across blocks.
  static func dot(_ a: [Self], _ b: [Self], threads: Int) -> Double

  /// y ← y + factor·x.
  static func addScaled(_ y: inout [Self], _ factor: Double, _ x: [Self], threads: Int)
}

/// Elements a thread takes at a time: 256 KB of Float32, inside a core's cache.
private let shardSize = 1 << 16

extension Float: OptimisationScalar {
  package static func dot(_ a: [Float], _ b: [Float], threads: Int) -> Double {
    precondition(a.count == b.count, "dot: [\(a.count)] · [\(b.count)]")
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return 0 }
        nonisolated(unsafe) let (x, y) = unsafe (first, second)
        return Parallel.sum(count: a.count, chunkSize: shardSize, threads: threads) { shard in
          var sum = 0.0
          for start in stride(from: shard.lowerBound, to: shard.upperBound, by: 1024) {
            let count = min(1024, shard.upperBound - start)
            sum += unsafe Double(Kernels.dot(x + start, y + start, count))
          }
          return sum
        }
      }
    }
  }

  package static func addScaled(
    _ y: inout [Float], _ factor: Double, _ x: [Float], threads: Int
  ) {
    precondition(y.count == x.count, "addScaled: [\(y.count)] + [\(x.count)]")
    unsafe y.withUnsafeMutableBufferPointer { y in
      unsafe x.withUnsafeBufferPointer { x in
        guard let base = y.baseAddress, let added = x.baseAddress else { return }
        nonisolated(unsafe) let (target, source) = unsafe (base, added)
        Parallel.forEachChunk(count: x.count, chunkSize: shardSize, threads: threads) { shard in
          unsafe Kernels.addScaled(
            target + shard.lowerBound, Float(factor), source + shard.lowerBound, shard.count)
        }
      }
    }
  }
}

extension Double: OptimisationScalar {
  package static func dot(_ a: [Double], _ b: [Double], threads: Int) -> Double {
    precondition(a.count == b.count, "dot: [\(a.count)] · [\(b.count)]")
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  package static func addScaled(
    _ y: inout [Double], _ factor: Double, _ x: [Double], threads: Int
  ) {
    precondition(y.count == x.count, "addScaled: [\(y.count)] + [\(x.count)]")
    for i in y.indices { y[i] += factor * x[i] }
  }
}
