extension SparseMatrix {
  private static let rowsPerChunk = 16

  /// The Gram matrix AᵀA: [columns, columns], both triangles.
  ///
  /// Each element is summed in Double over the rows in ascending order, so the
  /// number of threads does not change a bit.
  ///
  /// - Complexity: O(Σ entries² / 2) over the rows, and O(columns²) memory.
  package func gram(threads: Int = Parallel.coreCount) -> Tensor {
    let size = columnCount
    let byColumn = transposed()
    var result = Tensor(zeros: [size, size])
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe columns.withUnsafeBufferPointer { columns in
        unsafe values.withUnsafeBufferPointer { values in
          // Each chunk writes its own rows of the result; the rest is read.
          nonisolated(unsafe) let result = unsafe result
          nonisolated(unsafe) let columns = unsafe columns
          nonisolated(unsafe) let values = unsafe values
          Parallel.forEachChunk(count: size, chunkSize: Self.rowsPerChunk, threads: threads) {
            chunk in
            var sums = [Double](repeating: 0, count: size)
            unsafe sums.withUnsafeMutableBufferPointer { sums in
              for item in chunk {
                unsafe sums.update(repeating: 0)
                for entry in byColumn.entries(ofRow: item) {
                  let row = Int(byColumn.columns[entry])
                  let value = Double(byColumn.values[entry])
                  // Columns ascend: from the end down to the diagonal.
                  let first = rowOffsets[row]
                  var other = rowOffsets[row + 1] - 1
                  while unsafe other >= first && Int(columns[other]) >= item {
                    unsafe sums[Int(columns[other])] += value * Double(values[other])
                    other -= 1
                  }
                }
                for other in item..<size {
                  unsafe result[item * size + other] = Float(sums[other])
                }
              }
            }
          }
        }
      }
    }
    result.copyUpperTriangle(threads: threads)
    return result
  }
}

extension Tensor {
  /// Makes a square matrix symmetric by its upper triangle.
  mutating func copyUpperTriangle(threads: Int) {
    let size = rows
    // Tiles keep both the rows read and the rows written in the cache.
    let tile = 64
    unsafe withUnsafeMutableBufferPointer { elements in
      nonisolated(unsafe) let elements = unsafe elements
      Parallel.forEachChunk(count: size, chunkSize: tile, threads: threads) { chunk in
        for start in stride(from: 0, to: chunk.upperBound, by: tile) {
          for i in chunk {
            for j in start..<min(start + tile, i) where j < i {
              unsafe elements[i * size + j] = unsafe elements[j * size + i]
            }
          }
        }
      }
    }
  }
}
