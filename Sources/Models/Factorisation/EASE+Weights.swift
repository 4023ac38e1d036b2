import Engine

extension EASE {
  private static let rowsPerChunk = 16

  /// Replaces P by B: Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ, with zeros on the diagonal.
  static func scale(_ matrix: inout Tensor, threads: Int) {
    let size = matrix.rows
    let scales = (0..<size).map { -1 / matrix[$0, $0] }
    matrix.withUnsafeMutableBufferPointer { elements in
      // Each chunk writes its own rows.
      nonisolated(unsafe) let elements = elements
      Parallel.forEachChunk(count: size, chunkSize: rowsPerChunk, threads: threads) { rows in
        for i in rows {
          for j in 0..<size { elements[i * size + j] *= scales[j] }
          elements[i * size + i] = 0
        }
      }
    }
  }

  /// The `count` elements of greatest magnitude of each row, zeros left out.
  static func strongest(_ count: Int, of matrix: Tensor, threads: Int) -> SparseMatrix {
    let size = matrix.rows
    var kept = [[Int32]](repeating: [], count: size)
    kept.withUnsafeMutableBufferPointer { kept in
      // Each chunk writes its own elements.
      nonisolated(unsafe) let kept = kept
      Parallel.forEachChunk(count: size, chunkSize: rowsPerChunk, threads: threads) { rows in
        for row in rows {
          let magnitudes = matrix.row(row).map { $0 == 0 ? -.infinity : $0.magnitude }
          kept[row] = Ranking.top(count, of: magnitudes).map { Int32($0.index) }.sorted()
        }
      }
    }
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    columns.reserveCapacity(size * count)
    values.reserveCapacity(size * count)
    for row in 0..<size {
      columns += kept[row]
      for column in kept[row] { values.append(matrix[row, Int(column)]) }
      offsets.append(columns.count)
    }
    guard
      let result = SparseMatrix(
        compressedRows: offsets, columns: columns, values: values, columnCount: size)
    else { preconditionFailure("EASE: rows of \(size) items out of order") }
    return result
  }
}
