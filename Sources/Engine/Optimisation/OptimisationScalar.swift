import COpenBLAS

/// A number type that solvers keep their vectors in.
package protocol OptimisationScalar: BinaryFloatingPoint & Sendable {
  /// Σ aᵢ·bᵢ over `count` elements of one block.
  static func blockDot(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int) -> Double

  /// y ← y + factor·x over `count` elements of one block.
  static func blockAddScaled(
    _ y: UnsafeMutablePointer<Self>, _ factor: Double, _ x: UnsafePointer<Self>, _ count: Int)

  /// The largest absolute value; NaN if any element is.
  static func largestMagnitude(_ x: [Self]) -> Double
}

extension Float: OptimisationScalar {
  package static func blockDot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> Double {
    LinearAlgebra.singleThreaded
    return unsafe Double(cblas_sdot(LinearAlgebra.dimension(count), a, 1, b, 1))
  }

  package static func blockAddScaled(
    _ y: UnsafeMutablePointer<Float>, _ factor: Double, _ x: UnsafePointer<Float>, _ count: Int
  ) {
    LinearAlgebra.singleThreaded
    unsafe cblas_saxpy(LinearAlgebra.dimension(count), Float(factor), x, 1, y, 1)
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
  package static func blockDot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    LinearAlgebra.singleThreaded
    return unsafe cblas_ddot(LinearAlgebra.dimension(count), a, 1, b, 1)
  }

  package static func blockAddScaled(
    _ y: UnsafeMutablePointer<Double>, _ factor: Double, _ x: UnsafePointer<Double>, _ count: Int
  ) {
    LinearAlgebra.singleThreaded
    unsafe cblas_daxpy(LinearAlgebra.dimension(count), factor, x, 1, y, 1)
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
