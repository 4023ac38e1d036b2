import COpenBLAS

extension Kernels {
  /// Adds AᵀA to the upper triangle of `sum`.
  ///
  /// - Parameters:
  ///   - a: [rows, columns], row-major without gaps.
  ///   - rows: the rows of `a`.
  ///   - columns: the columns of `a`.
  ///   - sum: [columns, columns].
  package static func addGram(
    _ a: UnsafePointer<Float>, rows: Int, columns: Int, to sum: UnsafeMutablePointer<Float>
  ) {
    LinearAlgebra.singleThreaded
    unsafe cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasTrans, LinearAlgebra.dimension(columns),
      LinearAlgebra.dimension(rows), 1, a, LinearAlgebra.dimension(columns), 1, sum,
      LinearAlgebra.dimension(columns))
  }

  /// Solves Ax = b by Cholesky factorisation, in place.
  ///
  /// - Parameters:
  ///   - matrix: [size, size], its upper triangle; replaced by the factor.
  ///   - size: above 0.
  ///   - vector: b, replaced by x.
  /// - Returns: false if the matrix is not positive definite or the solution
  ///   not finite; both arguments are then of no use.
  package static func solvePositiveDefinite(
    _ matrix: UnsafeMutablePointer<Float>, size: Int, _ vector: UnsafeMutablePointer<Float>
  ) -> Bool {
    LinearAlgebra.singleThreaded
    var order = LinearAlgebra.dimension(size)
    var leadings = (order, order)
    var one: blasint = 1
    var info: blasint = 0
    // LAPACK reads rows as columns: its lower triangle is the upper one here.
    unsafe spotrf_("L", &order, matrix, &leadings.0, &info)
    guard info == 0 else { return false }
    unsafe spotrs_(
      "L", &order, &one, matrix, &leadings.0, vector, &leadings.1, &info)
    return (0..<size).allSatisfy { unsafe vector[$0].isFinite }
  }
}
