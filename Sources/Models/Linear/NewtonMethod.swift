import Engine

/// Newton's method with step halving.
///
/// - Source: S. Boyd & L. Vandenberghe 2004, "Convex Optimization", algorithm
///   9.5 with the backtracking of algorithm 9.2.
struct NewtonMethod {
  private static let smallestStep = 1e-8
  /// The relative error of a value.
  private static let rounding = 1e-14

  let maximumIterations: Int
  /// The largest absolute gradient entry of a solution.
  let tolerance: Double
  /// Named by errors.
  let model: String

  struct Result {
    let iterations: Int
    /// Whether the gradient is within its tolerance.
    let hasConverged: Bool
  }

  /// Moves the parameters to the minimum.
  func minimise(
    _ objective: LinearObjective, _ parameters: inout [Double],
    _ cancellation: Cancellation?
  ) throws(ModelError) -> Result {
    var gradient = [Double](repeating: 0, count: parameters.count)
    var value = objective.evaluate(parameters, &gradient)
    for iteration in 0..<maximumIterations {
      guard value.isFinite && gradient.allSatisfy(\.isFinite) else {
        throw ModelError(.notFinite, "\(model): the loss is not finite; scale the features")
      }
      let magnitude = Double.largestMagnitude(gradient)
      if magnitude <= tolerance { return Result(iterations: iteration, hasConverged: true) }
      guard cancellation?.isCancelled != true else {
        throw ModelError(.cancelled, "\(model): cancelled while fitting")
      }
      let direction = try direction(objective.hessian(parameters), gradient)
      var slope = 0.0
      for index in direction.indices { slope -= direction[index] * gradient[index] }

      var step = 1.0
      var trialGradient = gradient
      var accepted: (parameters: [Double], value: Double)?
      while accepted == nil && step > Self.smallestStep {
        let trial = parameters.indices.map { parameters[$0] - step * direction[$0] }
        let trialValue = objective.evaluate(trial, &trialGradient)
        // Where values drown in rounding, gradients do not.
        let isSufficient =
          trialValue <= value + 1e-4 * step * slope
          || trialValue <= value + Self.rounding * abs(value)
            && Double.largestMagnitude(trialGradient) <= magnitude / 2
        if isSufficient { accepted = (trial, trialValue) }
        step /= 2
      }
      // No step decreases the value, which is at its minimum up to rounding.
      guard let accepted else { return Result(iterations: iteration, hasConverged: false) }
      parameters = accepted.parameters
      value = accepted.value
      gradient = trialGradient
      // The slope estimates twice the decrease that was left before this step.
      let left = Double.largestMagnitude(gradient)
      if -slope <= Self.rounding * abs(value) && left > magnitude / 2 {
        return Result(iterations: iteration + 1, hasConverged: left <= tolerance)
      }
    }
    return Result(
      iterations: maximumIterations, hasConverged: Double.largestMagnitude(gradient) <= tolerance)
  }

  /// The solution of Hessian · direction = gradient.
  ///
  /// Far from the optimum, or with dependent columns and no penalty, the
  /// Hessian is singular in Double: a growing multiple of its diagonal's mean
  /// is added, which turns the step towards steepest descent.
  private func direction(
    _ hessian: [Double], _ gradient: [Double]
  ) throws(ModelError) -> [Double] {
    let size = gradient.count
    let diagonal = (0..<size).map { hessian[$0 * size + $0] }
    let mean = diagonal.reduce(0, +) / Double(size)
    for ridge in [0, 1e-12, 1e-9, 1e-6, 1e-3, 1] {
      var shifted = hessian
      for index in 0..<size { shifted[index * size + index] += ridge * mean }
      guard let factor = try? Cholesky(shifted, size: size) else { continue }
      let direction = factor.solve(gradient)
      if direction.allSatisfy(\.isFinite) { return direction }
    }
    throw ModelError(
      .singular, "\(model): the Hessian is singular; raise l2 or scale the features")
  }
}
