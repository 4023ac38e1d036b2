package import Engine

/// Binary logistic regression on dense features.
///
/// The probability of label 1 given features x is σ(w·x + b). Fitting is done
/// in Double, so that calibration does not depend on the scale of the features.
package struct LogisticRegression: LinearModel, Sendable, Equatable {
  static let name = "logistic regression"

  /// How the optimum is found.
  package enum Solver: String, Codable, Sendable, Hashable {
    /// Newton's method: few iterations, O(features²) memory.
    case newton
    /// L-BFGS, for thousands of features or millions of rows.
    case lbfgs
  }

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖w‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    /// The weight of ‖w‖₁ against the summed loss; above 0 it makes weights that
    /// say little exactly zero, and the solver is OWL-QN whatever `solver` says.
    package var l1: Double
    package var solver: Solver
    package var maximumIterations: Int
    /// The largest absolute entry of the gradient, divided by the total sample
    /// weight, at which the fit is done.
    package var tolerance: Double
    /// Does not change the result.
    package var threads: Int

    package init(
      l2: Double = 1, l1: Double = 0, solver: Solver = .newton, maximumIterations: Int = 100,
      tolerance: Double = 1e-8, threads: Int = Parallel.coreCount
    ) {
      self.l2 = l2
      self.l1 = l1
      self.solver = solver
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
      self.threads = threads
    }
  }

  package let weights: [Double]
  package let intercept: Double
  /// The iterations the fit took; 0 for a model made from its parameters.
  package let iterations: Int
  /// What the fit met; empty for a model made from its parameters.
  package let warnings: [FitWarning]

  /// Creates a fitted model from its parameters.
  package init(
    weights: [Double], intercept: Double, iterations: Int = 0, warnings: [FitWarning] = []
  ) {
    self.weights = weights
    self.intercept = intercept
    self.iterations = iterations
    self.warnings = warnings
  }

  /// Fits the model that minimises Σ sampleWeight·log-loss + l2/2·‖w‖² + l1·‖w‖₁.
  ///
  /// The intercept is not penalised. Where there are many more rows than
  /// features, the solvers without an L1 penalty start from the optimum on a
  /// fixed sample of the rows (`RowSample`). Without a penalty, separable data
  /// have no optimum: the weights are then those of the last iteration, and the
  /// model says so in `warnings`.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: 0 or 1, or a probability between.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: penalties, solver, limits and threads.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass` if all rows that count have one label,
  ///   `shapeMismatch`, `outOfRange`, `notFinite`, `singular`, `cancelled`.
  package static func fit(
    _ features: Tensor, labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> LogisticRegression {
    let examples = try DenseExamples(
      features, labels, sampleWeights, threads: configuration.threads, model: name)
    try examples.checkLabels(.probabilities, model: name)
    try FitSettings.check(penalty: configuration.l2, "l2", model: name)
    try FitSettings.check(
      maximumIterations: configuration.maximumIterations, tolerance: configuration.tolerance,
      model: name)
    try FitSettings.check(penalty: configuration.l1, "l1", model: name)
    let objective = LinearObjective(examples: examples, loss: .logLoss, l2: configuration.l2)
    var parameters = [Double](repeating: 0, count: objective.parameterCount)
    let result: NewtonMethod.Result
    do {
      result = try minimise(objective, &parameters, configuration, cancellation)
    } catch {
      // A feature that is not finite shows in the first loss: only then is it
      // worth a pass of its own to say where it lies.
      if error.code == .notFinite { try examples.checkFeatures(name) }
      throw error
    }
    var warnings = examples.constantColumns().map(FitWarning.constantColumn)
    if configuration.l2 == 0 && configuration.l1 == 0 && examples.isSeparated(by: parameters) {
      warnings.append(.separable)
    }
    if !result.hasConverged { warnings.append(.notConverged) }
    return LogisticRegression(
      weights: Array(parameters.dropLast()), intercept: parameters[parameters.count - 1],
      iterations: result.iterations, warnings: warnings)
  }

  /// The log-odds of label 1 for each row.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func logOdds(_ features: Tensor) -> [Double] { linearScores(features) }

  /// The log-odds of label 1 for one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func logOdds(of row: [Float]) -> Double { linearScore(of: row) }

  /// The probability of label 1 for each row.
  package func probabilities(_ features: Tensor) -> [Double] {
    logOdds(features).map(Logistic.sigmoid)
  }

  /// The probability of label 1 for one row.
  package func probability(of row: [Float]) -> Double { Logistic.sigmoid(logOdds(of: row)) }
}
