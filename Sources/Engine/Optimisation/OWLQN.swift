/// Minimises f(x) + Σ penaltyᵢ·|xᵢ| for a smooth f by the orthant-wise
/// limited-memory quasi-Newton method.
///
/// Coordinates whose best value is zero come out as exactly zero.
///
/// - Source: G. Andrew & J. Gao 2007, "Scalable Training of L1-Regularized
///   Log-Linear Models", ICML, section 3.2, with the curvature of L-BFGS.
package struct OWLQN: Sendable {
  private static let sufficientDecrease = 1e-4
  private static let rounding = 1e-10
  private static let maximumTrials = 30

  /// Pairs of steps and gradient changes remembered.
  package var memory: Int
  /// Steps before giving up.
  package var maximumIterations: Int
  /// The largest absolute entry of the pseudo-gradient of a solution.
  package var gradientTolerance: Double
  /// The relative decrease of a step below which the solver stops.
  package var decreaseTolerance: Double
  /// Threads for operations on vectors; results do not depend on it.
  package var threads: Int

  package init(
    memory: Int = 10, maximumIterations: Int = 100, gradientTolerance: Double = 1e-5,
    decreaseTolerance: Double = 1e-9, threads: Int = Parallel.coreCount
  ) {
    precondition(memory > 0, "OWL-QN: memory \(memory)")
    self.memory = memory
    self.maximumIterations = maximumIterations
    self.gradientTolerance = gradientTolerance
    self.decreaseTolerance = decreaseTolerance
    self.threads = threads
  }

  /// Moves `point` to a local minimum of `objective` plus the penalty.
  ///
  /// - Parameters:
  ///   - point: the start, replaced by the best point found.
  ///   - penalties: the weight of each coordinate's absolute value; 0 leaves a
  ///     coordinate free, as an intercept should be.
  ///   - cancellation: checked once an iteration.
  ///   - objective: returns f at a point and overwrites its gradient.
  /// - Returns: why the solver stopped, and where: the value is that of f plus
  ///   the penalty, the gradient magnitude that of the pseudo-gradient.
  /// - Precondition: one penalty for each coordinate, none negative or NaN.
  package func minimise<Scalar: OptimisationScalar>(
    _ point: inout [Scalar], penalties: [Scalar], cancellation: Cancellation? = nil,
    objective: (_ point: [Scalar], _ gradient: inout [Scalar]) -> Double
  ) -> LBFGS.Result {
    precondition(
      penalties.count == point.count && penalties.allSatisfy { $0 >= 0 },
      "OWL-QN: \(penalties.count) penalties for \(point.count) coordinates, or one below 0")
    var gradient = point
    var slopes = point
    let start = objective(point, &gradient) + Scalar.absolutePenalty(point, penalties)
    Scalar.pseudoGradient(&slopes, point, gradient, penalties)
    var result = LBFGS.Result(
      outcome: .iterationLimit, iterations: 0, evaluations: 1, value: start,
      gradientMagnitude: Scalar.largestMagnitude(slopes))
    guard result.value.isFinite && result.gradientMagnitude.isFinite else {
      result.outcome = .notFinite
      return result
    }

    let history = LBFGSHistory<Scalar>(capacity: memory, size: point.count, threads: threads)
    var trial = Trial(point: point, gradient: gradient, slopes: slopes)
    var direction = gradient
    var move = gradient
    while true {
      if result.gradientMagnitude <= gradientTolerance {
        result.outcome = .converged
        return result
      }
      if cancellation?.isCancelled == true {
        result.outcome = .cancelled
        return result
      }
      if result.iterations >= maximumIterations { return result }

      history.multiply(slopes, into: &direction)
      Scalar.align(&direction, slopes, penalties)
      if !(Scalar.dot(slopes, direction, threads: threads) > 0) {
        // Rounding has spoilt the curvature: start over from steepest descent.
        history.removeAll()
        direction = slopes
      }
      // Without curvature there is no natural length: move by one unit at most.
      var step = 1.0
      if history.isEmpty {
        step = min(1, 1 / Scalar.dot(direction, direction, threads: threads).squareRoot())
      }
      var accepted: Double?
      for _ in 0..<Self.maximumTrials where accepted == nil {
        Scalar.orthantStep(&trial.point, point, Scalar(step), direction, slopes, penalties)
        let value =
          objective(trial.point, &trial.gradient) + Scalar.absolutePenalty(trial.point, penalties)
        result.evaluations += 1
        Scalar.pseudoGradient(&trial.slopes, trial.point, trial.gradient, penalties)
        Scalar.assign(&move, trial.point, plus: -1, times: point, threads: threads)
        let promise = Scalar.dot(slopes, move, threads: threads)
        let magnitude = Scalar.largestMagnitude(trial.slopes)
        if accepts(value, magnitude, promise: promise, result) { accepted = value }
        step /= 2
      }
      guard let value = accepted else {
        result.outcome = .stalled
        return result
      }

      history.append(from: point, gradient, to: trial.point, trial.gradient)
      swap(&point, &trial.point)
      swap(&gradient, &trial.gradient)
      swap(&slopes, &trial.slopes)
      result.iterations += 1
      let decrease = result.value - value
      let scale = max(abs(result.value), abs(value), 1e-30)
      result.value = value
      result.gradientMagnitude = Scalar.largestMagnitude(slopes)
      if decrease <= decreaseTolerance * scale, result.gradientMagnitude > gradientTolerance {
        result.outcome = .stalled
        return result
      }
    }
  }

  /// A point under test, the gradient of the smooth part and the pseudo-gradient.
  private struct Trial<Scalar> {
    var point: [Scalar]
    var gradient: [Scalar]
    var slopes: [Scalar]
  }

  /// Whether the value falls by a share of what the slopes promise or, where
  /// differences between values drown in rounding, the slopes themselves do.
  private func accepts(
    _ value: Double, _ magnitude: Double, promise: Double, _ current: LBFGS.Result
  ) -> Bool {
    guard value.isFinite && magnitude.isFinite else { return false }
    return value <= current.value + Self.sufficientDecrease * promise
      || value <= current.value + Self.rounding * abs(current.value)
        && magnitude < current.gradientMagnitude
  }
}
