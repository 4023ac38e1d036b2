/// Sums by column of one row of weights, most of them 0.
struct RowSums {
  /// By column.
  private var values: [Double]
  /// By column: whether something was added.
  private var isTouched: [Bool]
  /// The columns to which something was added, in that order.
  private(set) var touched: [Int32] = []

  init(_ columnCount: Int) {
    values = [Double](repeating: 0, count: columnCount)
    isTouched = [Bool](repeating: false, count: columnCount)
  }

  subscript(column: Int32) -> Double { values[Int(column)] }

  mutating func add(_ value: Double, to column: Int32) {
    let column = Int(column)
    if !isTouched[column] {
      isTouched[column] = true
      touched.append(Int32(truncatingIfNeeded: column))
    }
    values[column] += value
  }

  /// Adds to the columns of a run of entries the terms that `term` gives by entry.
  ///
  /// The memory is opened once for the run and not for each entry.
  @inline(__always)
  mutating func add(
    _ entries: Range<Int>, columns: UnsafePointer<Int32>, term: (_ entry: Int) -> Double
  ) {
    values.withUnsafeMutableBufferPointer { values in
      isTouched.withUnsafeMutableBufferPointer { isTouched in
        for entry in entries {
          let column = Int(columns[entry])
          if !isTouched[column] {
            isTouched[column] = true
            touched.append(columns[entry])
          }
          values[column] += term(entry)
        }
      }
    }
  }

  /// Makes all sums 0.
  mutating func reset() {
    for column in touched {
      values[Int(column)] = 0
      isTouched[Int(column)] = false
    }
    touched.removeAll(keepingCapacity: true)
  }
}
