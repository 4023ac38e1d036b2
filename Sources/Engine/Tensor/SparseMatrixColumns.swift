/// The columns of a sparse matrix, in less memory than its transpose.
///
/// Column `j` holds the rows of its entries in ascending order, as the distance
/// from one to the next in 2 bytes each; longer distances take several. Values take
/// nothing if all are equal, 1 byte if they are whole numbers up to 255, 2 bytes if
/// bfloat16 holds all of them exactly, otherwise 4.
package struct SparseMatrixColumns: Sendable {
  /// The rows of the matrix.
  package let rowCount: Int
  /// Where the entries of each column start; one more element than columns.
  private let entryOffsets: [Int]
  /// Where the distances of each column start; one more element than columns.
  private let gapOffsets: [Int]
  private let gaps: [UInt16]
  private let values: Values

  private enum Values {
    case same(Float)
    case bytes([UInt8])
    case short([UInt16])
    case long([Float])
  }

  /// A distance that goes on in the next element.
  private static let unfinished = UInt16.max

  /// Reads the columns of a matrix.
  ///
  /// - Complexity: O(entries + rows + columns).
  package init(_ matrix: SparseMatrix) {
    rowCount = matrix.rowCount
    let columnCount = matrix.columnCount
    var entryOffsets = [Int](repeating: 0, count: columnCount + 1)
    var gapOffsets = [Int](repeating: 0, count: columnCount + 1)
    var previous = [Int](repeating: 0, count: columnCount)
    for row in 0..<matrix.rowCount {
      for entry in matrix.entries(ofRow: row) {
        let column = Int(matrix.columns[entry])
        entryOffsets[column + 1] += 1
        gapOffsets[column + 1] += 1 + (row - previous[column]) / Int(Self.unfinished)
        previous[column] = row
      }
    }
    for column in 0..<columnCount {
      entryOffsets[column + 1] += entryOffsets[column]
      gapOffsets[column + 1] += gapOffsets[column]
    }
    gaps = Self.gaps(of: matrix, gapOffsets)
    if let first = matrix.values.first, matrix.values.allSatisfy({ $0 == first }) {
      values = .same(first)
    } else if matrix.values.allSatisfy({ UInt8(exactly: $0) != nil }) {
      values = .bytes(Self.gathered(of: matrix, entryOffsets, 0) { UInt8($0) })
    } else if matrix.values.allSatisfy({ $0.bitPattern & 0xffff == 0 }) {
      values = .short(
        Self.gathered(of: matrix, entryOffsets, 0) {
          UInt16(truncatingIfNeeded: $0.bitPattern >> 16)
        })
    } else {
      values = .long(Self.gathered(of: matrix, entryOffsets, 0, \.self))
    }
    self.entryOffsets = entryOffsets
    self.gapOffsets = gapOffsets
  }

  private static func gaps(of matrix: SparseMatrix, _ offsets: [Int]) -> [UInt16] {
    var gaps = [UInt16](repeating: unfinished, count: offsets[matrix.columnCount])
    var cursor = offsets
    var previous = [Int](repeating: 0, count: matrix.columnCount)
    for row in 0..<matrix.rowCount {
      for entry in matrix.entries(ofRow: row) {
        let column = Int(matrix.columns[entry])
        let (whole, rest) = (row - previous[column]).quotientAndRemainder(
          dividingBy: Int(unfinished))
        cursor[column] += whole
        gaps[cursor[column]] = UInt16(rest)
        cursor[column] += 1
        previous[column] = row
      }
    }
    return gaps
  }

  private static func gathered<Value>(
    of matrix: SparseMatrix, _ offsets: [Int], _ filling: Value, _ convert: (Float) -> Value
  ) -> [Value] {
    var result = [Value](repeating: filling, count: matrix.entryCount)
    var cursor = offsets
    for entry in 0..<matrix.entryCount {
      let column = Int(matrix.columns[entry])
      result[cursor[column]] = convert(matrix.values[entry])
      cursor[column] += 1
    }
    return result
  }

  /// The columns of the matrix.
  package var columnCount: Int { entryOffsets.count - 1 }

  /// The number of entries in columns `first..<last`.
  package func entryCount(inColumns columns: Range<Int>) -> Int {
    entryOffsets[columns.upperBound] - entryOffsets[columns.lowerBound]
  }

  /// Writes the rows and values of the entries in a range of columns, one column
  /// after the other.
  ///
  /// - Precondition: both addresses have room for `entryCount(inColumns:)` elements.
  package func read(
    columns range: Range<Int>, rows: UnsafeMutablePointer<Int32>,
    values: UnsafeMutablePointer<Float>
  ) {
    unsafe gaps.withUnsafeBufferPointer { gaps in
      var next = 0
      for column in range {
        var row: Int32 = 0
        for position in gapOffsets[column]..<gapOffsets[column + 1] {
          let gap = unsafe gaps[position]
          row &+= Int32(gap)
          if gap != Self.unfinished {
            unsafe rows[next] = row
            next += 1
          }
        }
      }
    }
    let entries = entryOffsets[range.lowerBound]..<entryOffsets[range.upperBound]
    switch self.values {
    case .same(let value):
      for index in 0..<entries.count { unsafe values[index] = value }
    case .bytes(let stored):
      unsafe stored.withUnsafeBufferPointer { stored in
        for (index, entry) in entries.enumerated() { unsafe values[index] = Float(stored[entry]) }
      }
    case .short(let stored):
      unsafe stored.withUnsafeBufferPointer { stored in
        for (index, entry) in entries.enumerated() {
          unsafe values[index] = Float(bitPattern: UInt32(stored[entry]) << 16)
        }
      }
    case .long(let stored):
      unsafe stored.withUnsafeBufferPointer { stored in
        for (index, entry) in entries.enumerated() { unsafe values[index] = stored[entry] }
      }
    }
  }
}
