package import Engine

/// A support vector machine with hinge loss in the space of a kernel.
///
/// Minimises ½‖w‖² + cost·Σ sampleWeight·max(0, 1 − y·(w·φ(x) + b)) with y = ±1
/// through its dual, whose solution is a sum over the rows at or inside the
/// margin.
///
/// - Source: C. Cortes & V. Vapnik 1995, "Support-Vector Networks", Machine
///   Learning 20; solved by `SequentialMinimalOptimization`.
package struct KernelSVM: Sendable, Equatable {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The similarity of rows; radial with a gamma that suits the features if nil.
    package var kernel: KernelFunction?
    /// What a violation of the margin costs; scikit-learn's C.
    package var cost: Double
    /// The disagreement of errors at which the fit is done.
    package var tolerance: Double
    package var maximumIterations: Int
    /// The bound of the memory for rows of the kernel matrix.
    package var cacheBytes: Int

    package init(
      kernel: KernelFunction? = nil, cost: Double = 1, tolerance: Double = 1e-3,
      maximumIterations: Int = 10_000_000, cacheBytes: Int = 200 << 20
    ) {
      self.kernel = kernel
      self.cost = cost
      self.tolerance = tolerance
      self.maximumIterations = maximumIterations
      self.cacheBytes = cacheBytes
    }
  }

  package let kernel: KernelFunction
  /// [vectors, features], the rows that the score is a sum over.
  package let supportVectors: Tensor
  /// y·α of each support vector.
  package let coefficients: [Double]
  package let intercept: Double
  /// The steps the fit took; 0 for a model made from its parameters.
  package let iterations: Int
  /// What the fit met; empty for a model made from its parameters.
  package let warnings: [FitWarning]

  /// Creates a fitted model from its parameters.
  ///
  /// - Precondition: one coefficient for each support vector.
  package init(
    kernel: KernelFunction, supportVectors: Tensor, coefficients: [Double], intercept: Double,
    iterations: Int = 0, warnings: [FitWarning] = []
  ) {
    precondition(
      supportVectors.rows == coefficients.count,
      "kernel SVM: \(supportVectors.rows) vectors, \(coefficients.count) coefficients")
    self.kernel = kernel
    self.supportVectors = supportVectors
    self.coefficients = coefficients
    self.intercept = intercept
    self.iterations = iterations
    self.warnings = warnings
  }

  /// Fits the machine by sequential minimal optimisation.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: 0 or 1.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: kernel, cost and limits.
  ///   - cancellation: checked once in a while.
  /// - Returns: the fitted model; at the limit of iterations the best so far, which
  ///   `warnings` says.
  /// - Throws: `noData`, `oneClass` if all rows that count have one label,
  ///   `shapeMismatch`, `outOfRange`, `notFinite`, `cancelled`.
  /// - Complexity: O(rows) a step, and O(rows · features) for a row of the
  ///   kernel matrix that is not in memory.
  package static func fit(
    _ features: Tensor, labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> KernelSVM {
    let model = "kernel SVM"
    let examples = try DenseExamples(features, labels, sampleWeights, model: model)
    try examples.checkFeatures(model)
    try examples.checkLabels(.binary, model: model)
    let kernel = configuration.kernel ?? .radial(gamma: KernelFunction.gamma(for: features))
    try check(configuration, kernel, model: model)
    let rows = KernelRows(
      kernel.isShiftInvariant ? moved(features, by: center(of: features)) : features, kernel,
      cacheBytes: configuration.cacheBytes)
    // No entry of the matrix exceeds what its greatest row has with itself.
    guard rows.isFinite else {
      throw ModelError(.notFinite, "\(model): the kernel overflows; scale the features")
    }
    let solver = SequentialMinimalOptimization(
      rows, signs: labels.map { $0 > 0 ? 1 : -1 },
      costs: labels.indices.map { configuration.cost * examples.weight($0) })
    guard
      solver.run(
        tolerance: configuration.tolerance, maximumIterations: configuration.maximumIterations,
        cancellation)
    else { throw ModelError(.cancelled, "\(model): cancelled while fitting") }
    var warnings = examples.constantColumns().map(FitWarning.constantColumn)
    if !solver.hasConverged { warnings.append(.notConverged) }
    let beta = solver.coefficients
    let support = beta.indices.filter { beta[$0] != 0 }
    return KernelSVM(
      kernel: kernel,
      supportVectors: Tensor(
        rows: support.map { features.row($0) }, columns: features.columns),
      coefficients: support.map { beta[$0] }, intercept: solver.intercept,
      iterations: solver.iterations, warnings: warnings)
  }

  private static func check(
    _ configuration: Configuration, _ kernel: KernelFunction, model: String
  ) throws(ModelError) {
    if let defect = kernel.defect { throw ModelError(.outOfRange, "\(model): \(defect)") }
    guard configuration.cost > 0 && configuration.cost.isFinite else {
      throw ModelError(.outOfRange, "\(model): cost is \(configuration.cost), must be above 0")
    }
    try FitSettings.check(
      maximumIterations: configuration.maximumIterations, tolerance: configuration.tolerance,
      model: model)
  }
}
