package import Engine

/// One vector a product, whose cosine says how alike two products are.
package struct ItemVectors: Sendable {
  /// [products, dimensions].
  private let vectors: Tensor
  private let columns: Int
  /// 1/‖v‖ of each row; 0 for a row of zeros, which is like nothing.
  private let inverseNorms: [Float]

  /// - Complexity: O(products · dimensions).
  package init(_ vectors: Tensor) {
    self.vectors = vectors
    let columns = vectors.columns
    self.columns = columns
    inverseNorms = vectors.withUnsafeBufferPointer { values in
      (0..<vectors.rows).map { row in
        guard let start = values.baseAddress.map({ $0 + row * columns }) else { return 0 }
        let square = Kernels.dot(start, start, columns)
        return square > 0 && square.isFinite ? 1 / square.squareRoot() : 0
      }
    }
  }

  /// The number of rows.
  package var count: Int { inverseNorms.count }

  /// The cosine of two rows, −1…1.
  ///
  /// - Complexity: O(dimensions).
  package func similarity(_ a: Int, _ b: Int) -> Float {
    vectors.withUnsafeBufferPointer { values in
      precondition(
        a >= 0 && a < inverseNorms.count && b >= 0 && b < inverseNorms.count,
        "similarity: rows \(a) and \(b) of \(inverseNorms.count)")
      guard let start = values.baseAddress else { return 0 }
      return Kernels.dot(start + a * columns, start + b * columns, columns)
        * inverseNorms[a] * inverseNorms[b]
    }
  }
}
