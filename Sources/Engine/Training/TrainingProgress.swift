/// How far a training is, after an update.
package struct TrainingProgress: Sendable, Hashable {
  /// The updates made.
  package let step: Int
  /// The updates that all epochs together make.
  package let totalSteps: Int
  /// The pass over the examples, from 1.
  package let epoch: Int
  /// The mean loss over the mini-batch, before the update.
  package let loss: Double
  package let learningRate: Float
  /// The norm of the gradient before it was clipped.
  package let gradientNorm: Double
  /// Examples a second since `train` was called, its validations included.
  package let examplesPerSecond: Double
  /// What the validation gave, if there was one after this update.
  package let metric: Double?

  /// The share of all updates that are made.
  package var fraction: Double { Double(step) / Double(totalSteps) }
}
