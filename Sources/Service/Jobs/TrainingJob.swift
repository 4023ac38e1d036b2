/// A training that runs, or ran, while requests are answered.
package struct TrainingJob: Codable, Sendable {
  /// How a job stands.
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

  /// The id by which it is asked for.
  package var id: String
  /// How it stands.
  package var state: State
  /// What is trained, in order.
  package var kinds: [String]
  /// When it was made, in RFC 3339.
  package var createdAt: String
  /// When it ended, in RFC 3339; nil while it runs.
  package var endedAt: String?
  /// Nil before the first step and after the end.
  package var progress: Progress?
  /// What was trained so far.
  package var result: TrainAnswer
  /// Why it failed.
  package var error: String?
}
