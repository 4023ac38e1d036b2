package import Engine

/// Least squares with a penalty on the weights: ridge regression.
package struct LinearRegression: LinearModel, Sendable, Equatable {
  static let name = "linear regression"

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ‖w‖² against the summed squares; scikit-learn's `alpha`.
    package var l2: Double

    package init(l2: Double = 1) { self.l2 = l2 }
  }

  package let weights: [Double]
  package let intercept: Double
  /// What the fit met; empty for a model made from its parameters.
  package let warnings: [FitWarning]

  /// Creates a fitted model from its parameters.
  package init(weights: [Double], intercept: Double, warnings: [FitWarning] = []) {
    self.weights = weights
    self.intercept = intercept
    self.warnings = warnings
  }

  /// Fits the model that minimises Σ sampleWeight·(w·x + b − y)² + l2·‖w‖².
  ///
  /// The intercept is not penalised. Columns are centred first. With a penalty
  /// the normal equations are solved by Cholesky; without, columns may be nearly
  /// dependent, and a QR factorisation keeps the digits that squaring would lose.
  /// A constant column gets a weight of zero and a warning.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - targets: the value of each row.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: the penalty.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `notFinite`, and `singular` for
  ///   dependent columns, or fewer rows than columns, without a penalty.
  package static func fit(
    _ features: Tensor, targets: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration()
  ) throws(ModelError) -> LinearRegression {
    let examples = try DenseExamples(features, targets, sampleWeights, model: name)
    try examples.checkFeatures(name)
    try FitSettings.check(penalty: configuration.l2, "l2", model: name)
    let constant = examples.constantColumns()
    let centred = CentredRows(examples, leavingOut: constant)
    let solution =
      if configuration.l2 > 0 {
        try solveByCholesky(centred, l2: configuration.l2)
      } else {
        try solveByQR(centred)
      }
    guard solution.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "\(name): the solution overflows; scale the features")
    }
    var weights = [Double](repeating: 0, count: examples.featureCount)
    var intercept = centred.targetMean
    for (index, column) in centred.columns.enumerated() {
      weights[column] = solution[index]
      intercept -= solution[index] * centred.means[column]
    }
    return LinearRegression(
      weights: weights, intercept: intercept, warnings: constant.map(FitWarning.constantColumn))
  }

  /// The predicted value of each row.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func predict(_ features: Tensor) -> [Double] { linearScores(features) }

  /// The predicted value of one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func predict(_ row: [Float]) -> Double { linearScore(of: row) }
}
