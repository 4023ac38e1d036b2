import Dispatch

/// Work that is done again and again on a thread of its own until it is stopped.
package final class RepeatingTask: Sendable {
  private let stopped = DispatchSemaphore(value: 0)
  private let queue: DispatchQueue

  /// Begins; the first time is after one interval.
  package init(
    _ name: String, every interval: Duration, _ body: @escaping @Sendable () -> Void
  ) {
    queue = DispatchQueue(label: name, qos: .utility)
    let (seconds, attoseconds) = interval.components
    let step = DispatchTimeInterval.milliseconds(
      Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    queue.async { [stopped] in
      while stopped.wait(timeout: .now() + step) == .timedOut { body() }
    }
  }

  /// Ends it, and waits for the work under way.
  package func stop() {
    stopped.signal()
    queue.sync {}
  }
}
