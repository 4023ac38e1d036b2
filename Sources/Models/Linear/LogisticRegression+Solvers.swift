import Engine

extension LogisticRegression {
  /// Moves the parameters to the minimum by the solver of the configuration.
  static func minimise(
    _ objective: LinearObjective, _ parameters: inout [Double], _ configuration: Configuration,
    _ cancellation: Cancellation?
  ) throws(ModelError) -> NewtonMethod.Result {
    if configuration.l1 > 0 {
      return try minimiseByOWLQN(objective, &parameters, configuration, cancellation)
    }
    return switch configuration.solver {
    case .newton: try minimiseByNewton(objective, &parameters, configuration, cancellation)
    case .lbfgs: try minimiseByLBFGS(objective, &parameters, configuration, cancellation)
    }
  }

  /// Minimises by Newton's method with exact Hessians.
  private static func minimiseByNewton(
    _ objective: LinearObjective, _ parameters: inout [Double], _ configuration: Configuration,
    _ cancellation: Cancellation?
  ) throws(ModelError) -> NewtonMethod.Result {
    let method = NewtonMethod(
      maximumIterations: configuration.maximumIterations,
      tolerance: configuration.tolerance * objective.examples.totalWeight, model: name)
    if let sample = RowSample(objective, cancellation: cancellation) {
      parameters = sample.optimum
    }
    return try method.minimise(objective, &parameters, cancellation)
  }

  /// Minimises by L-BFGS, in the metric of a sample of the rows if there are
  /// many: with w = U⁻¹u the mean loss is close to ½‖u − u*‖² near the optimum.
  private static func minimiseByLBFGS(
    _ objective: LinearObjective, _ parameters: inout [Double], _ configuration: Configuration,
    _ cancellation: Cancellation?
  ) throws(ModelError) -> NewtonMethod.Result {
    let solver = LBFGS(
      maximumIterations: configuration.maximumIterations,
      gradientTolerance: configuration.tolerance, decreaseTolerance: 0, threads: 1)
    guard let sample = RowSample(objective, cancellation: cancellation) else {
      return try outcome(
        solver.minimise(&parameters, cancellation: cancellation) {
          objective.evaluateMean($0, &$1)
        })
    }
    let metric = sample.metric
    var coordinates = sample.optimum
    metric.multiply(&coordinates)
    let result = solver.minimise(
      &coordinates, cancellation: cancellation,
      magnitude: { gradient in
        var original = gradient
        metric.multiply(&original, transposed: true)
        return Double.largestMagnitude(original)
      },
      objective: { point, gradient in
        var original = point
        metric.divide(&original)
        let value = objective.evaluateMean(original, &gradient)
        metric.divide(&gradient, transposed: true)
        return value
      })
    parameters = coordinates
    metric.divide(&parameters)
    return try outcome(result)
  }

  /// Minimises the loss plus l1·‖w‖₁ by OWL-QN.
  private static func minimiseByOWLQN(
    _ objective: LinearObjective, _ parameters: inout [Double], _ configuration: Configuration,
    _ cancellation: Cancellation?
  ) throws(ModelError) -> NewtonMethod.Result {
    let solver = LBFGS(
      maximumIterations: configuration.maximumIterations,
      gradientTolerance: configuration.tolerance, decreaseTolerance: 0, threads: 1)
    let penalty = configuration.l1 / objective.examples.totalWeight
    var penalties = [Double](repeating: penalty, count: parameters.count)
    penalties[parameters.count - 1] = 0
    return try outcome(
      solver.minimise(&parameters, penalties: penalties, cancellation: cancellation) {
        objective.evaluateMean($0, &$1)
      })
  }

  private static func outcome(_ result: LBFGS.Result) throws(ModelError) -> NewtonMethod.Result {
    switch result.outcome {
    case .cancelled: throw ModelError(.cancelled, "\(name): cancelled while fitting")
    case .notFinite:
      throw ModelError(.notFinite, "\(name): the loss is not finite; scale the features")
    case .converged, .stalled, .iterationLimit:
      return NewtonMethod.Result(
        iterations: result.iterations, hasConverged: result.outcome == .converged)
    }
  }
}
