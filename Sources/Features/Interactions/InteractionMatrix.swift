package import Engine

/// The customers × products matrix of confidences.
package enum InteractionMatrix {
  /// One row a customer, one column a product; only confidences above zero.
  package static func confidences(
    of histories: [CustomerHistory], productCount: Int
  ) -> SparseMatrix {
    SparseMatrix(
      rows: histories.map { history in
        history.items.filter { $0.confidence > 0 }.map {
          (column: $0.product, value: $0.confidence)
        }
      },
      columnCount: productCount)
  }
}
