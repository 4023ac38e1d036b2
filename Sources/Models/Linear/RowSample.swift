import Engine

/// The optimum of a linear model on a sample of the rows, and the curvature of
/// its loss there.
///
/// Full passes start from that optimum and measure lengths by that curvature,
/// which leaves L-BFGS next to nothing to learn about the objective: a few passes
/// do where it needed many. What they converge to does not depend on the sample.
///
/// - Source: M. A. Erdogdu & A. Montanari 2015, "Convergence rates of
///   sub-sampled Newton methods", NIPS, section 2, with L-BFGS for the errors
///   that the sampled Hessian leaves.
struct RowSample {
  /// Above this many parameters the Hessian costs more than the passes saved.
  private static let maximumSize = 256
  /// Rows for each parameter: the sampled Hessian is then off by some percent.
  private static let rowsPerParameter = 512
  /// The share of the rows above which a sample saves nothing.
  private static let smallestSaving = 8
  private static let seed: UInt64 = 0x5eed

  /// The weights followed by the intercept.
  let optimum: [Double]
  /// The factor U of the mean Hessian UᵀU at the optimum.
  let metric: Cholesky

  /// Solves on a sample; nil where that would not pay or says too little.
  init?(_ objective: LinearObjective, cancellation: Cancellation?) {
    let size = objective.parameterCount
    let examples = objective.examples
    let count = max(1 << 14, Self.rowsPerParameter * size)
    guard size <= Self.maximumSize, examples.count >= Self.smallestSaving * count else {
      return nil
    }
    guard let drawn = examples.sample(count, seed: Self.seed) else { return nil }
    // Too few of one label are separable, though all rows may not be.
    let ones = drawn.targets.reduce(0) { $0 + Double($1) }
    guard min(ones, Double(count) - ones) >= 10 * Double(size) else { return nil }
    let share = drawn.totalWeight / examples.totalWeight
    let sampled = LinearObjective(
      examples: drawn, loss: objective.loss, l2: objective.l2 * share,
      penalizesIntercept: objective.penalizesIntercept)
    // The sampling error of the gradient is some thousandths.
    let method = NewtonMethod(
      maximumIterations: 8, tolerance: 3e-4 * drawn.totalWeight, model: "row sample")
    var parameters = [Double](repeating: 0, count: size)
    guard (try? method.minimise(sampled, &parameters, cancellation)) != nil else { return nil }
    let hessian = sampled.hessian(parameters).map { $0 / drawn.totalWeight }
    guard let metric = try? Cholesky(hessian, size: size) else { return nil }
    optimum = parameters
    self.metric = metric
  }
}

extension DenseExamples {
  /// One row at random of each of `count` stretches of equal length; nil if
  /// none of them counts.
  fileprivate func sample(_ count: Int, seed: UInt64) -> DenseExamples? {
    var generator = SplitMix64(seed: seed)
    let rows = (0..<count).map { index in
      let start = index * self.count / count
      return start + generator.index(below: (index + 1) * self.count / count - start)
    }
    let columns = featureCount
    var chosen = Tensor(zeros: [count, columns])
    chosen.withUnsafeMutableBufferPointer { target in
      features.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for (index, row) in rows.enumerated() {
          (target + index * columns).update(from: source + row * columns, count: columns)
        }
      }
    }
    return try? DenseExamples(
      chosen, rows.map { targets[$0] }, sampleWeights.map { weights in rows.map { weights[$0] } },
      threads: threads, model: "row sample")
  }
}
