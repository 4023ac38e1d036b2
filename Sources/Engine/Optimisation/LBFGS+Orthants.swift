/// The orthant-wise limited-memory quasi-Newton method (OWL-QN), for functions
/// f(x) + Σ penaltyᵢ·|xᵢ| of which f is smooth.
///
/// Coordinates whose best value is zero come out as exactly zero.
///
/// - Source: G. Andrew & J. Gao 2007, "Scalable Training of L1-Regularized
///   Log-Linear Models", ICML, section 3.2, with the curvature of L-BFGS.
extension LBFGS {
  private static let sufficientDecrease = 1e-4
  private static let rounding = 1e-10
  private static let maximumTrials = 30

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
  ) -> Result {
    precondition(
      penalties.count == point.count && penalties.allSatisfy { $0 >= 0 },
      "OWL-QN: \(penalties.count) penalties for \(point.count) coordinates, or one below 0")
    var gradient = point
    var slopes = point
    let start = objective(point, &gradient) + Scalar.absolutePenalty(point, penalties)
    Scalar.pseudoGradient(&slopes, point, gradient, penalties)
    var result = Result(value: start, magnitude: Scalar.largestMagnitude(slopes))
    guard result.isFinite else { return result.ended(.notFinite) }
    let history = LBFGSHistory<Scalar>(capacity: memory, size: point.count, threads: threads)
    var trial = Trial(point: point, gradient: gradient, slopes: slopes)
    var direction = gradient
    var move = gradient
    while true {
      if let outcome = end(at: result, cancellation) { return result.ended(outcome) }
      var step = descent(&direction, slopes, penalties, history)
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
      guard let value = accepted else { return result.ended(.stalled) }
      history.append(from: point, gradient, to: trial.point, trial.gradient)
      swap(&point, &trial.point)
      swap(&gradient, &trial.gradient)
      swap(&slopes, &trial.slopes)
      let last = result
      result.step(to: value, magnitude: Scalar.largestMagnitude(slopes))
      if isSmall(from: last, to: result) { return result.ended(.stalled) }
    }
  }

  /// Finds where to go down to; returns the length of the first step.
  private func descent<Scalar: OptimisationScalar>(
    _ direction: inout [Scalar], _ slopes: [Scalar], _ penalties: [Scalar],
    _ history: LBFGSHistory<Scalar>
  ) -> Double {
    history.multiply(slopes, into: &direction)
    Scalar.align(&direction, slopes, penalties)
    if !(Scalar.dot(slopes, direction, threads: threads) > 0) {
      // Rounding has spoilt the curvature: start over from steepest descent.
      history.removeAll()
      direction = slopes
    }
    // Without curvature there is no natural length: move by one unit at most.
    return history.isEmpty
      ? min(1, 1 / Scalar.dot(direction, direction, threads: threads).squareRoot()) : 1
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
    _ value: Double, _ magnitude: Double, promise: Double, _ current: Result
  ) -> Bool {
    guard value.isFinite && magnitude.isFinite else { return false }
    return value <= current.value + Self.sufficientDecrease * promise
      || value <= current.value + Self.rounding * abs(current.value)
        && magnitude < current.gradientMagnitude
  }
}
