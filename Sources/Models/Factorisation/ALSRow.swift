import Engine

/// The entries of a row in a sweep, and the row's penalty.
struct ALSRow {
  let columns: UnsafePointer<Int32>
  let confidences: UnsafePointer<Float>
  let count: Int
  /// How many columns may be read, those of the rows that follow included.
  let known: Int
  let penalty: Float

  func equations(penalty: Float) -> ALSEquations.Row {
    ALSEquations.Row(
      columns: columns, confidences: confidences, count: count, known: known, penalty: penalty)
  }
}
