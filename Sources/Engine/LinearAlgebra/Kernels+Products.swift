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
    guard rows > 0 && columns > 0 else {
      let count = transposed ? columns : rows
      unsafe scaleRows(of: y, stride: count, rows: 1, columns: count, by: beta)
      return
    }
    LinearAlgebra.singleThreaded
    unsafe cblas_sgemv(
      CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, LinearAlgebra.dimension(rows),
      LinearAlgebra.dimension(columns), alpha, a, LinearAlgebra.dimension(columns), x, 1, beta, y,
      1)
  }

  /// C ← α·AB + β·C on the calling thread, where C is [rows, columns] and A is
  /// [rows, inner], each transposed first if so asked.
  ///
  /// A stride is the distance between the starts of the rows of a matrix as
  /// stored; a β of 0 overwrites C.
  package static func multiply(
    _ a: UnsafePointer<Float>, stride strideA: Int, _ b: UnsafePointer<Float>,
    stride strideB: Int, transposingFirst: Bool = false, transposingSecond: Bool = false,
    scaledBy alpha: Float = 1, plus beta: Float, _ c: UnsafeMutablePointer<Float>,
    stride strideC: Int, rows: Int, columns: Int, inner: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    guard inner > 0 else {
      unsafe scaleRows(of: c, stride: strideC, rows: rows, columns: columns, by: beta)
      return
    }
    LinearAlgebra.singleThreaded
    unsafe cblas_sgemm(
      CblasRowMajor, transposingFirst ? CblasTrans : CblasNoTrans,
      transposingSecond ? CblasTrans : CblasNoTrans, LinearAlgebra.dimension(rows),
      LinearAlgebra.dimension(columns), LinearAlgebra.dimension(inner), alpha, a,
      LinearAlgebra.dimension(strideA), b, LinearAlgebra.dimension(strideB), beta,
      c, LinearAlgebra.dimension(strideC))
  }

  /// C ← β·C, what a product of nothing leaves; a β of 0 overwrites C.
  private static func scaleRows(
    of c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, by beta: Float
  ) {
    for row in 0..<rows {
      let start = unsafe c + row * stride
      if beta == 0 {
        unsafe start.update(repeating: 0, count: columns)
      } else {
        unsafe scale(start, by: beta, count: columns)
      }
    }
  }

  /// Adds AᵀA to the upper triangle of `sum`, on the calling thread.
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
}
