package import Domain
import Synchronization

/// A clock that stands still until it is set.
package final class TestClock: Sendable {
  private let time: Mutex<Timestamp>

  package init(_ time: Timestamp) { self.time = Mutex(time) }

  /// What it shows.
  package var now: Timestamp {
    get { time.withLock(\.self) }
    set { time.withLock { $0 = newValue } }
  }
}
