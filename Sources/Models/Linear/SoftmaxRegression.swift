package import Engine

/// Multinomial logistic regression on sparse features.
///
/// The probability of class k given features x is softmax(xW + b)ₖ.
package struct SoftmaxRegression: Sendable, Equatable {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖W‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    package var maximumIterations: Int
    /// The largest absolute entry of the gradient, divided by the number of
    /// rows, at which the fit is done.
    package var tolerance: Double
    /// Does not change the result.
    package var threads: Int

    package init(
      l2: Double = 1, maximumIterations: Int = 200, tolerance: Double = 1e-5,
      threads: Int = Parallel.coreCount
    ) {
      self.l2 = l2
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
      self.threads = threads
    }
  }

  /// W: [features, classes].
  package let weights: Tensor
  /// b: one for each class.
  package let intercepts: [Float]
  /// What the fit met; empty for a model made from its parameters.
  package let warnings: [FitWarning]

  /// Creates a fitted model from its parameters.
  ///
  /// - Precondition: `weights` has one column for each intercept.
  package init(weights: Tensor, intercepts: [Float], warnings: [FitWarning] = []) {
    precondition(
      weights.columns == intercepts.count,
      "softmax regression: weights \(weights.shape), \(intercepts.count) intercepts")
    self.weights = weights
    self.intercepts = intercepts
    self.warnings = warnings
  }

  package var featureCount: Int { weights.rows }

  package var classCount: Int { intercepts.count }

  /// Fits the model that minimises Σ cross-entropy + l2/2·‖W‖².
  ///
  /// The intercepts are not penalised. The result has the same bits for any
  /// number of threads. Without a penalty, separable data have no optimum: the
  /// weights are then those of the last iteration, and `warnings` says so.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: the class of each row, in `0..<classCount`.
  ///   - classCount: the number of classes; some may have no row.
  ///   - configuration: penalty, limits and threads.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass` if all labels are equal, `shapeMismatch`,
  ///   `outOfRange`, `notFinite`, `cancelled`.
  package static func fit(
    _ features: SparseMatrix, labels: [Int], classCount: Int,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> SoftmaxRegression {
    try validate(features, labels, classCount, configuration)
    let (compact, kept) = features.droppingEmptyColumns()
    let objective = SoftmaxObjective(
      features: compact, labels: labels, classCount: classCount, l2: configuration.l2,
      threads: configuration.threads)
    // Each remembered step costs two vectors of features × classes. What a step
    // may decrease the loss by is near its rounding when the gradient is small.
    let solver = LBFGS(
      memory: 5, maximumIterations: configuration.maximumIterations,
      gradientTolerance: configuration.tolerance, decreaseTolerance: 1e-13,
      threads: configuration.threads)
    var parameters = [Float](repeating: 0, count: objective.parameterCount)
    let result = solver.minimise(
      &parameters, cancellation: cancellation, magnitude: objective.magnitude
    ) { point, gradient in
      objective.evaluate(point, &gradient)
    }
    switch result.outcome {
    case .cancelled: throw ModelError(.cancelled, "\(name): cancelled while fitting")
    case .notFinite:
      throw ModelError(.notFinite, "\(name): the loss is not finite; scale the features")
    case .converged, .stalled, .iterationLimit: break
    }
    let model = SoftmaxRegression(
      weights: objective.weights(parameters, columns: kept, of: features.columnCount),
      intercepts: objective.intercepts(parameters))
    var warnings: [FitWarning] = []
    if configuration.l2 == 0 && model.separates(features, labels) { warnings.append(.separable) }
    if result.outcome != .converged { warnings.append(.notConverged) }
    return SoftmaxRegression(
      weights: model.weights, intercepts: model.intercepts, warnings: warnings)
  }

  /// The logits of each row: [rows, classes].
  ///
  /// - Precondition: `features` has `featureCount` columns.
  package func logits(_ features: SparseMatrix) -> Tensor {
    precondition(
      features.columnCount == featureCount,
      "logits: \(features.columnCount) features, weights \(weights.shape)")
    let classes = classCount
    var result = Tensor(zeros: [features.rowCount, classes])
    result.withUnsafeMutableBufferPointer { result in
      weights.withUnsafeBufferPointer { weights in
        guard let output = result.baseAddress, let weights = weights.baseAddress else { return }
        for row in 0..<features.rowCount {
          let target = output + row * classes
          for index in 0..<classes { target[index] = intercepts[index] }
          for entry in features.entries(ofRow: row) {
            Kernels.addScaled(
              target, features.values[entry], weights + Int(features.columns[entry]) * classes,
              classes)
          }
        }
      }
    }
    return result
  }
}
