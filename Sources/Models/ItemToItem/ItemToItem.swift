package import Engine

/// How much each item of a history speaks for each candidate.
///
/// The scores of a history are the weighted sum of its items' rows, so new customers
/// and new events need no training, and every score is a sum of terms that name
/// their item.
///
/// ``EASE``, ``ItemCosine``, ``BoughtTogether``, ``SequentialRules`` and
/// ``SequentialRegression`` learn such weights.
package struct ItemToItem: Sendable, Equatable {
  /// A row for each item of a history, a column for each candidate.
  package enum Weights: Sendable, Equatable {
    /// [items, items].
    case dense(Tensor)
    /// [items, items].
    case sparse(SparseMatrix)
  }

  package let weights: Weights

  /// Creates a model from its weights.
  ///
  /// - Precondition: the weights are square and finite.
  package init(weights: Weights) {
    switch weights {
    case .dense(let matrix):
      precondition(matrix.rows == matrix.columns, "item to item: weights \(matrix.shape)")
      precondition(matrix.isFinite, "item to item: a weight is NaN or infinite")
    case .sparse(let matrix):
      precondition(
        matrix.rowCount == matrix.columnCount,
        "item to item: weights [\(matrix.rowCount), \(matrix.columnCount)]")
      precondition(
        matrix.values.allSatisfy(\.isFinite), "item to item: a weight is NaN or infinite")
    }
    self.weights = weights
  }

  package var itemCount: Int {
    switch weights {
    case .dense(let matrix): matrix.rows
    case .sparse(let matrix): matrix.rowCount
    }
  }
}
