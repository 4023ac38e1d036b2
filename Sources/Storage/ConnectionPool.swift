import Dispatch
import Synchronization

/// Lends reading connections, opened as they are first needed, to one owner at a
/// time.
final class ConnectionPool: Sendable {
  private struct State {
    var idle: [Connection] = []
    var isClosed = false
  }

  private let path: String
  private let capacity: Int
  private let permits: DispatchSemaphore
  private let state = Mutex(State())

  init(path: String, capacity: Int) {
    self.path = path
    self.capacity = capacity
    // A semaphore must not be freed below its first value, so permits are added.
    permits = DispatchSemaphore(value: 0)
    for _ in 0..<capacity { permits.signal() }
  }

  /// Waits for a connection that nobody uses.
  func borrow() throws(StoreError) -> Connection {
    permits.wait()
    let (idle, isClosed) = state.withLock { state in
      (state.idle.popLast(), state.isClosed)
    }
    do throws(StoreError) {
      guard !isClosed else { throw StoreError(.closed, "\(path) has been closed", path: path) }
      if let idle { return idle }
      return try Connection(path: path, role: .reader)
    } catch {
      permits.signal()
      throw error
    }
  }

  func giveBack(_ connection: Connection) {
    state.withLock { $0.idle.append(connection) }
    permits.signal()
  }

  /// Waits until nobody uses a connection and closes them all; later borrowers
  /// get an error.
  func close() {
    for _ in 0..<capacity { permits.wait() }
    let connections = state.withLock { state in
      defer { state = State(idle: [], isClosed: true) }
      return state.idle
    }
    for connection in connections { connection.close() }
    for _ in 0..<capacity { permits.signal() }
  }
}
