import Engine

extension SparseMatrix {
  /// The first entry, by rows, whose value a predicate holds for; nil if there is
  /// none.
  func firstEntry(
    where predicate: (Float) -> Bool
  ) -> (row: Int, column: Int, value: Float)? {
    guard let entry = values.firstIndex(where: predicate) else { return nil }
    let row = (rowOffsets.firstIndex { $0 > entry } ?? 1) - 1
    return (row, Int(columns[entry]), values[entry])
  }
}
