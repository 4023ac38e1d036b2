package import Engine

/// A linear support vector machine with squared hinge loss on dense features.
///
/// Minimises Σ sampleWeight·max(0, 1 − y·(w·x + b))² + l2/2·‖w‖² with y = ±1, in
/// Double. The loss is smooth enough for Newton's method, which ends after
/// finitely many steps.
///
/// - Source: S. S. Keerthi & D. DeCoste 2005, "A Modified Finite Newton Method
///   for Fast Solution of Large Scale Linear SVMs", JMLR 6, section 3.
package struct LinearSVM: Sendable, Equatable {
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖w‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    /// Whether the penalty holds for the intercept as well, as in liblinear.
    package var penalizesIntercept: Bool
    package var maximumIterations: Int
    /// The largest absolute entry of the gradient, divided by the total sample
    /// weight, at which the fit is done.
    package var tolerance: Double

    package init(
      l2: Double = 1, penalizesIntercept: Bool = false, maximumIterations: Int = 100,
      tolerance: Double = 1e-8
    ) {
      self.l2 = l2
      self.penalizesIntercept = penalizesIntercept
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

  /// Fits the machine by Newton's method.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: 0 or 1.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: penalty and limits.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass` if all rows that count have one label,
  ///   `shapeMismatch`, `outOfRange`, `notFinite`, `singular`, `cancelled`.
  package static func fit(
    _ features: Tensor, labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> LinearSVM {
    let model = "linear SVM"
    let examples = try DenseExamples(
      features, labels, sampleWeights, l2: configuration.l2, model: model)
    guard configuration.maximumIterations > 0 else {
      throw ModelError(.outOfRange, "\(model): maximumIterations must be above 0")
    }
    guard labels.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw ModelError(.outOfRange, "\(model): a label is neither 0 nor 1")
    }
    guard Set(labels.indices.filter { examples.weights[$0] > 0 }.map { labels[$0] }).count == 2
    else {
      throw ModelError(
        .oneClass, "\(model): all rows have one label; add examples of the other")
    }
    let objective = SquaredHingeObjective(
      examples, l2: configuration.l2, penalizesIntercept: configuration.penalizesIntercept)
    let method = NewtonMethod(
      maximumIterations: configuration.maximumIterations,
      tolerance: configuration.tolerance * examples.totalWeight, model: model)
    var parameters = [Double](repeating: 0, count: objective.parameterCount)
    let iterations = try method.minimise(objective, &parameters, cancellation)
    return LinearSVM(
      weights: Array(parameters.dropLast()), intercept: parameters[parameters.count - 1],
      iterations: iterations)
  }

  /// The signed score of each row: above 0 for label 1, ±1 at the margin.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func scores(_ features: Tensor) -> [Double] {
    precondition(
      features.columns == weights.count,
      "SVM: features \(features.shape), \(weights.count) weights")
    return (0..<features.rows).map { score(of: features.row($0)) }
  }

  /// The signed score of one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func score(of row: [Float]) -> Double {
    precondition(
      row.count == weights.count, "SVM: \(row.count) features, \(weights.count) weights")
    var sum = intercept
    for index in weights.indices { sum += weights[index] * Double(row[index]) }
    return sum
  }
}
