import COpenBLAS

/// A column of a least-squares problem is a combination of those before it.
package struct DependentColumn: Error, Sendable, Hashable {
  package let column: Int
}

/// The factor R of a tall matrix A = QR, from blocks of its rows.
///
/// Of least squares the last column is the right-hand side. R is that of the
/// stack of the last R and the next block, so memory does not grow with the rows.
///
/// - Source: J. Demmel, L. Grigori, M. Hoemmen & J. Langou 2012,
///   "Communication-optimal Parallel and Sequential QR and LU Factorizations",
///   SIAM J. Sci. Comput. 34(1), section 4.2, sequential TSQR.
package struct TriangularFactor: Sendable {
  /// What is left of a column, relative to its length, counts as rounding below.
  private static let rounding = 1e-11

  package let columns: Int
  /// R by columns, as LAPACK has it: [columns, columns].
  private var factor: [Double]

  /// The factor of a matrix without rows.
  package init(columns: Int) {
    self.columns = columns
    factor = [Double](repeating: 0, count: columns * columns)
  }

  /// Adds rows to the matrix.
  ///
  /// - Precondition: `rows` is a whole number of rows, row-major.
  package mutating func add(_ rows: [Double]) {
    precondition(
      columns > 0 && rows.count % columns == 0,
      "triangular factor: \(rows.count) elements in rows of \(columns)")
    let count = rows.count / columns
    guard count > 0 else { return }
    let height = columns + count
    var stack = [Double](repeating: 0, count: height * columns)
    for column in 0..<columns {
      for row in 0...column { stack[column * height + row] = factor[column * columns + row] }
      for row in 0..<count { stack[column * height + columns + row] = rows[row * columns + column] }
    }
    Self.factor(&stack, rows: height, columns: columns)
    for column in 0..<columns {
      for row in 0...column { factor[column * columns + row] = stack[column * height + row] }
    }
  }

  /// The x that minimises ‖Ax − b‖², where b is the last column.
  package func solution() throws(DependentColumn) -> [Double] {
    let size = columns - 1
    var x = (0..<size).map { factor[size * columns + $0] }
    for column in 0..<size {
      // Rotations keep lengths: this is the column's in A.
      var square = 0.0
      for row in 0...column {
        square += factor[column * columns + row] * factor[column * columns + row]
      }
      guard abs(factor[column * columns + column]) > Self.rounding * square.squareRoot() else {
        throw DependentColumn(column: column)
      }
    }
    for column in (0..<size).reversed() {
      x[column] /= factor[column * columns + column]
      for row in 0..<column { x[row] -= factor[column * columns + row] * x[column] }
    }
    return x
  }

  private static func factor(_ matrix: inout [Double], rows: Int, columns: Int) {
    LinearAlgebra.singleThreaded
    var (m, n) = (LinearAlgebra.dimension(rows), LinearAlgebra.dimension(columns))
    var leading = m
    var scalars = [Double](repeating: 0, count: columns)
    var work = [Double](repeating: 0, count: 64 * columns)
    var workSize = LinearAlgebra.dimension(work.count)
    var info: blasint = 0
    unsafe matrix.withUnsafeMutableBufferPointer {
      unsafe dgeqrf_(&m, &n, $0.baseAddress, &leading, &scalars, &work, &workSize, &info)
    }
  }
}
