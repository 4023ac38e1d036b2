import Engine

/// One side of a matrix of interactions: its rows, or its columns as rows.
enum ALSInteractions {
  case rows(SparseMatrix)
  case columns(SparseMatrixColumns)

  var rowCount: Int {
    switch self {
    case .rows(let matrix): matrix.rowCount
    case .columns(let columns): columns.columnCount
    }
  }

  /// The number of possible entries in a row.
  var columnCount: Int {
    switch self {
    case .rows(let matrix): matrix.columnCount
    case .columns(let columns): columns.rowCount
    }
  }

  /// The number of entries in a range of rows.
  func entryCount(in rows: Range<Int>) -> Int {
    switch self {
    case .rows(let matrix): matrix.rowOffsets[rows.upperBound] - matrix.rowOffsets[rows.lowerBound]
    case .columns(let columns): columns.entryCount(inColumns: rows)
    }
  }

  /// Calls `body` with the entries of a range of rows, one row after the other:
  /// their columns, their confidences and how many columns may be read.
  func withEntries(
    of rows: Range<Int>, _ body: (UnsafePointer<Int32>, UnsafePointer<Float>, Int) -> Void
  ) {
    let count = entryCount(in: rows)
    switch self {
    case .rows(let matrix):
      matrix.columns.withUnsafeBufferPointer { columns in
        matrix.values.withUnsafeBufferPointer { values in
          guard let columns = columns.baseAddress, let values = values.baseAddress else { return }
          let start = matrix.rowOffsets[rows.lowerBound]
          body(columns + start, values + start, matrix.entryCount - start)
        }
      }
    case .columns(let columns):
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count + 1) { indices in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count + 1) { values in
          guard let indices = indices.baseAddress, let values = values.baseAddress else { return }
          columns.read(columns: rows, rows: indices, values: values)
          body(indices, values, count)
        }
      }
    }
  }
}
