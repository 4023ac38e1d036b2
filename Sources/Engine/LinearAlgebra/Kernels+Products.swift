import COpenBLAS

extension Kernels {
  /// y ← α·Ax + β·y, with A transposed first if so asked.
  ///
  /// On the calling thread, with the vector instructions of this machine.
  ///
  /// - Parameters:
  ///   - alpha: the factor of the product.
  ///   - a: the matrix, [rows, columns], row-major without gaps.
  ///   - rows: the rows of `a` as stored.
  ///   - columns: the columns of `a` as stored.
  ///   - transposed: whether to multiply by Aᵀ.
  ///   - x: a vector of as many elements as the product has columns.
  ///   - beta: the factor of the old `y`; 0 overwrites it.
  ///   - y: the result.
  package static func multiply(
    _ alpha: Float, _ a: UnsafePointer<Float>, rows: Int, columns: Int, transposed: Bool = false,
    _ x: UnsafePointer<Float>, plus beta: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    LinearAlgebra.singleThreaded
    unsafe cblas_sgemv(
      CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, LinearAlgebra.dimension(rows),
      LinearAlgebra.dimension(columns), alpha, a, LinearAlgebra.dimension(columns), x, 1, beta, y,
      1)
  }

  /// C ← ABᵀ, into rows that may be longer than the product's.
  ///
  /// On the calling thread, with the vector instructions of this machine.
  ///
  /// - Parameters:
  ///   - a: [rows, inner], row-major without gaps.
  ///   - rows: the rows of the product.
  ///   - b: [columns, inner], row-major without gaps.
  ///   - columns: the columns of the product.
  ///   - inner: the length of the rows of `a` and `b`.
  ///   - c: the result, [rows, columns].
  ///   - stride: the distance between the rows of `c`, at least `columns`.
  package static func multiplyTransposed(
    _ a: UnsafePointer<Float>, rows: Int, _ b: UnsafePointer<Float>, columns: Int, inner: Int,
    _ c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    LinearAlgebra.singleThreaded
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, LinearAlgebra.dimension(rows),
      LinearAlgebra.dimension(columns), LinearAlgebra.dimension(inner), 1, a,
      LinearAlgebra.dimension(inner), b, LinearAlgebra.dimension(inner), 0, c,
      LinearAlgebra.dimension(stride))
  }
}
