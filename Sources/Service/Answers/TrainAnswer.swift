/// The models just trained, as `train --json` gives them.
package struct TrainAnswer: Codable, Sendable {
  package struct Model: Codable, Sendable {
    package var kind: String
    package var name: String
    package var learnedFrom: String
    package var bytes: Int
    package var seconds: Double
    /// What a recommender is made of; nil for other models.
    package var choice: RecommenderChoice?
  }

  package struct Untrained: Codable, Sendable {
    package var kind: String
    package var reason: String
  }

  package private(set) var models: [Model] = []
  /// Kinds that there is too little data for.
  package private(set) var notTrained: [Untrained] = []

  package init() {}

  package mutating func add(_ result: TrainingResult) {
    models.append(
      Model(
        kind: result.kind.rawValue, name: result.name, learnedFrom: result.learnedFrom,
        bytes: result.byteCount, seconds: sixDigits(result.seconds), choice: result.choice))
  }

  package mutating func add(untrained kind: ModelKind, reason: String) {
    notTrained.append(Untrained(kind: kind.rawValue, reason: reason))
  }
}
