import Dispatch
import Synchronization

/// Writes of several threads in one transaction, which one of them commits.
///
/// Only the thread that has the connection changes it.
final class CommitGroup: Sendable {
  /// Members that wait for one commit at most.
  static let capacity = 64
  /// How long the first member waits for others at most, their writes apart.
  static let patience = Duration.milliseconds(25)

  private struct State {
    var members = 1
    /// Members that wait for the commit.
    var waiting = 0
    var failure: StoreError?
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  private let deadline = ContinuousClock.now + CommitGroup.patience

  /// Whether another write may still join.
  var mayGrow: Bool {
    state.withLock { $0.members < Self.capacity } && ContinuousClock.now < deadline
  }

  func addMember() { state.withLock { $0.members += 1 } }

  /// Counts one that is going to wait, before another can end the transaction.
  func expectWait() { state.withLock { $0.waiting += 1 } }

  /// Takes ``expectWait()`` back: this thread ends the transaction itself.
  func cancelWait() { state.withLock { $0.waiting -= 1 } }

  /// Returns once the transaction is committed, and throws where it was undone.
  func wait() throws(StoreError) {
    ended.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Tells those who wait how the transaction ended.
  func end(_ failure: StoreError?) {
    let waiting = state.withLock { state in
      state.failure = failure
      return state.waiting
    }
    for _ in 0..<waiting { ended.signal() }
  }
}
