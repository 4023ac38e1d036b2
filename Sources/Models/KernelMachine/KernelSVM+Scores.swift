package import Engine

extension KernelSVM {
  private static let blockRows = 256

  /// The signed score of each row: above 0 for label 1, ±1 at the margin.
  ///
  /// - Precondition: `features` has the columns of the support vectors.
  package func scores(_ features: Tensor) -> [Double] {
    precondition(
      features.columns == supportVectors.columns,
      "kernel SVM: features \(features.shape), support vectors \(supportVectors.shape)")
    let center =
      kernel.isShiftInvariant
      ? Self.center(of: supportVectors) : [Float](repeating: 0, count: features.columns)
    let vectors = Self.moved(supportVectors, by: center)
    let squares = KernelRows.squares(vectors)
    var result: [Double] = []
    result.reserveCapacity(features.rows)
    for start in stride(from: 0, to: features.rows, by: Self.blockRows) {
      let rows = start..<min(start + Self.blockRows, features.rows)
      let block = Self.moved(
        Tensor(rows: rows.map { features.row($0) }, columns: features.columns), by: center)
      var products = LinearAlgebra.product(
        block, transposed: false, vectors, transposed: true
      ).values
      let ownSquares = KernelRows.squares(block)
      products.withUnsafeMutableBufferPointer { products in
        for row in 0..<rows.count {
          guard let place = products.baseAddress.map({ $0 + row * coefficients.count }) else {
            break
          }
          kernel.apply(place, squares, square: ownSquares[row], coefficients.count)
        }
        for row in 0..<rows.count {
          var sum = intercept
          for i in coefficients.indices {
            sum += coefficients[i] * Double(products[row * coefficients.count + i])
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// The mean of each column: distances between rows near zero are least rounded.
  static func center(of features: Tensor) -> [Float] {
    var sums = [Double](repeating: 0, count: features.columns)
    for row in 0..<features.rows {
      for (column, value) in features.row(row).enumerated() { sums[column] += Double(value) }
    }
    return sums.map { Float($0 / Double(max(features.rows, 1))) }
  }

  static func moved(_ features: Tensor, by center: [Float]) -> Tensor {
    var values = features.values
    for row in 0..<features.rows {
      for column in center.indices { values[row * center.count + column] -= center[column] }
    }
    return Tensor(shape: features.shape, values: values)
  }
}
