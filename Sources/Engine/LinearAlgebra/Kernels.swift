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
}
