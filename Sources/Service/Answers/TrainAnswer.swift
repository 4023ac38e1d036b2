/// The models just trained, as `train --json` gives them.
package struct TrainAnswer: Codable, Sendable {
  /// A model that was trained.
  package struct Model: Codable, Sendable {
    /// What kind it is.
    package var kind: String
    /// Such as `churn-3`.
    package var name: String
    /// What it learned from, in words.
    package var learnedFrom: String
    /// How many bytes it has.
    package var bytes: Int
    /// How long it took.
    package var seconds: Double
    /// What a recommender is made of; nil for other models.
    package var choice: RecommenderChoice?
  }

  /// A kind for which there is too little to learn from.
  package struct Untrained: Codable, Sendable {
    /// What kind it is.
    package var kind: String
    /// Why, in words.
    package var reason: String
  }

  /// Those that were trained, in order.
  package private(set) var models: [Model] = []
  /// Kinds that there is too little data for.
  package private(set) var notTrained: [Untrained] = []

  package init() {}

  /// Adds a model that was trained.
  package mutating func add(_ result: TrainingResult) {
    models.append(
      Model(
        kind: result.kind.rawValue, name: result.name, learnedFrom: result.learnedFrom,
        bytes: result.byteCount, seconds: sixDigits(result.seconds), choice: result.choice))
  }

  /// Adds a kind that could not be trained, and why.
  package mutating func add(untrained kind: ModelKind, reason: String) {
    notTrained.append(Untrained(kind: kind.rawValue, reason: reason))
  }
}
