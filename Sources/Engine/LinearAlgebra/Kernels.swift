// Loops over raw memory that models and solvers build their inner loops from.
//
// Sixteen lanes load straight from memory: the compiler neither vectorises a
// floating-point sum by itself nor fills a vector element by element well. A
// multiplication and an addition stay two operations, because a fused one is a
// library call on processors the portable binary still supports. The loops that
// a measurement showed to matter are in CKernels, once for every kind of
// processor.

package typealias Lanes = SIMD16<Float>

/// Element-wise and reducing kernels on contiguous Float32 memory.
package enum Kernels {
  /// The number of elements in one vector.
  @inlinable package static var laneCount: Int { 16 }

  /// The smallest multiple of the lane count that holds `count` elements.
  @inlinable package static func padded(_ count: Int) -> Int { (count + 15) & ~15 }

  /// Sixteen elements from address `p`.
  @inlinable @inline(__always)
  package static func load(_ p: UnsafePointer<Float>) -> Lanes {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
  }

  /// Writes sixteen elements to address `p`.
  @inlinable @inline(__always)
  package static func store(_ x: Lanes, _ p: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: x, as: Lanes.self)
  }

  /// eˣ in each lane, within 2 units in the last place of the true value.
  ///
  /// Arguments below −87.3 give 1.2e-38 and arguments above 88 give 1.7e38.
  ///
  /// - Source: S. L. Moshier, Cephes, `expf`: reduction to |r| ≤ ½ ln 2 and a
  ///   polynomial of degree 7.
  @inlinable @inline(__always)
  package static func exp(_ x: Lanes) -> Lanes {
    let clamped = x.clamped(
      lowerBound: Lanes(repeating: -87.3), upperBound: Lanes(repeating: 88))
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits.
    let shifter: Float = 12_582_912
    let shifted = clamped * 1.442_695_041 + shifter
    let n = shifted - shifter
    let r = clamped - n * 0.693_359_375 + n * 2.121_944_4e-4
    var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 1.666_666_55e-1
    p = p * r + 5.000_000_12e-1
    p = p * (r * r) + r + 1
    let exponent = unsafe unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4b40_0000
    let power = unsafe unsafeBitCast((exponent &+ 127) &<< 23, to: Lanes.self)
    return p * power
  }
}
