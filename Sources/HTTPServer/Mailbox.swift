import Synchronization

/// How other threads speak to an event loop: letters, and a bell that wakes it if it sleeps.
final class Mailbox: Sendable {
  enum Letter: Sendable {
    case outcome(connection: UInt64, Responder.Outcome)
    /// A stream of a connection has room again.
    case resume(connection: UInt64)
    /// A connection that another loop accepted for this one.
    case adopt(ClientSocket)
    /// A connection beyond a cap, for which so many loops have found no room.
    case place(ClientSocket, after: Int)
    case drain
  }

  private struct State {
    var letters: [Letter] = []
    var isAsleep = false
  }

  let poller: Poller
  private let bell: WakeUp
  private let state = Mutex(State())

  /// The token of the bell in `poller`.
  static let token: UInt64 = 0

  init() throws(SystemFailure) {
    poller = try Poller()
    bell = try WakeUp()
    // Edge-triggered: the bell need not be read to fall silent.
    try poller.add(bell.number, token: Self.token, [.read, .edge])
  }

  func post(_ letter: Letter) {
    let wasAsleep = state.withLock { state in
      state.letters.append(letter)
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if wasAsleep { bell.signal() }
  }

  /// Has the next letter ring the bell, or says false if one is there already.
  func fallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.letters.isEmpty
      return state.isAsleep
    }
  }

  /// Takes every letter.
  func collect() -> [Letter] {
    state.withLock { state in
      state.isAsleep = false
      guard !state.letters.isEmpty else { return [] }
      defer { state.letters = [] }
      return state.letters
    }
  }
}
