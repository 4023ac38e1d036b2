/// Where a training is between two updates, besides what its slab holds.
struct TrainingState: Sendable, Hashable {
  /// The passes over the examples that are complete.
  var epoch = 0
  /// The mini-batches of the next pass that are done.
  var batch = 0
  /// Whether what follows the last update, such as a validation, is done.
  var isConcluded = true
  /// The sum of the losses of those, each times its terms, and the terms.
  var lossSum = 0.0
  var terms = 0.0
  /// The mean loss over the last whole pass.
  var epochLoss: Double?
  /// The seconds it took so far.
  var seconds = 0.0
  /// The best parameters, if there was a validation.
  var best: Best?
  /// The validations since then.
  var validationsSinceBest = 0
  /// Why it ended, once it has.
  var reason: TrainingOutcome.Reason?

  struct Best: Sendable, Hashable {
    var metric: Double
    var step: Int
    /// All parameters, as the slab lays them out.
    var values: [Float]
  }
}
