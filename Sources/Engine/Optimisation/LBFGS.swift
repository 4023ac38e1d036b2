/// Minimises a smooth function by the limited-memory BFGS method.
///
/// - Source: J. Nocedal & S. J. Wright 2006, "Numerical Optimization", 2nd ed.,
///   algorithms 7.4 and 7.5, with the line search of `LineSearch`.
package struct LBFGS: Sendable {
  /// Pairs of steps and gradient changes remembered.
  package var memory: Int
  /// Steps before giving up.
  package var maximumIterations: Int
  /// The magnitude of the gradient of a solution.
  package var gradientTolerance: Double
  /// The relative decrease of a step below which the solver stops, unless the
  /// step halved the gradient: where values drown in rounding, gradients do not.
  package var decreaseTolerance: Double
  /// Threads for operations on vectors; results do not depend on it.
  package var threads: Int

  package init(
    memory: Int = 10, maximumIterations: Int = 100, gradientTolerance: Double = 1e-5,
    decreaseTolerance: Double = 1e-9, threads: Int = Parallel.coreCount
  ) {
    precondition(memory > 0, "LBFGS: memory \(memory)")
    self.memory = memory
    self.maximumIterations = maximumIterations
    self.gradientTolerance = gradientTolerance
    self.decreaseTolerance = decreaseTolerance
    self.threads = threads
  }

  /// Why the solver stopped.
  package enum Outcome: Sendable, Hashable {
    /// The gradient is within its tolerance.
    case converged
    /// A step changed the value by less than its tolerance, or none did.
    case stalled
    case iterationLimit
    case cancelled
    /// The objective was not finite at the start.
    case notFinite
  }

  package struct Result: Sendable {
    package var outcome: Outcome
    package var iterations: Int
    package var evaluations: Int
    /// The objective at the final point.
    package var value: Double
    /// The magnitude of the gradient at the final point.
    package var gradientMagnitude: Double
  }

  /// Moves `point` to a local minimum of `objective`.
  ///
  /// - Parameters:
  ///   - point: the start, replaced by the best point found.
  ///   - cancellation: checked once an iteration.
  ///   - magnitude: the size of a gradient that the tolerance is compared with;
  ///     by default its largest absolute entry. Whoever minimises over rescaled
  ///     coordinates measures in the original ones by it.
  ///   - objective: returns the value at a point and overwrites the gradient.
  /// - Returns: why the solver stopped, and where.
  package func minimise<Scalar: OptimisationScalar>(
    _ point: inout [Scalar], cancellation: Cancellation? = nil,
    magnitude: ([Scalar]) -> Double = Scalar.largestMagnitude,
    objective: (_ point: [Scalar], _ gradient: inout [Scalar]) -> Double
  ) -> Result {
    var gradient = point
    var result = Result(
      outcome: .iterationLimit, iterations: 0, evaluations: 1,
      value: objective(point, &gradient), gradientMagnitude: 0)
    result.gradientMagnitude = magnitude(gradient)
    guard result.value.isFinite && result.gradientMagnitude.isFinite else {
      result.outcome = .notFinite
      return result
    }

    let history = LBFGSHistory<Scalar>(capacity: memory, size: point.count, threads: threads)
    var direction = gradient
    var trial = point
    var trialGradient = gradient
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

      history.multiply(gradient, into: &direction)
      var slope = -Scalar.dot(gradient, direction, threads: threads)
      if !(slope < 0) {
        // Rounding has spoilt the curvature: start over from steepest descent.
        history.removeAll()
        history.multiply(gradient, into: &direction)
        slope = -Scalar.dot(gradient, gradient, threads: threads)
      }

      // Without curvature there is no natural length: move by one unit at most.
      let first = history.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
      var search = LineSearch(value: result.value, slope: slope, firstStep: first)
      var accepted: Double?
      while accepted == nil, let step = search.step {
        Scalar.assign(&trial, point, plus: -step, times: direction, threads: threads)
        let value = objective(trial, &trialGradient)
        result.evaluations += 1
        let trialSlope = -Scalar.dot(trialGradient, direction, threads: threads)
        if search.accepts(value: value, slope: trialSlope) { accepted = value }
      }
      guard let value = accepted else {
        result.outcome = .stalled
        return result
      }

      history.append(from: point, gradient, to: trial, trialGradient)
      swap(&point, &trial)
      swap(&gradient, &trialGradient)
      result.iterations += 1
      let decrease = result.value - value
      let scale = max(abs(result.value), abs(value), 1e-30)
      let lastMagnitude = result.gradientMagnitude
      result.value = value
      result.gradientMagnitude = magnitude(gradient)
      if decrease <= decreaseTolerance * scale, result.gradientMagnitude > gradientTolerance,
        result.gradientMagnitude > lastMagnitude / 2
      {
        result.outcome = .stalled
        return result
      }
    }
  }
}
