/// A model just trained.
package struct TrainingResult: Sendable {
  /// Which model.
  package var kind: ModelKind
  /// Its name, such as `churn-3`.
  package var name: String
  /// How long it took.
  package var seconds: Double
  /// What it learned from, in words.
  package var learnedFrom: String
  /// How many bytes it has.
  package var byteCount: Int
  /// How a recommender was chosen; nil for other models.
  package var choice: RecommenderChoice?
}
