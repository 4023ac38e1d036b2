import Engine

extension LogisticRegression {
  static func minimiseByLBFGS(
    _ objective: LogisticObjective, _ parameters: inout [Double], _ maximumIterations: Int,
    _ tolerance: Double, _ cancellation: Cancellation?
  ) throws(ModelError) -> Int {
    let solver = LBFGS(
      maximumIterations: maximumIterations, gradientTolerance: tolerance, decreaseTolerance: 0)
    let result = solver.minimise(&parameters, cancellation: cancellation) { point, gradient in
      objective.evaluate(point, &gradient)
    }
    switch result.outcome {
    case .cancelled: throw ModelError(.cancelled, "logistic regression: cancelled while fitting")
    case .notFinite:
      throw ModelError(
        .notFinite, "logistic regression: the loss is not finite; scale the features")
    case .converged, .stalled, .iterationLimit: return result.iterations
    }
  }
}
