/// What a training job is to train, and how.
package struct TrainingRequest: Sendable {
  /// Nil for all that there is data for.
  package var kinds: [ModelKind]?
  /// How to train.
  package var options: TrainingOptions

  package init(kinds: [ModelKind]? = nil, options: TrainingOptions = TrainingOptions()) {
    self.kinds = kinds
    self.options = options
  }
}
