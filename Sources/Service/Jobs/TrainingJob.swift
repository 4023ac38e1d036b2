/// A training that runs, or ran, while requests are answered.
package struct TrainingJob: Codable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case running, succeeded, failed, cancelled
  }

  /// How far it has come.
  package struct Progress: Codable, Sendable {
    /// The model being trained.
    package var kind: String
    /// What is done with it now, in words.
    package var step: String
    /// Of the work on this model, from 0 to 1.
    package var share: Double
  }

  package var id: String
  package var state: State
  package var kinds: [String]
  package var createdAt: String
  package var endedAt: String?
  /// Nil before the first step and after the end.
  package var progress: Progress?
  /// What was trained so far.
  package var result: TrainAnswer
  /// Why it failed.
  package var error: String?
}
