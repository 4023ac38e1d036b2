package import Engine

/// A linear support vector machine with squared hinge loss on dense features.
///
/// Minimises Σ sampleWeight·max(0, 1 − y·(w·x + b))² + l2/2·‖w‖² with y = ±1, in
/// Double. The loss is smooth enough for Newton's method, which ends after
/// finitely many steps. The plain hinge, which has no second derivatives, is what
/// `KernelSVM` minimises, with a linear kernel too.
///
/// - Source: S. S. Keerthi & D. DeCoste 2005, "A Modified Finite Newton Method
///   for Fast Solution of Large Scale Linear SVMs", JMLR 6, section 3.
package struct LinearSVM: LinearModel, Sendable, Equatable {
  static let name = "linear SVM"

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖w‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    /// Whether the penalty holds for the intercept as well, as in liblinear.
    package var penalizesIntercept: Bool
    package var maximumIterations: Int
    /// The largest absolute entry of the gradient, divided by the total sample
    /// weight, at which the fit is done.
    package var tolerance: Double
    /// Does not change the result.
    package var threads: Int

    package init(
      l2: Double = 1, penalizesIntercept: Bool = false, maximumIterations: Int = 100,
      tolerance: Double = 1e-8, threads: Int = Parallel.coreCount
    ) {
      self.l2 = l2
      self.penalizesIntercept = penalizesIntercept
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

  /// Fits the machine by Newton's method.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: 0 or 1.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: penalty, limits and threads.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass` if all rows that count have one label,
  ///   `shapeMismatch`, `outOfRange`, `notFinite`, `singular`, `cancelled`.
  package static func fit(
    _ features: Tensor, labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> LinearSVM {
    let examples = try DenseExamples(
      features, labels, sampleWeights, threads: configuration.threads, model: name)
    try examples.checkFeatures(name)
    try examples.checkLabels(.binary, model: name)
    try FitSettings.check(penalty: configuration.l2, "l2", model: name)
    try FitSettings.check(
      maximumIterations: configuration.maximumIterations, tolerance: configuration.tolerance,
      model: name)
    let objective = LinearObjective(
      examples: examples, loss: .squaredHinge, l2: configuration.l2,
      penalizesIntercept: configuration.penalizesIntercept)
    let method = NewtonMethod(
      maximumIterations: configuration.maximumIterations,
      tolerance: configuration.tolerance * examples.totalWeight, model: name)
    var parameters = [Double](repeating: 0, count: objective.parameterCount)
    let result = try method.minimise(objective, &parameters, cancellation)
    var warnings = examples.constantColumns().map(FitWarning.constantColumn)
    if !result.hasConverged { warnings.append(.notConverged) }
    return LinearSVM(
      weights: Array(parameters.dropLast()), intercept: parameters[parameters.count - 1],
      iterations: result.iterations, warnings: warnings)
  }

  /// The signed score of each row: above 0 for label 1, ±1 at the margin.
  ///
  /// - Precondition: `features` has one column for each weight.
  package func scores(_ features: Tensor) -> [Double] { linearScores(features) }

  /// The signed score of one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  package func score(of row: [Float]) -> Double { linearScore(of: row) }
}
