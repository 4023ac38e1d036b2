import Churn
import Engine
import Recommendation
import Support
import Synchronization

/// A model that is kept in the database.
protocol StoredModel: Sendable {
  static var kind: ModelKind { get }
  /// Where the one in use is held in memory.
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { get }

  init(checkpoint: Checkpoint) throws
}

/// The models in use that are in memory.
struct ActiveModels: Sendable {
  var recommender: Rapport.Active<RecommenderModel>?
  var churn: Rapport.Active<ChurnModel>?
  var value: Rapport.Active<ValueModel>?
  var support: Rapport.Active<SupportModel>?
}

/// Whose turn it is to read the active model of each kind.
struct ModelTurns: Sendable {
  final class Turn: Sendable {
    private let mutex = Mutex(())

    /// Runs one body after the other.
    func take<Value>(_ body: () throws -> Value) rethrows -> Value {
      try mutex.withLock { _ in try body() }
    }
  }

  private let recommender = Turn(), churn = Turn(), value = Turn(), support = Turn()

  func of(_ kind: ModelKind) -> Turn {
    switch kind {
    case .recommender: recommender
    case .churn: churn
    case .value: value
    case .support: support
    }
  }
}

extension RecommenderModel: StoredModel {
  static var kind: ModelKind { .recommender }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.recommender }
}

extension ChurnModel: StoredModel {
  static var kind: ModelKind { .churn }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.churn }
}

extension ValueModel: StoredModel {
  static var kind: ModelKind { .value }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.value }
}

extension SupportModel: StoredModel {
  static var kind: ModelKind { .support }
  static var slot: WritableKeyPath<ActiveModels, Rapport.Active<Self>?> { \.support }
}
