import Testing

@testable import Engine

@Suite struct SparseMatrixTests {
  private func dense(_ matrix: SparseMatrix) -> [[Float]] {
    (0..<matrix.rowCount).map { row in
      var values = [Float](repeating: 0, count: matrix.columnCount)
      for entry in matrix.entries(ofRow: row) {
        values[Int(matrix.columns[entry])] = matrix.values[entry]
      }
      return values
    }
  }

  @Test func `entries in any order are sorted and those of one cell added`() {
    let matrix = SparseMatrix(
      rowCount: 3, columnCount: 4, entryRows: [2, 0, 2, 0, 2], entryColumns: [3, 1, 0, 1, 3],
      entryValues: [1, 2, 3, 4, 5])
    #expect(matrix.rowOffsets == [0, 1, 1, 3])
    #expect(matrix.columns == [1, 0, 3])
    #expect(matrix.values == [6, 3, 6])
    let rows: [[(column: Int, value: Float)]] = [[(1, 2), (1, 4)], [], [(3, 6), (0, 3)]]
    #expect(SparseMatrix(rows: rows, columnCount: 4) == matrix)
  }

  @Test(arguments: UInt64(0)..<30)
  func `transposing exchanges rows and columns, twice gives the same`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (rows, columns) = (generator.index(below: 12) + 1, generator.index(below: 12) + 1)
    let count = generator.index(below: 60)
    let matrix = SparseMatrix(
      rowCount: rows, columnCount: columns,
      entryRows: (0..<count).map { _ in generator.index(below: rows) },
      entryColumns: (0..<count).map { _ in generator.index(below: columns) },
      entryValues: (0..<count).map { _ in Float(generator.uniform()) })
    let transposed = matrix.transposed()
    let (ours, theirs) = (dense(matrix), dense(transposed))
    for row in 0..<rows {
      for column in 0..<columns { #expect(ours[row][column] == theirs[column][row]) }
    }
    #expect(transposed.transposed() == matrix)
  }

  @Test func `empty columns are dropped and named`() {
    let matrix = SparseMatrix(rows: [[(6, 1), (2, 2)], [(2, 3)]], columnCount: 9)
    let (compact, kept) = matrix.droppingEmptyColumns()
    #expect(kept == [2, 6])
    #expect(dense(compact) == [[2, 1], [3, 0]])
  }

  @Test func `a matrix may be empty`() {
    let matrix = SparseMatrix(rows: [], columnCount: 0)
    #expect(matrix.entryCount == 0 && matrix.rowOffsets == [0])
    #expect(matrix.transposed() == matrix)
    #expect(SparseMatrix(rows: [[], []], columnCount: 3).transposed().rowCount == 3)
  }

  @Test func `an entry outside stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = SparseMatrix(rows: [[(column: 3, value: 1)]], columnCount: 3)
    }
    await #expect(processExitsWith: .failure) {
      _ = SparseMatrix(rows: [[(column: -1, value: 1)]], columnCount: 3)
    }
  }

  @Test(arguments: [1, 2, 4])
  func `the Gram matrix of a sparse matrix is that of the dense one`(threads: Int) {
    var generator = SplitMix64(seed: 11)
    let count = 900
    let sparse = SparseMatrix(
      rowCount: 70, columnCount: 83,
      entryRows: (0..<count).map { _ in generator.index(below: 70) },
      entryColumns: (0..<count).map { _ in generator.index(below: 80) },
      entryValues: (0..<count).map { _ in Float(generator.normal()) })
    var dense = Tensor(zeros: [70, 83])
    for row in 0..<70 {
      for entry in sparse.entries(ofRow: row) {
        dense[row, Int(sparse.columns[entry])] = sparse.values[entry]
      }
    }
    let gram = sparse.gram(threads: threads)
    #expect(gram == sparse.gram(threads: 1))
    #expect(
      zip(gram.values, LinearAlgebra.gram(dense).values).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(SparseMatrix(rows: [], columnCount: 0).gram().count == 0)
  }

  @Test func `parts that are no matrix are refused`() {
    func matrix(_ offsets: [Int], _ columns: [Int32], _ size: Int = 3) -> SparseMatrix? {
      SparseMatrix(
        compressedRows: offsets, columns: columns,
        values: [Float](repeating: 1, count: columns.count), columnCount: size)
    }
    #expect(
      matrix([0, 2, 2, 3], [0, 2, 1])
        == SparseMatrix(rows: [[(0, 1), (2, 1)], [], [(1, 1)]], columnCount: 3))
    #expect(matrix([], []) == nil)
    #expect(matrix([1, 1], [0]) == nil)
    #expect(matrix([0, 3, 1], [0]) == nil)
    #expect(matrix([0, 2], [0]) == nil)
    #expect(matrix([0, 2], [1, 0]) == nil)
    #expect(matrix([0, 2], [1, 1]) == nil)
    #expect(matrix([0, 1], [3]) == nil)
    #expect(matrix([0, 1], [-1]) == nil)
  }
}
