// Shapes: x, y, dy, dx: any, of the same count.

/// Elements set to zero at random while training, the others scaled up so that
/// the expectation stays.
///
/// What is dropped follows from seed and position alone: the backward pass
/// draws it again instead of storing it, and threads do not change it.
///
/// - Source: N. Srivastava et al. 2014, "Dropout", JMLR 15.
package struct Dropout: Sendable, Hashable {
  /// The share of elements dropped.
  package let rate: Float

  package init(rate: Float) {
    precondition(rate >= 0 && rate < 1, "dropout: a rate of \(rate)")
    self.rate = rate
  }

  /// y ← x·mask / (1 − rate); x and y may be the same memory.
  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int, seed: UInt64
  ) {
    let draw = Draw(rate: rate, seed: seed)
    var position: UInt32 = 0
    unsafe Kernels.map(x, y, count) {
      defer { position &+= 16 }
      return draw.masked($0, at: position)
    }
  }

  /// dx ← dx + dy·mask / (1 − rate), with the mask of the same seed.
  package func backward(
    _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, count: Int, seed: UInt64
  ) {
    let draw = Draw(rate: rate, seed: seed)
    var position: UInt32 = 0
    unsafe Kernels.accumulate(dy, dy, into: dx, count) { dy, _ in
      defer { position &+= 16 }
      return draw.masked(dy, at: position)
    }
  }
}

/// The mask of one seed.
private struct Draw {
  private let threshold: SIMD16<UInt32>
  private let scale: Float
  private let seeds: (UInt32, UInt32)

  init(rate: Float, seed: UInt64) {
    threshold = SIMD16(repeating: UInt32(rate * 0x1p32))
    scale = 1 / (1 - rate)
    var generator = SplitMix64(seed: seed)
    let bits = generator.next()
    seeds = (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
  }

  @inline(__always)
  func masked(_ x: Lanes, at position: UInt32) -> Lanes {
    let lanes = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let bits = scramble(scramble(lanes &+ (position &+ seeds.0)) ^ seeds.1)
    return (scale * x).replacing(with: 0, where: bits .< threshold)
  }

  /// A bijection of 32 bits that lets every bit of the argument change every
  /// bit of the result with a chance near one half.
  ///
  /// - Source: C. Wellons 2018, "Prospecting for Hash Functions", `lowbias32`.
  @inline(__always)
  private func scramble(_ x: SIMD16<UInt32>) -> SIMD16<UInt32> {
    var x = x
    x ^= x &>> 16
    x &*= 0x7feb_352d
    x ^= x &>> 15
    x &*= 0x846c_a68b
    x ^= x &>> 16
    return x
  }
}
