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

  /// Checks that item weights can be learned from interactions of [users, items].
  ///
  /// - Throws: `noData`, `oneItem`, `notFinite`, named with the model.
  func checkInteractions(of model: String) throws(ModelError) {
    guard entryCount > 0 else {
      throw ModelError(.noData, "\(model): no interactions to learn from")
    }
    guard columnCount > 1 else {
      throw ModelError(.oneItem, "\(model): one item only; there is nothing to relate it to")
    }
    if let entry = firstEntry(where: { !$0.isFinite }) {
      throw ModelError(
        .notFinite,
        "\(model): the interaction in row \(entry.row), column \(entry.column) is "
          + "\(entry.value)")
    }
  }
}
