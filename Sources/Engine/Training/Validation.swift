/// How a training is judged on examples it does not learn from.
///
/// The parameters that were judged best are the ones that the training ends
/// with.
package struct Validation {
  /// Which values of the metric are better.
  package enum Goal: Sendable, Hashable { case greatest, least }

  /// Whether the metric should rise or fall.
  package let goal: Goal
  /// The validations in a row without a better metric that end the training; nil
  /// for none.
  package let patience: Int?
  /// The epochs from one validation to the next; there is one at the end, too.
  package let epochs: Int
  /// The metric of the parameters in a slab.
  package let metric: (ParameterSlab) -> Double

  package init(
    _ goal: Goal, patience: Int? = nil, everyEpochs epochs: Int = 1,
    metric: @escaping (ParameterSlab) -> Double
  ) {
    precondition(
      epochs > 0 && patience ?? 1 > 0,
      "validation: every \(epochs) epochs, a patience of \(patience ?? 1)")
    self.goal = goal
    self.patience = patience
    self.epochs = epochs
    self.metric = metric
  }

  func isBetter(_ metric: Double, than best: Double) -> Bool {
    goal == .greatest ? metric > best : metric < best
  }
}
