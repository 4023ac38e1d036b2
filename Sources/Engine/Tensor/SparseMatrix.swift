/// A matrix of mostly zeros in compressed sparse row form.
///
/// Row `i` holds the entries `rowOffsets[i]..<rowOffsets[i + 1]`, by ascending
/// column, each column at most once.
package struct SparseMatrix: Sendable, Equatable {
  package let rowCount: Int
  package let columnCount: Int
  /// Where each row starts; one more element than rows.
  package let rowOffsets: [Int]
  /// The column of each entry.
  package let columns: [Int32]
  /// The value of each entry.
  package let values: [Float]

  /// Creates a matrix from its rows, adding entries of the same column.
  ///
  /// - Precondition: every column lies in `0..<columnCount`.
  package init(rows: [[(column: Int, value: Float)]], columnCount: Int) {
    var rowIndices: [Int] = []
    var columnIndices: [Int] = []
    var values: [Float] = []
    for (index, row) in rows.enumerated() {
      for entry in row {
        rowIndices.append(index)
        columnIndices.append(entry.column)
        values.append(entry.value)
      }
    }
    self.init(
      rowCount: rows.count, columnCount: columnCount, entryRows: rowIndices,
      entryColumns: columnIndices, entryValues: values)
  }

  /// Creates a matrix from entries in any order, adding those of the same cell
  /// in the order given.
  ///
  /// - Precondition: the three arrays are of equal length, and every entry lies
  ///   inside the matrix.
  /// - Complexity: O(entries + rows + columns), by two counting sorts.
  package init(
    rowCount: Int, columnCount: Int, entryRows: [Int], entryColumns: [Int], entryValues: [Float]
  ) {
    let count = entryValues.count
    precondition(
      entryRows.count == count && entryColumns.count == count,
      "sparse matrix: \(entryRows.count) rows, \(entryColumns.count) columns, \(count) values")
    precondition(
      rowCount >= 0 && columnCount >= 0 && columnCount <= Int(Int32.max),
      "sparse matrix: size [\(rowCount), \(columnCount)]")
    for index in 0..<count {
      precondition(
        entryRows[index] >= 0 && entryRows[index] < rowCount && entryColumns[index] >= 0
          && entryColumns[index] < columnCount,
        "sparse matrix [\(rowCount), \(columnCount)]: entry at "
          + "(\(entryRows[index]), \(entryColumns[index]))")
    }

    let byColumn = stableOrder(of: entryColumns, keys: columnCount, visiting: 0..<count)
    let order = stableOrder(of: entryRows, keys: rowCount, visiting: byColumn)
    var offsets = [0]
    offsets.reserveCapacity(rowCount + 1)
    var columns: [Int32] = []
    columns.reserveCapacity(count)
    var values: [Float] = []
    values.reserveCapacity(count)
    var next = 0
    for row in 0..<rowCount {
      let start = columns.count
      while next < count, entryRows[order[next]] == row {
        let column = Int32(entryColumns[order[next]])
        let value = entryValues[order[next]]
        if columns.count > start, columns[columns.count - 1] == column {
          values[values.count - 1] += value
        } else {
          columns.append(column)
          values.append(value)
        }
        next += 1
      }
      offsets.append(columns.count)
    }
    self.init(
      rowCount: rowCount, columnCount: columnCount, rowOffsets: offsets, columns: columns,
      values: values)
  }

  /// Creates a matrix from its parts; nil if they are no such matrix.
  package init?(
    compressedRows rowOffsets: [Int], columns: [Int32], values: [Float], columnCount: Int
  ) {
    guard rowOffsets.first == 0 && rowOffsets.last == columns.count else { return nil }
    guard columns.count == values.count && columnCount >= 0 else { return nil }
    for (start, end) in zip(rowOffsets, rowOffsets.dropFirst()) {
      guard 0 <= start && start <= end && end <= columns.count else { return nil }
      var previous: Int32 = -1
      for column in columns[start..<end] {
        guard column > previous && Int(column) < columnCount else { return nil }
        previous = column
      }
    }
    self.init(
      rowCount: rowOffsets.count - 1, columnCount: columnCount, rowOffsets: rowOffsets,
      columns: columns, values: values)
  }

  private init(
    rowCount: Int, columnCount: Int, rowOffsets: [Int], columns: [Int32], values: [Float]
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rowOffsets = rowOffsets
    self.columns = columns
    self.values = values
  }

  /// The number of stored entries.
  package var entryCount: Int { values.count }

  /// Where the entries of row `i` lie in `columns` and `values`.
  package func entries(ofRow i: Int) -> Range<Int> { rowOffsets[i]..<rowOffsets[i + 1] }

  /// The matrix with rows and columns exchanged.
  ///
  /// - Complexity: O(entries + rows + columns).
  package func transposed() -> SparseMatrix {
    precondition(rowCount <= Int(Int32.max), "transposed: \(rowCount) rows exceed 32 bits")
    var offsets = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { offsets[Int(column) + 1] += 1 }
    for column in 0..<columnCount { offsets[column + 1] += offsets[column] }
    var cursor = offsets
    var newColumns = [Int32](repeating: 0, count: entryCount)
    var newValues = [Float](repeating: 0, count: entryCount)
    for row in 0..<rowCount {
      for entry in entries(ofRow: row) {
        let column = Int(columns[entry])
        newColumns[cursor[column]] = Int32(row)
        newValues[cursor[column]] = values[entry]
        cursor[column] += 1
      }
    }
    return SparseMatrix(
      rowCount: columnCount, columnCount: rowCount, rowOffsets: offsets, columns: newColumns,
      values: newValues)
  }

  /// The matrix without its empty columns, and the original index of each
  /// column kept.
  ///
  /// Hashed text features leave most columns empty; a model need not spend
  /// memory on them.
  package func droppingEmptyColumns() -> (matrix: SparseMatrix, kept: [Int]) {
    var position = [Int32](repeating: -1, count: columnCount)
    for column in columns { position[Int(column)] = 0 }
    let kept = position.indices.filter { position[$0] == 0 }
    for (index, column) in kept.enumerated() { position[column] = Int32(index) }
    let matrix = SparseMatrix(
      rowCount: rowCount, columnCount: kept.count, rowOffsets: rowOffsets,
      columns: columns.map { position[Int($0)] }, values: values)
    return (matrix, kept)
  }
}

/// The positions visited, stably sorted by key: one pass of a counting sort.
private func stableOrder(
  of keys: [Int], keys keyCount: Int, visiting positions: some Sequence<Int>
) -> [Int] {
  var cursor = [Int](repeating: 0, count: keyCount + 1)
  for key in keys { cursor[key + 1] += 1 }
  for key in 0..<keyCount { cursor[key + 1] += cursor[key] }
  var order = [Int](repeating: 0, count: keys.count)
  for position in positions {
    order[cursor[keys[position]]] = position
    cursor[keys[position]] += 1
  }
  return order
}
