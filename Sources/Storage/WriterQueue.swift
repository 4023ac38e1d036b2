import Dispatch
import Glibc
import Synchronization

/// Lends the one writing connection in the order of asking, and lets short
/// writes of several threads share one transaction and one commit.
///
/// A thread that has done its part of a transaction hands the connection, with
/// the transaction open, to the next that waits; the one after whom nobody waits
/// commits for all of them. So a thread alone commits at once, and the more
/// threads write the more of them one commit serves.
///
/// - Source: DeWitt et al., "Implementation Techniques for Main Memory Database
///   Systems", SIGMOD 1984, section 5.2 (group commit).
final class WriterQueue: Sendable {
  /// What a thread has while it is its turn.
  struct Turn {
    let connection: Connection
    /// The open transaction it joins; nil where there is none.
    let group: CommitGroup?
  }

  private final class Ticket: Sendable {
    let isAlone: Bool
    let thread = pthread_self()
    let called = DispatchSemaphore(value: 0)
    init(isAlone: Bool) { self.isAlone = isAlone }
  }

  private struct State {
    var connection: Connection?
    /// The open transaction that the next in turn joins.
    var group: CommitGroup?
    var waiting: [Ticket] = []
    /// Whose turn it is.
    var owner: pthread_t?
    var isClosed = false
  }

  private let path: String
  private let durability: Store.Durability
  private let state = Mutex(State())

  init(path: String, durability: Store.Durability) {
    self.path = path
    self.durability = durability
  }

  /// Threads that wait for their turn.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Waits for the connection.
  ///
  /// Whoever asks to be alone never gets an open transaction.
  ///
  /// - Precondition: this thread does not have it already.
  func take(isAlone: Bool) throws(StoreError) -> Turn {
    waitForTurn(isAlone: isAlone)
    do throws(StoreError) {
      let (known, group, isClosed) = state.withLock { state in
        (state.connection, state.group.take(), state.isClosed)
      }
      guard !isClosed else { throw StoreError(.closed, "\(path) has been closed", path: path) }
      if let known { return Turn(connection: known, group: group) }
      let connection = try Connection(path: path, role: .writer(durability))
      state.withLock { $0.connection = connection }
      return Turn(connection: connection, group: nil)
    } catch {
      giveBack()
      throw error
    }
  }

  private func waitForTurn(isAlone: Bool) {
    let ticket: Ticket? = state.withLock { state in
      let thread = pthread_self()
      precondition(
        state.owner != thread,
        "a write inside a write of the same store would wait for ever")
      guard state.owner != nil else {
        state.owner = thread
        return nil
      }
      let ticket = Ticket(isAlone: isAlone)
      state.waiting.append(ticket)
      return ticket
    }
    ticket?.called.wait()
  }

  /// Hands the connection and an open transaction to the next in the queue.
  ///
  /// - Returns: false where nobody waits who may join: then the caller ends the
  ///   transaction.
  func passOn(_ group: CommitGroup) -> Bool {
    state.withLock { state in
      guard let next = state.waiting.first, !next.isAlone, group.mayGrow else { return false }
      state.group = group
      call(&state)
      return true
    }
  }

  /// Gives the connection back, without a transaction.
  func giveBack() { state.withLock { call(&$0) } }

  private func call(_ state: inout State) {
    guard !state.waiting.isEmpty else {
      state.owner = nil
      return
    }
    let next = state.waiting.removeFirst()
    state.owner = next.thread
    next.called.signal()
  }

  /// Waits for its turn and closes the connection; later takers get an error.
  ///
  /// `last` is called with the connection just before it closes.
  func close(_ last: (Connection) -> Void) {
    waitForTurn(isAlone: true)
    let connection = state.withLock { state in
      state.isClosed = true
      return state.connection.take()
    }
    if let connection {
      last(connection)
      connection.close()
    }
    giveBack()
  }
}
