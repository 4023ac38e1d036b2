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
}
