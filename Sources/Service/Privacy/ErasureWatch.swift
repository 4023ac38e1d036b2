import Engine
import Synchronization

/// Tells a training that runs while a customer is erased what its model must not hold.
///
/// Nothing is kept while no training runs.
final class ErasureWatch: Sendable {
  private struct State {
    var trainings = 0
    var erased: [ErasedTraces] = []
  }

  private let state = Mutex(State())

  /// Runs a training; erasures from now on are told to it.
  func whileTraining<Result>(_ body: () throws -> Result) rethrows -> Result {
    state.withLock { $0.trainings += 1 }
    defer {
      state.withLock {
        $0.trainings -= 1
        if $0.trainings == 0 { $0.erased = [] }
      }
    }
    return try body()
  }

  /// Notes an erasure, in its transaction.
  func note(_ traces: ErasedTraces) {
    state.withLock { if $0.trainings > 0 { $0.erased.append(traces) } }
  }

  /// The bytes of a model about to be stored, without those erased while it was trained;
  /// called in the transaction that stores it.
  func blob(of checkpoint: Checkpoint, _ kind: ModelKind, encoded: [UInt8]) throws -> [UInt8] {
    var checkpoint = checkpoint
    var isChanged = false
    for traces in state.withLock({ $0.erased }) {
      isChanged = try traces.takeOut(of: &checkpoint, kind) != nil || isChanged
    }
    return isChanged ? try checkpoint.encoded() : encoded
  }
}
