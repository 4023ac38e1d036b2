/// A number type that solvers keep their vectors in.
///
/// The operations work on fixed shards, so their results do not depend on the
/// number of threads.
package protocol OptimisationScalar: BinaryFloatingPoint & Sendable {
  /// Σ aᵢ·bᵢ, accumulated in Double across blocks.
  static func dot(_ a: [Self], _ b: [Self], threads: Int) -> Double

  /// y ← y + factor·x.
  static func addScaled(_ y: inout [Self], _ factor: Double, _ x: [Self], threads: Int)

  /// x ← factor·x.
  static func scale(_ x: inout [Self], by factor: Double)

  /// The largest absolute value; NaN if any element is.
  static func largestMagnitude(_ x: [Self]) -> Double
}

extension OptimisationScalar {
  /// Overwrites `target`, without a new allocation if its memory is its own.
  static func copy(_ source: [Self], into target: inout [Self]) {
    precondition(source.count == target.count, "copy: [\(source.count)] to [\(target.count)]")
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe source.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe to.update(from: from, count: source.count)
      }
    }
  }
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

  package static func scale(_ x: inout [Float], by factor: Double) {
    let factor = Float(factor)
    for i in x.indices { x[i] *= factor }
  }

  package static func largestMagnitude(_ x: [Float]) -> Double {
    var largest: Float = 0
    for element in x where !(abs(element) <= largest) {
      if element.isNaN { return .nan }
      largest = abs(element)
    }
    return Double(largest)
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

  package static func scale(_ x: inout [Double], by factor: Double) {
    for i in x.indices { x[i] *= factor }
  }

  package static func largestMagnitude(_ x: [Double]) -> Double {
    var largest = 0.0
    for element in x where !(abs(element) <= largest) {
      if element.isNaN { return .nan }
      largest = abs(element)
    }
    return largest
  }
}
