import Engine
import Features

extension SparseMatrix {
  /// The rows of texts as one matrix.
  ///
  /// - Precondition: every column lies in `0..<columnCount`.
  init(_ rows: [TextVector], columnCount: Int) {
    var offsets = [0]
    offsets.reserveCapacity(rows.count + 1)
    for row in rows { offsets.append(offsets[offsets.count - 1] + row.count) }
    var columns: [Int32] = []
    columns.reserveCapacity(offsets[rows.count])
    var values: [Float] = []
    values.reserveCapacity(offsets[rows.count])
    for row in rows {
      columns += row.columns
      values += row.values
    }
    guard
      let matrix = SparseMatrix(
        compressedRows: offsets, columns: columns, values: values, columnCount: columnCount)
    else { preconditionFailure("texts: a column outside 0..<\(columnCount), or out of order") }
    self = matrix
  }
}
