package import Engine

/// Least squares with a penalty on the weights: ridge regression.
package struct LinearRegression: Sendable, Equatable {
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ‖w‖² against the summed squares; scikit-learn's `alpha`.
    package var l2: Double

    package init(l2: Double = 1) { self.l2 = l2 }
  }

  package let weights: [Double]
  package let intercept: Double

  /// Creates a fitted model from its parameters.
  package init(weights: [Double], intercept: Double) {
    self.weights = weights
    self.intercept = intercept
  }

  /// Fits the model that minimises Σ sampleWeight·(w·x + b − y)² + l2·‖w‖².
  ///
  /// The intercept is not penalised. Columns are centred first, which keeps the
  /// normal equations well conditioned.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - targets: the value of each row.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: the penalty.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `notFinite`, and `singular` for
  ///   dependent columns without a penalty.
  package static func fit(
    _ features: Tensor, targets: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration()
  ) throws(ModelError) -> LinearRegression {
    let examples = try DenseExamples(
      features, targets, sampleWeights, l2: configuration.l2, model: "linear regression")
    let size = examples.featureCount
    var means = [Double](repeating: 0, count: size)
    var targetMean = 0.0
    examples.forEachRow { row, features in
      let share = examples.weights[row] / examples.totalWeight
      for index in 0..<size { means[index] += share * Double(features[index]) }
      targetMean += share * Double(targets[row])
    }

    // The Gram matrix of [X y], centred: its last column holds Xᵀy.
    let columns = size + 1
    var gram = [Double](repeating: 0, count: columns * columns)
    var block: [Double] = []
    examples.forEachRow { row, features in
      let scale = examples.weights[row].squareRoot()
      for index in 0..<size { block.append(scale * (Double(features[index]) - means[index])) }
      block.append(scale * (Double(targets[row]) - targetMean))
      if block.count >= 256 * columns {
        LinearAlgebra.addGram(of: block, columns: columns, to: &gram)
        block.removeAll(keepingCapacity: true)
      }
    }
    LinearAlgebra.addGram(of: block, columns: columns, to: &gram)
    var normal = [Double](repeating: 0, count: size * size)
    // What centring leaves of a constant column is rounding, not signal.
    let isConstant = (0..<size).map {
      gram[$0 * columns + $0] <= 1e-20 * examples.totalWeight * means[$0] * means[$0]
    }
    for i in 0..<size {
      for j in i..<size where !isConstant[i] && !isConstant[j] {
        normal[i * size + j] = gram[i * columns + j]
      }
      normal[i * size + i] += configuration.l2
    }
    let rightHandSide = (0..<size).map { isConstant[$0] ? 0 : gram[$0 * columns + size] }

    let weights: [Double]
    do {
      weights = try Cholesky(normal, size: size).solve(rightHandSide)
    } catch {
      throw ModelError(.singular, "linear regression: \(error)")
    }
    guard weights.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "linear regression: the solution overflows; scale the features")
    }
    var intercept = targetMean
    for index in weights.indices { intercept -= weights[index] * means[index] }
    return LinearRegression(weights: weights, intercept: intercept)
  }

  /// The predicted value of each row.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func predict(_ features: Tensor) -> [Double] {
    precondition(
      features.columns == weights.count,
      "predict: features \(features.shape), \(weights.count) weights")
    return (0..<features.rows).map { predict(features.row($0)) }
  }

  /// The predicted value of one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func predict(_ row: [Float]) -> Double {
    precondition(
      row.count == weights.count, "predict: \(row.count) features, \(weights.count) weights")
    var sum = intercept
    for index in weights.indices { sum += weights[index] * Double(row[index]) }
    return sum
  }
}
