import Engine

extension AdditiveModel {
  /// The log-odds of label 1 for each row.
  ///
  /// - Parameters:
  ///   - columns: raw values; levels and numbers that were not there in training
  ///     count as rare and as the nearest that was.
  ///   - threads: does not change the result.
  /// - Returns: one score a row.
  /// - Precondition: `columns` are those of the fit in the same order and kinds.
  package func logOdds(
    _ columns: [AdditiveColumn], threads: Int = Parallel.coreCount
  ) -> [Double] {
    AdditiveScorer(self, terms, columns).scores(intercept: intercept, threads: threads)
  }

  /// The part of each term in the score of each row: [rows, terms], in log-odds.
  ///
  /// A row's contributions and the intercept sum to its log-odds.
  ///
  /// - Precondition: `columns` are those of the fit in the same order and kinds.
  package func contributions(_ columns: [AdditiveColumn]) -> [[Double]] {
    let scorer = AdditiveScorer(self, terms, columns)
    let parts = terms.indices.map(scorer.contributions(of:))
    return (0..<rowCount(columns)).map { row in parts.map { $0[row] } }
  }

  /// Checks the columns against those of the fit, and returns their length.
  func rowCount(_ columns: [AdditiveColumn]) -> Int {
    precondition(
      columns.count == self.columns.count,
      "\(Self.name): \(columns.count) columns, fitted on \(self.columns.count)")
    let rows = columns.first?.count ?? 0
    for (column, own) in zip(columns, self.columns) {
      precondition(
        column.count == rows, "\(Self.name): \(column.name) has \(column.count) of \(rows) rows")
      let isNumeric = if case .numbers = column.values { true } else { false }
      precondition(
        isNumeric == (own.mean != nil), "\(Self.name): the kind of \(own.name) has changed")
    }
    return rows
  }
}
