import Testing

@testable import Engine

@Suite struct SparseMatrixColumnsTests {
  /// The rows and values of columns `range`, as `read` writes them.
  private func read(
    _ columns: SparseMatrixColumns, _ range: Range<Int>
  ) -> (rows: [Int32], values: [Float]) {
    let count = columns.entryCount(inColumns: range)
    var (rows, values) = ([Int32](repeating: -1, count: count), [Float](repeating: 0, count: count))
    columns.read(columns: range, rows: &rows, values: &values)
    return (rows, values)
  }

  @Test(arguments: UInt64(0)..<40)
  func `columns are the rows of the transpose`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    // Half of them with gaps of more than 2 bytes; values of 0, 1, 2 and 4 bytes.
    let isLarge = seed % 2 == 1
    let rowCount = generator.index(below: isLarge ? 400_000 : 12) + 1
    let (columnCount, count) = (generator.index(below: 12) + 1, generator.index(below: 60))
    let matrix = SparseMatrix(
      rowCount: rowCount, columnCount: columnCount,
      entryRows: (0..<count).map { _ in generator.index(below: rowCount) },
      entryColumns: (0..<count).map { _ in generator.index(below: columnCount) },
      entryValues: (0..<count).map { _ in
        switch seed / 2 % 4 {
        case 0: Float(1 + generator.index(below: 9))
        case 1: 0.5 * Float(1 + generator.index(below: 9))
        case 2: 2.5
        default: Float(generator.uniform())
        }
      })
    let (columns, transposed) = (SparseMatrixColumns(matrix), matrix.transposed())
    #expect(columns.rowCount == rowCount && columns.columnCount == columnCount)
    for first in 0..<columnCount {
      let last = generator.index(below: columnCount - first) + first
      let (rows, values) = read(columns, first..<last + 1)
      let entries = transposed.rowOffsets[first]..<transposed.rowOffsets[last + 1]
      #expect(rows == Array(transposed.columns[entries]))
      #expect(values == Array(transposed.values[entries]))
    }
  }

  @Test func `distances around the largest that 2 bytes hold are kept`() {
    for distance in [65_534, 65_535, 65_536, 131_069, 131_070, 131_071] {
      let rows = [0, distance, 2 * distance]
      let matrix = SparseMatrix(
        rowCount: 2 * distance + 1, columnCount: 2, entryRows: rows, entryColumns: [1, 1, 1],
        entryValues: [1, 2.5, 0.1])
      let (read, values) = read(SparseMatrixColumns(matrix), 0..<2)
      #expect(read == rows.map(Int32.init))
      #expect(values == [1, 2.5, 0.1])
    }
  }

  @Test func `a matrix may be empty`() {
    let columns = SparseMatrixColumns(SparseMatrix(rows: [[], []], columnCount: 3))
    #expect(columns.columnCount == 3 && columns.entryCount(inColumns: 0..<3) == 0)
    #expect(SparseMatrixColumns(SparseMatrix(rows: [], columnCount: 0)).columnCount == 0)
  }
}
