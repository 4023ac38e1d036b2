extension AdditiveModel {
  /// The exact Shapley value of each column for each row: [rows, columns], in log-odds.
  ///
  /// A coalition's value is the mean score of the training rows after their
  /// values in the coalition's columns are replaced by the row's. A column has its
  /// curve, and of each grid f over it and another column
  /// ½[(f₁ − 0) + (f − f₂)], where f₁ and f₂ are means over the training
  /// marginal of the other column and 0 is the grid's mean. A row's values and
  /// the intercept sum to its log-odds.
  ///
  /// - Source: S. M. Lundberg & S.-I. Lee 2017, "A Unified Approach to
  ///   Interpreting Model Predictions", NIPS, equation 4, on the training rows.
  /// - Precondition: `columns` are those of the fit in the same order and kinds.
  package func shapley(_ columns: [AdditiveColumn]) -> [[Double]] {
    let parts = contributions(columns)
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: columns.count), count: parts.count)
    for (index, term) in terms.enumerated() {
      let first = term.columns[0]
      guard term.columns.count == 2 else {
        for row in parts.indices { result[row][first] += parts[row][index] }
        continue
      }
      let second = term.columns[1]
      let (means, otherMeans) = gridMeans(of: term)
      let entries = self.columns[first].gridScale.entries(columns[first].values)
      let others = self.columns[second].gridScale.entries(columns[second].values)
      for row in parts.indices {
        let difference = (means[Int(entries[row])] - otherMeans[Int(others[row])]) / 2
        result[row][first] += parts[row][index] / 2 + difference
        result[row][second] += parts[row][index] / 2 - difference
      }
    }
    return result
  }

  /// The exact Shapley value of each column for one row.
  ///
  /// - Precondition: `columns` are those of the fit, and `row` is one of theirs.
  package func shapley(_ columns: [AdditiveColumn], row: Int) -> [Double] {
    shapley(columns.map { $0.row(row) })[0]
  }

  /// For each entry of a grid's first column its mean over the training marginal
  /// of the second, and the other way round.
  private func gridMeans(of term: Term) -> (first: [Double], second: [Double]) {
    let rowShares = columns[term.columns[0]].gridShares
    let columnShares = columns[term.columns[1]].gridShares
    var first = [Double](repeating: 0, count: rowShares.count)
    var second = [Double](repeating: 0, count: columnShares.count)
    for row in rowShares.indices {
      for column in columnShares.indices {
        let value = term.values[row * columnShares.count + column]
        first[row] += columnShares[column] * value
        second[column] += rowShares[row] * value
      }
    }
    return (first, second)
  }
}

extension AdditiveColumn {
  /// The column of one row's value.
  func row(_ index: Int) -> AdditiveColumn {
    switch values {
    case .numbers(let numbers):
      AdditiveColumn(
        name: name, values: .numbers([numbers[index]]), extrapolates: extrapolates)
    case .categories(let codes, let levelCount):
      AdditiveColumn(name: name, values: .categories([codes[index]], levelCount: levelCount))
    }
  }
}
