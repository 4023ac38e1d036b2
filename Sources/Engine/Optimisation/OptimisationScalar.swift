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

  // With an implementation for all scalars, compiled for each of them.

  /// Moves each element towards zero by a threshold, and to zero if it is less.
  static func softThreshold(_ x: inout [Self], by threshold: Self)

  /// Σ penaltyᵢ·|xᵢ|.
  static func absolutePenalty(_ x: [Self], _ penalties: [Self]) -> Double

  /// The steepest slope of f(x) + Σ penaltyᵢ·|xᵢ|, given the gradient of f.
  static func pseudoGradient(
    _ result: inout [Self], _ x: [Self], _ gradient: [Self], _ penalties: [Self])

  /// Clears the penalised entries of a direction whose sign is not that of the
  /// pseudo-gradient.
  static func align(_ direction: inout [Self], _ pseudoGradient: [Self], _ penalties: [Self])

  /// trial ← x − step·direction, penalised entries stopping at zero where they
  /// would leave the orthant of x, or of −pseudoGradient where x is zero.
  static func orthantStep(
    _ trial: inout [Self], _ x: [Self], _ step: Self, _ direction: [Self],
    _ pseudoGradient: [Self], _ penalties: [Self])
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
