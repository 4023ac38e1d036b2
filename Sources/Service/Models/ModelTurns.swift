import Synchronization

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
