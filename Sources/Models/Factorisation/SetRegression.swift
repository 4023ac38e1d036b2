import Engine

/// The ridge regression of each row's means on the set of columns it rated.
///
/// A row's prediction is n^−½ Σ yⱼ over the n columns of the row; y minimises
/// ‖M − XY‖² + λ‖Y‖².
struct SetRegression: Sendable {
  private let sets: SparseMatrix
  private let transposed: SparseMatrix
  private let width: Int
  private let penalty: Double
  private let threads: Int
  /// Y, [columns, width].
  private var coefficients: [Double]
  /// XY, [rows, width].
  private(set) var predictions: [Double]

  /// Steps of conjugate gradients a fit, each from the coefficients of the last.
  private static let steps = 8
  private static let rowsPerChunk = 64

  init(_ ratings: SparseMatrix, width: Int, penalty: Double, threads: Int) {
    var values = ratings.values
    for row in 0..<ratings.rowCount {
      let entries = ratings.entries(ofRow: row)
      for entry in entries { values[entry] = 1 / Float(entries.count).squareRoot() }
    }
    guard
      let sets = SparseMatrix(
        compressedRows: ratings.rowOffsets, columns: ratings.columns, values: values,
        columnCount: ratings.columnCount)
    else { preconditionFailure("sets of ratings: \(ratings.entryCount) entries") }
    self.sets = sets
    transposed = sets.transposed()
    self.width = width
    self.penalty = penalty
    self.threads = threads
    coefficients = [Double](repeating: 0, count: sets.columnCount * width)
    predictions = [Double](repeating: 0, count: sets.rowCount * width)
  }

  /// Fits the coefficients to means of [rows, width].
  ///
  /// - Source: M. Hestenes & E. Stiefel 1952, "Methods of Conjugate Gradients for Solving
  ///   Linear Systems", a run for each column of the means.
  mutating func fit(to means: [Double]) {
    var residual = product(transposed, zip(means, predictions).map { $0 - $1 })
    for index in residual.indices { residual[index] -= penalty * coefficients[index] }
    var direction = residual
    var norms = products(residual, residual)
    for _ in 0..<Self.steps {
      let image = product(sets, direction)
      var curvature = product(transposed, image)
      for index in curvature.indices { curvature[index] += penalty * direction[index] }
      let curvatures = products(direction, curvature)
      let lengths = zip(norms, curvatures).map { $1 > 0 ? $0 / $1 : 0 }
      for index in coefficients.indices {
        coefficients[index] += lengths[index % width] * direction[index]
        residual[index] -= lengths[index % width] * curvature[index]
      }
      for index in predictions.indices {
        predictions[index] += lengths[index % width] * image[index]
      }
      let next = products(residual, residual)
      let ratios = zip(next, norms).map { $1 > 0 ? $0 / $1 : 0 }
      for index in direction.indices {
        direction[index] = residual[index] + ratios[index % width] * direction[index]
      }
      norms = next
    }
  }

  /// The products of two matrices' columns, one for each column.
  private func products(_ a: [Double], _ b: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: width)
    for index in a.indices { result[index % width] += a[index] * b[index] }
    return result
  }

  /// A sparse matrix times one of [columns, width].
  private func product(_ matrix: SparseMatrix, _ dense: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: matrix.rowCount * width)
    let width = width
    result.withUnsafeMutableBufferPointer { result in
      dense.withUnsafeBufferPointer { dense in
        // Each chunk writes its own rows; the rest is read.
        nonisolated(unsafe) let result = result
        nonisolated(unsafe) let dense = dense
        Parallel.forEachChunk(
          count: matrix.rowCount, chunkSize: Self.rowsPerChunk, threads: threads
        ) { rows in
          for row in rows {
            for entry in matrix.entries(ofRow: row) {
              let start = Int(matrix.columns[entry]) * width
              let value = Double(matrix.values[entry])
              for index in 0..<width { result[row * width + index] += value * dense[start + index] }
            }
          }
        }
      }
    }
    return result
  }
}
