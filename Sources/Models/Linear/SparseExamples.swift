import Engine

/// What fits on labelled sparse rows ask of them.
enum SparseExamples {
  /// Checks sizes, labels and numbers.
  ///
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `oneClass`, `notFinite`,
  ///   named with the model.
  static func check(
    _ features: SparseMatrix, _ labels: [Int], _ classCount: Int, model: String
  ) throws(ModelError) {
    guard features.rowCount > 0 else {
      throw ModelError(.noData, "\(model): no rows to learn from")
    }
    guard labels.count == features.rowCount else {
      throw ModelError(
        .shapeMismatch, "\(model): \(features.rowCount) rows but \(labels.count) labels")
    }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
      throw ModelError(
        .outOfRange,
        "\(model): the label of row \(row) is \(labels[row]), outside 0..<\(classCount)")
    }
    guard labels.contains(where: { $0 != labels[0] }) else {
      throw ModelError(.oneClass, "\(model): all rows have one label; add examples of another")
    }
    if let entry = features.firstEntry(where: { !$0.isFinite }) {
      throw ModelError(
        .notFinite,
        "\(model): the feature in row \(entry.row), column \(entry.column) is \(entry.value)")
    }
  }
}
