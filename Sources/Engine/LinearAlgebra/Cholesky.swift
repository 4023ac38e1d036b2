import COpenBLAS

/// A matrix that a Cholesky factorisation needed to be positive definite is not.
package struct NotPositiveDefinite: Error, Sendable, Hashable, CustomStringConvertible {
  package let size: Int
  /// The order of the first leading minor that is not positive.
  package let minor: Int

  package var description: String {
    "a [\(size), \(size)] matrix is not positive definite at row \(minor): "
      + "increase the regularisation or remove dependent columns"
  }
}

/// The Cholesky factorisation UᵀU of a symmetric positive definite matrix, in Double.
///
/// Matrices are stored by rows with the upper triangle in use, which LAPACK reads
/// by columns as a lower one.
///
/// - Source: LAPACK 3, `potrf` and `potrs`.
package struct Cholesky: Sendable {
  package let size: Int
  private let factor: [Double]

  /// Factors a matrix given row-major; only its upper triangle is read.
  ///
  /// A pivot that is nothing but rounding of its diagonal entry counts as zero.
  ///
  /// - Precondition: `matrix` has `size`² elements.
  package init(_ matrix: [Double], size: Int) throws(NotPositiveDefinite) {
    precondition(matrix.count == size * size, "Cholesky: \(matrix.count) elements, size \(size)")
    var factor = matrix
    let minor = size == 0 ? 0 : Self.factorise(&factor, size: size)
    // LAPACK lets a NaN pass, and an overflow shows on the diagonal only.
    let rounding = Double(size) * Double.ulpOfOne
    let bad = (0..<size).first { index in
      let pivot = factor[index * size + index]
      return !(pivot.isFinite && pivot * pivot > rounding * matrix[index * size + index])
    }
    if minor != 0 || bad != nil {
      throw NotPositiveDefinite(size: size, minor: minor != 0 ? minor : (bad ?? 0) + 1)
    }
    self.size = size
    self.factor = factor
  }

  /// The vector x with Ax = `rightHandSide`.
  ///
  /// - Precondition: `rightHandSide` has `size` elements.
  package func solve(_ rightHandSide: [Double]) -> [Double] {
    precondition(
      rightHandSide.count == size, "solve: [\(size), \(size)] x = [\(rightHandSide.count)]")
    guard size > 0 else { return [] }
    var solution = rightHandSide
    var n = LinearAlgebra.dimension(size)
    var leadings = (n, n)
    var one: blasint = 1
    var info: blasint = 0
    unsafe solution.withUnsafeMutableBufferPointer {
      unsafe dpotrs_(
        "L", &n, &one, factor, &leadings.0, $0.baseAddress, &leadings.1, &info)
    }
    return solution
  }

  /// The inverse of the factored matrix, row-major; only its upper triangle is set.
  ///
  /// - Source: LAPACK 3, `potri`.
  package func inverse() -> [Double] {
    var result = factor
    guard size > 0 else { return result }
    LinearAlgebra.singleThreaded
    var n = LinearAlgebra.dimension(size)
    var leading = n
    var info: blasint = 0
    unsafe result.withUnsafeMutableBufferPointer {
      unsafe dpotri_("L", &n, $0.baseAddress, &leading, &info)
    }
    precondition(info == 0, "inverse: zero pivot \(info) of a positive definite matrix")
    return result
  }

  /// Factors in place; returns the order of the first bad minor, or 0.
  private static func factorise(_ matrix: inout [Double], size: Int) -> Int {
    LinearAlgebra.singleThreaded
    var n = LinearAlgebra.dimension(size)
    var leading = n
    var info: blasint = 0
    unsafe matrix.withUnsafeMutableBufferPointer {
      unsafe dpotrf_("L", &n, $0.baseAddress, &leading, &info)
    }
    return Int(info)
  }

  /// Replaces x by U⁻¹x, or U⁻ᵀx if so asked, where the matrix is UᵀU.
  ///
  /// - Precondition: `x` has `size` elements.
  package func divide(_ x: inout [Double], transposed: Bool = false) {
    precondition(x.count == size, "divide: factor of size \(size), vector of \(x.count)")
    guard size > 0 else { return }
    LinearAlgebra.singleThreaded
    let n = LinearAlgebra.dimension(size)
    unsafe x.withUnsafeMutableBufferPointer {
      unsafe cblas_dtrsv(
        CblasRowMajor, CblasUpper, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, factor,
        n, $0.baseAddress, 1)
    }
  }

  /// Replaces x by Ux, or Uᵀx if so asked, where the matrix is UᵀU.
  ///
  /// - Precondition: `x` has `size` elements.
  package func multiply(_ x: inout [Double], transposed: Bool = false) {
    precondition(x.count == size, "multiply: factor of size \(size), vector of \(x.count)")
    guard size > 0 else { return }
    LinearAlgebra.singleThreaded
    let n = LinearAlgebra.dimension(size)
    unsafe x.withUnsafeMutableBufferPointer {
      unsafe cblas_dtrmv(
        CblasRowMajor, CblasUpper, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, factor,
        n, $0.baseAddress, 1)
    }
  }
}
