import Churn
import Engine
import Recommendation
import Support

/// A model that is kept in the database.
protocol ServedModel: Sendable {
  static var kind: ModelKind { get }
  /// Where the one in use is held in memory.
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { get }

  init(checkpoint: Checkpoint) throws
}

extension RecommenderModel: ServedModel {
  static var kind: ModelKind { .recommender }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.recommender }
}

extension ChurnModel: ServedModel {
  static var kind: ModelKind { .churn }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.churn }
}

extension ValueModel: ServedModel {
  static var kind: ModelKind { .value }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.value }
}

extension SupportModel: ServedModel {
  static var kind: ModelKind { .support }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.support }
}
