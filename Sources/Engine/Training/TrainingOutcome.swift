/// What a training came to.
package struct TrainingOutcome: Sendable, Hashable {
  /// Why a training ended.
  package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// All epochs are done.
    case finished
    /// The validation metric did not improve any more.
    case earlyStopping
    /// The time is used up.
    case timeLimit
  }

  package let reason: Reason
  /// The updates made.
  package let steps: Int
  /// The mean loss over the last whole epoch, each mini-batch before its update;
  /// nil if there was none.
  package let epochLoss: Double?
  /// The best value of the validation metric, whose parameters the slab holds.
  package let bestMetric: Double?
  /// The updates made when it was reached.
  package let bestStep: Int?
}
