import Synchronization

/// A request to stop, set by one thread and polled by the work of others.
package final class Cancellation: Sendable {
  private let flag = Atomic(false)

  package init() {}

  /// Asks the work holding this object to stop at its next check.
  package func cancel() { flag.store(true, ordering: .releasing) }

  package var isCancelled: Bool { flag.load(ordering: .acquiring) }
}
