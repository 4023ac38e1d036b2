import COpenBLAS

/// Dense linear algebra on tensors, by OpenBLAS on the calling thread.
///
/// The products of a matrix may differ in their last bits between processors;
/// on one machine they repeat exactly.
package enum LinearAlgebra {
  /// Keeps OpenBLAS from starting threads of its own: callers already run one
  /// call on each core, and a sum split over threads changes its bits.
  static let singleThreaded: Void = openblas_set_num_threads(1)

  /// The processor family whose kernels OpenBLAS chose.
  package static var processorKernels: String { unsafe String(cString: openblas_get_corename()) }

  /// A dimension as OpenBLAS takes it.
  static func dimension(_ size: Int) -> blasint {
    guard let size = blasint(exactly: size) else {
      preconditionFailure("dimension \(size) exceeds the 32 bits of this OpenBLAS")
    }
    return size
  }

  /// The matrix product of `a` and `b`, each transposed first if so asked.
  ///
  /// - Precondition: both are matrices and the inner sizes agree.
  package static func product(
    _ a: Tensor, transposed transposeA: Bool = false, _ b: Tensor,
    transposed transposeB: Bool = false
  ) -> Tensor {
    let (rows, inner) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let (other, columns) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(inner == other, "product: [\(rows), \(inner)] × [\(other), \(columns)]")
    var result = Tensor(zeros: [rows, columns])
    guard rows > 0 && columns > 0 && inner > 0 else { return result }
    singleThreaded
    unsafe a.withUnsafeBufferPointer { x in
      unsafe b.withUnsafeBufferPointer { y in
        unsafe result.withUnsafeMutableBufferPointer { z in
          unsafe cblas_sgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans, dimension(rows), dimension(columns),
            dimension(inner), 1, x.baseAddress, dimension(a.columns), y.baseAddress,
            dimension(b.columns), 0, z.baseAddress, dimension(columns))
        }
      }
    }
    return result
  }

  /// The product of a matrix, transposed first if so asked, and a vector.
  ///
  /// - Precondition: the vector has as many elements as the matrix columns.
  package static func product(
    _ matrix: Tensor, transposed: Bool = false, _ vector: [Float]
  ) -> [Float] {
    let (rows, columns) =
      transposed ? (matrix.columns, matrix.rows) : (matrix.rows, matrix.columns)
    precondition(columns == vector.count, "product: [\(rows), \(columns)] × [\(vector.count)]")
    var result = [Float](repeating: 0, count: rows)
    guard rows > 0 && columns > 0 else { return result }
    singleThreaded
    unsafe matrix.withUnsafeBufferPointer { a in
      unsafe result.withUnsafeMutableBufferPointer { y in
        unsafe cblas_sgemv(
          CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, dimension(matrix.rows),
          dimension(matrix.columns), 1, a.baseAddress, dimension(matrix.columns), vector, 1, 0,
          y.baseAddress, 1)
      }
    }
    return result
  }

  /// The Gram matrix AᵀA: [columns, columns], both triangles.
  ///
  /// - Complexity: O(rows · columns²), by half the work of a product.
  package static func gram(_ a: Tensor) -> Tensor {
    let size = a.columns
    var result = Tensor(zeros: [size, size])
    guard a.count > 0 else { return result }
    singleThreaded
    unsafe a.withUnsafeBufferPointer { x in
      unsafe result.withUnsafeMutableBufferPointer { y in
        unsafe cblas_ssyrk(
          CblasRowMajor, CblasUpper, CblasTrans, dimension(size), dimension(a.rows), 1,
          x.baseAddress, dimension(size), 0, y.baseAddress, dimension(size))
        for i in 0..<size {
          for j in 0..<i { unsafe y[i * size + j] = y[j * size + i] }
        }
      }
    }
    return result
  }

  /// Adds AᵀA to the upper triangle of `sum`, in Double.
  ///
  /// - Precondition: `rows` is a whole number of rows of `columns` elements and
  ///   `sum` is [columns, columns], both row-major.
  package static func addGram(of rows: [Double], columns: Int, to sum: inout [Double]) {
    precondition(
      columns > 0 && rows.count % columns == 0 && sum.count == columns * columns,
      "addGram: \(rows.count) elements in rows of \(columns), sum of \(sum.count)")
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe sum.withUnsafeMutableBufferPointer { sum in
        guard let a = rows.baseAddress, let target = sum.baseAddress else { return }
        unsafe addGram(of: a, rows: rows.count / columns, columns: columns, to: target)
      }
    }
  }

  /// Adds AᵀA of `rows` rows of `columns` elements to the upper triangle of the
  /// matrix at `sum`, in Double.
  package static func addGram(
    of a: UnsafePointer<Double>, rows: Int, columns: Int, to sum: UnsafeMutablePointer<Double>
  ) {
    guard rows > 0 && columns > 0 else { return }
    singleThreaded
    unsafe cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, dimension(columns), dimension(rows), 1, a,
      dimension(columns), 1, sum, dimension(columns))
  }
}
