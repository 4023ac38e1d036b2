import Engine

/// The line of the least weighted squared error, its slopes held small.
struct WeightedRidge {
  let weights: [Double]
  let intercept: Double
  /// The share of the weighted variance that is explained; NaN where there is none.
  let rSquared: Double

  /// Fits the line; the intercept is not penalised.
  ///
  /// - Parameters:
  ///   - columns: values, one a row.
  ///   - targets: what to fit.
  ///   - rowWeights: above 0.
  ///   - penalty: above 0, which keeps columns that are alike apart.
  init(_ columns: [[Double]], _ targets: [Double], weights rowWeights: [Double], penalty: Double) {
    let total = rowWeights.reduce(0, +)
    func mean(_ values: [Double]) -> Double {
      zip(values, rowWeights).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    let size = columns.count
    let means = columns.map(mean)
    let level = mean(targets)
    let centred = zip(columns, means).map { column, mean in column.map { $0 - mean } }
    let distances = targets.map { $0 - level }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      var sum = 0.0
      for row in a.indices { sum += a[row] * b[row] * rowWeights[row] }
      return sum
    }
    var matrix = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in i..<size { matrix[i * size + j] = product(centred[i], centred[j]) }
      matrix[i * size + i] += penalty
    }
    let right = centred.map { product($0, distances) }
    // A Gram matrix plus a penalty is positive definite.
    let solution = (try? Cholesky(matrix, size: size))?.solve(right)
    let weights = solution ?? [Double](repeating: 0, count: size)
    self.weights = weights
    intercept = level - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    var residuals = distances
    for (column, weight) in zip(centred, weights) {
      for row in residuals.indices { residuals[row] -= weight * column[row] }
    }
    let variance = product(distances, distances)
    rSquared = variance > 0 ? 1 - product(residuals, residuals) / variance : .nan
  }
}
