import Dispatch
import Glibc
import Synchronization

/// Lends connections to one owner at a time.
///
/// The writer is a pool of one; readers are opened as they are first needed.
final class ConnectionPool: Sendable {
  private struct State {
    var idle: [Connection] = []
    var isClosed = false
    /// Who has the only connection of a pool of one.
    var owner: pthread_t?
  }

  private let path: String
  private let role: Connection.Role
  private let capacity: Int
  private let permits: DispatchSemaphore
  private let state = Mutex(State())

  init(path: String, role: Connection.Role, capacity: Int) {
    self.path = path
    self.role = role
    self.capacity = capacity
    // A semaphore must not be freed below its first value, so permits are added.
    permits = DispatchSemaphore(value: 0)
    for _ in 0..<capacity { permits.signal() }
  }

  /// Waits for a connection that nobody uses.
  ///
  /// - Precondition: in a pool of one, this thread does not have it already.
  func borrow() throws(StoreError) -> Connection {
    let thread = pthread_self()
    precondition(
      capacity > 1 || state.withLock { $0.owner } != thread,
      "a write inside a write of the same store would wait for ever")
    permits.wait()
    let (idle, isClosed) = state.withLock { state in
      if capacity == 1 { state.owner = thread }
      return (state.idle.popLast(), state.isClosed)
    }
    do throws(StoreError) {
      guard !isClosed else { throw StoreError(.closed, "\(path) has been closed", path: path) }
      if let idle { return idle }
      return try Connection(path: path, role: role)
    } catch {
      state.withLock { $0.owner = nil }
      permits.signal()
      throw error
    }
  }

  func giveBack(_ connection: Connection) {
    state.withLock { state in
      state.idle.append(connection)
      state.owner = nil
    }
    permits.signal()
  }

  /// Waits until nobody uses a connection and closes them all; later borrowers
  /// get an error.
  ///
  /// `last` is called with each connection just before it closes.
  func close(_ last: (Connection) -> Void = { _ in }) {
    for _ in 0..<capacity { permits.wait() }
    let connections = state.withLock { state in
      defer { state = State(idle: [], isClosed: true) }
      return state.idle
    }
    for connection in connections {
      last(connection)
      connection.close()
    }
    for _ in 0..<capacity { permits.signal() }
  }
}
