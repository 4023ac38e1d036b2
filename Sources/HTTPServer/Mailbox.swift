import Synchronization

/// How other threads speak to an event loop: letters, and a bell that wakes it.
final class Mailbox: Sendable {
  enum Letter: Sendable {
    case answer(connection: UInt64, Responder.Answer)
    case drain
  }

  let poller: Poller
  let wakeUp: WakeUp
  private let letters = Mutex<[Letter]>([])

  /// The token of the bell in `poller`.
  static let token: UInt64 = 0

  init() throws(SystemFailure) {
    poller = try Poller()
    wakeUp = try WakeUp()
    try poller.add(wakeUp.number, token: Self.token, .read)
  }

  func post(_ letter: Letter) {
    let wasEmpty = letters.withLock { letters in
      letters.append(letter)
      return letters.count == 1
    }
    if wasEmpty { wakeUp.signal() }
  }

  /// Takes every letter.
  func collect() -> [Letter] {
    wakeUp.clear()
    return letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }
}
