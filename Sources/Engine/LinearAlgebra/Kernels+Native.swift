import CKernels

extension Kernels {
  /// The instructions that a build of the hot loops uses.
  package enum Level: UInt32, Sendable, CaseIterable {
    /// SSE2, which every x86-64 processor has; the plain build on others.
    case baseline = 0
    /// AVX2 and FMA: x86-64-v3, from 2013 on.
    case avx2 = 1
    /// AVX-512 F, BW, CD, DQ and VL: x86-64-v4, from 2017 on.
    case avx512 = 2
  }

  /// The highest level that this processor runs, chosen at the first use.
  package static let level = Level(rawValue: kernel_level_of_processor().rawValue) ?? .baseline

  /// The kernels of `level`, which nobody writes to.
  nonisolated(unsafe) static let native = unsafe table(at: level)

  /// The kernels of a level.
  ///
  /// - Precondition: this build has them; the processor runs them where they are called.
  static func table(at level: Level) -> UnsafePointer<kernel_table> {
    guard let table = unsafe kernel_table_at(kernel_level(level.rawValue)) else {
      preconditionFailure("kernels: this build has none for \(level)")
    }
    return unsafe table
  }

  /// Σ aᵢ·bᵢ over `count` elements.
  package static func dot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    unsafe native.pointee.vectors.dot(a, b, count)
  }

  /// y ← y + factor·x over `count` elements.
  package static func addScaled(
    _ y: UnsafeMutablePointer<Float>, _ factor: Float, _ x: UnsafePointer<Float>, _ count: Int
  ) {
    unsafe native.pointee.vectors.add_scaled(y, factor, x, count)
  }
}
