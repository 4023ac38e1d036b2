package import Engine

/// Binary logistic regression on dense features.
///
/// The probability of label 1 given features x is σ(w·x + b). Fitting is done
/// in Double, so that calibration does not depend on the scale of the features.
package struct LogisticRegression: Sendable, Equatable {
  /// How the optimum is found.
  package enum Solver: String, Codable, Sendable, Hashable {
    /// Newton's method: few iterations, O(features²) memory.
    case newton
    /// L-BFGS, for thousands of features.
    case lbfgs
  }

  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖w‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    package var solver: Solver
    package var maximumIterations: Int
    /// The largest absolute entry of the gradient, divided by the total sample
    /// weight, at which the fit is done.
    package var tolerance: Double

    package init(
      l2: Double = 1, solver: Solver = .newton, maximumIterations: Int = 100,
      tolerance: Double = 1e-8
    ) {
      self.l2 = l2
      self.solver = solver
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
    }
  }

  package let weights: [Double]
  package let intercept: Double
  /// The iterations the fit took; 0 for a model made from its parameters.
  package let iterations: Int

  /// Creates a fitted model from its parameters.
  package init(weights: [Double], intercept: Double, iterations: Int = 0) {
    self.weights = weights
    self.intercept = intercept
    self.iterations = iterations
  }

  /// Fits the model that minimises Σ sampleWeight·log-loss + l2/2·‖w‖².
  ///
  /// The intercept is not penalised. Without a penalty, separable data have no
  /// optimum; the weights are then those of the last iteration.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: 0 or 1, or a probability between.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: penalty, solver and limits.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass` if all rows that count have one label,
  ///   `shapeMismatch`, `outOfRange`, `notFinite`, `singular`, `cancelled`.
  package static func fit(
    _ features: Tensor, labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> LogisticRegression {
    let examples = try DenseExamples(
      features, labels, sampleWeights, l2: configuration.l2, model: "logistic regression")
    guard configuration.maximumIterations > 0 else {
      throw ModelError(.outOfRange, "logistic regression: maximumIterations must be above 0")
    }
    guard labels.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
      throw ModelError(.outOfRange, "logistic regression: a label lies outside 0...1")
    }
    let counted = labels.indices.filter { examples.weights[$0] > 0 }.map { labels[$0] }
    guard counted.contains(where: { $0 > 0 }) && counted.contains(where: { $0 < 1 }) else {
      throw ModelError(
        .oneClass, "logistic regression: all rows have one label; add examples of the other")
    }
    let objective = LogisticObjective(examples, l2: configuration.l2)
    let tolerance = configuration.tolerance * examples.totalWeight
    var parameters = [Double](repeating: 0, count: objective.parameterCount)
    let iterations: Int
    switch configuration.solver {
    case .newton:
      let method = NewtonMethod(
        maximumIterations: configuration.maximumIterations, tolerance: tolerance,
        model: "logistic regression")
      iterations = try method.minimise(objective, &parameters, cancellation)
    case .lbfgs:
      iterations = try minimiseByLBFGS(
        objective, &parameters, configuration.maximumIterations, tolerance, cancellation)
    }
    return LogisticRegression(
      weights: Array(parameters.dropLast()), intercept: parameters[parameters.count - 1],
      iterations: iterations)
  }

  /// The log-odds of label 1 for each row.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func logOdds(_ features: Tensor) -> [Double] {
    precondition(
      features.columns == weights.count,
      "log-odds: features \(features.shape), \(weights.count) weights")
    return (0..<features.rows).map { logOdds(of: features.row($0)) }
  }

  /// The log-odds of label 1 for one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func logOdds(of row: [Float]) -> Double {
    precondition(
      row.count == weights.count, "log-odds: \(row.count) features, \(weights.count) weights")
    var sum = intercept
    for index in weights.indices { sum += weights[index] * Double(row[index]) }
    return sum
  }

  /// The probability of label 1 for each row.
  package func probabilities(_ features: Tensor) -> [Double] {
    logOdds(features).map(Logistic.sigmoid)
  }

  /// The probability of label 1 for one row.
  package func probability(of row: [Float]) -> Double { Logistic.sigmoid(logOdds(of: row)) }
}
