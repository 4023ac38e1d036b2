package import Engine

/// Linear support vector machines on sparse features, one for each class
/// against all others.
///
/// Machine k minimises l2/2·(‖w‖² + b²) + Σ sampleWeight·max(0, 1 − y·(w·x + b))²
/// with y = 1 for rows of class k and −1 for the others. The margin w·x + b is
/// above 0 where the machine takes a row for its class.
///
/// - Source: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. S. Keerthi & S. Sundararajan
///   2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML,
///   algorithms 1 and 3 with the L2 loss.
package struct OneVsRestSVM: Sendable, Equatable {
  static let name = "one-vs-rest SVM"

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The weight of ½‖w‖² against the summed loss; scikit-learn's 1/C.
    package var l2: Double
    /// The most passes over the rows.
    package var maximumIterations: Int
    /// The largest violation of a dual variable's optimality at which a machine
    /// is done, in units of the margin.
    package var tolerance: Double
    /// Orders the rows of each pass.
    package var seed: UInt64
    /// Does not change the result.
    package var threads: Int

    package init(
      l2: Double = 1, maximumIterations: Int = 1000, tolerance: Double = 1e-4, seed: UInt64 = 1,
      threads: Int = Parallel.coreCount
    ) {
      self.l2 = l2
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
      self.seed = seed
      self.threads = threads
    }
  }

  /// [features, classes].
  package let weights: Tensor
  /// One for each class.
  package let intercepts: [Float]
  /// What the fit met; empty for a model made from its parameters.
  package let warnings: [FitWarning]

  /// Creates fitted machines from their parameters.
  ///
  /// - Precondition: `weights` has one column for each intercept.
  package init(weights: Tensor, intercepts: [Float], warnings: [FitWarning] = []) {
    precondition(
      weights.columns == intercepts.count,
      "\(Self.name): weights \(weights.shape), \(intercepts.count) intercepts")
    self.weights = weights
    self.intercepts = intercepts
    self.warnings = warnings
  }

  package var classCount: Int { intercepts.count }

  /// Fits the machines.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - features: one row for each example.
  ///   - labels: the class of each row, in `0..<classCount`.
  ///   - classCount: the number of classes; one without rows gets a machine that
  ///     takes nothing for it.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: penalty, limits and threads.
  ///   - cancellation: checked once a pass.
  /// - Returns: the fitted machines.
  /// - Throws: `noData`, `oneClass` if all labels are equal, `shapeMismatch`,
  ///   `outOfRange`, `notFinite`, `cancelled`.
  /// - Complexity: O(entries · classes) a pass; of the order of ten passes for
  ///   texts.
  package static func fit(
    _ features: SparseMatrix, labels: [Int], classCount: Int, sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> OneVsRestSVM {
    try validate(features, labels, classCount, sampleWeights, configuration)
    let problem = DualDescentProblem(
      features, labels: labels, sampleWeights: sampleWeights, configuration: configuration)
    guard problem.isFinite else {
      throw ModelError(.notFinite, "\(name): a row's length is not finite; scale the features")
    }
    let blocks = (classCount + Kernels.laneCount - 1) / Kernels.laneCount
    let solutions = Parallel.map(count: blocks, chunkSize: 1, threads: configuration.threads) {
      problem.solve(
        classes: $0 * Kernels.laneCount..<min(classCount, ($0 + 1) * Kernels.laneCount),
        cancellation)
    }
    guard cancellation?.isCancelled != true else {
      throw ModelError(.cancelled, "\(name): cancelled while fitting")
    }
    var weights = Tensor(zeros: [features.columnCount, classCount])
    weights.withUnsafeMutableBufferPointer { weights in
      for (block, solution) in solutions.enumerated() {
        let first = block * Kernels.laneCount
        let count = min(classCount - first, Kernels.laneCount)
        for (position, column) in problem.columnOrder.enumerated() {
          for lane in 0..<count {
            weights[column * classCount + first + lane] =
              solution.weights[position * Kernels.laneCount + lane]
          }
        }
      }
    }
    let intercepts = Array(solutions.flatMap(\.intercepts).prefix(classCount))
    guard weights.isFinite && intercepts.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "\(name): the weights are not finite; scale the features")
    }
    return OneVsRestSVM(
      weights: weights, intercepts: intercepts,
      warnings: solutions.allSatisfy(\.hasConverged) ? [] : [.notConverged])
  }

  /// The margins of each row: [rows, classes].
  ///
  /// - Precondition: `features` has one column for each row of the weights.
  package func margins(_ features: SparseMatrix) -> Tensor {
    SoftmaxRegression(weights: weights, intercepts: intercepts).logits(features)
  }

  private static func validate(
    _ features: SparseMatrix, _ labels: [Int], _ classCount: Int, _ sampleWeights: [Float]?,
    _ configuration: Configuration
  ) throws(ModelError) {
    try SparseExamples.check(features, labels, classCount, model: name)
    if let sampleWeights {
      guard sampleWeights.count == labels.count else {
        throw ModelError(
          .shapeMismatch, "\(name): \(labels.count) rows but \(sampleWeights.count) weights")
      }
      if let row = sampleWeights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw ModelError(
          .outOfRange,
          "\(name): the weight of row \(row) is \(sampleWeights[row]), must be 0 or more and "
            + "finite")
      }
      let counted = labels.indices.filter { sampleWeights[$0] > 0 }
      guard let first = counted.first, counted.contains(where: { labels[$0] != labels[first] })
      else {
        throw ModelError(
          .oneClass, "\(name): all rows that count have one label; add examples of another")
      }
    }
    guard configuration.l2 > 0 && configuration.l2.isFinite else {
      throw ModelError(
        .outOfRange, "\(name): l2 is \(configuration.l2), must be above 0 and finite")
    }
    try FitSettings.check(
      maximumIterations: configuration.maximumIterations, tolerance: configuration.tolerance,
      model: name)
    guard configuration.threads > 0 else {
      throw ModelError(
        .outOfRange, "\(name): threads is \(configuration.threads), must be above 0")
    }
  }
}
