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

  /// Where a solver stopped.
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
    var result = Result(value: objective(point, &gradient), magnitude: magnitude(gradient))
    guard result.isFinite else { return result.ended(.notFinite) }
    let history = LBFGSHistory<Scalar>(capacity: memory, size: point.count, threads: threads)
    var direction = gradient
    var trial = point
    var trialGradient = gradient
    while true {
      if let outcome = end(at: result, cancellation) { return result.ended(outcome) }
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
      guard let value = accepted else { return result.ended(.stalled) }
      history.append(from: point, gradient, to: trial, trialGradient)
      swap(&point, &trial)
      swap(&gradient, &trialGradient)
      let last = result
      result.step(to: value, magnitude: magnitude(gradient))
      if isSmall(from: last, to: result),
        result.gradientMagnitude > last.gradientMagnitude / 2
      {
        return result.ended(.stalled)
      }
    }
  }

  /// Why to stop before the next step; nil to take it.
  func end(at result: Result, _ cancellation: Cancellation?) -> Outcome? {
    if result.gradientMagnitude <= gradientTolerance { return .converged }
    if cancellation?.isCancelled == true { return .cancelled }
    return result.iterations >= maximumIterations ? .iterationLimit : nil
  }

  /// Whether a step that did not reach a solution lowered the value by less than its
  /// tolerance.
  func isSmall(from last: Result, to result: Result) -> Bool {
    let scale = max(abs(last.value), abs(result.value), 1e-30)
    return last.value - result.value <= decreaseTolerance * scale
      && result.gradientMagnitude > gradientTolerance
  }
}

extension LBFGS.Result {
  /// The state at the start.
  init(value: Double, magnitude: Double) {
    self.init(
      outcome: .iterationLimit, iterations: 0, evaluations: 1, value: value,
      gradientMagnitude: magnitude)
  }

  var isFinite: Bool { value.isFinite && gradientMagnitude.isFinite }

  mutating func step(to value: Double, magnitude: Double) {
    iterations += 1
    self.value = value
    gradientMagnitude = magnitude
  }

  func ended(_ outcome: LBFGS.Outcome) -> Self {
    var result = self
    result.outcome = outcome
    return result
  }
}
