import Glibc
import Synchronization

/// Serves the sockets of its connections; one thread, which runs no handler that may block.
final class EventLoop {
  let context: ServerContext
  /// The mailboxes of all loops, and which of them is this one's.
  let mailboxes: [Mailbox]
  let index: Int
  var listener: Listener?
  var isAccepting = false
  var connections = ConnectionTable()
  var deadlines: DeadlineWheel
  /// Requests with a worker whose clients have left, by connection.
  var abandoned: [UInt64: Abandoned] = [:]
  var now: Instant
  var random = RandomPool()
  var scratch = [UInt8](repeating: 0, count: 64 << 10)
  /// When to accept again after descriptors had run out.
  var acceptTime: Instant?
  /// Connections with more input than was read at once.
  private var unfinished: [UInt64] = []
  private var batch = Poller.Batch()
  private var drainDeadline: Instant?
  /// How responses of the current second begin, and when that second ends.
  private var opening: (end: Instant, bytes: [UInt8])

  /// A request whose client has left.
  struct Abandoned {
    let exchange: Connection.Exchange
    let peer: PeerAddress
  }

  /// Reads in a row from one connection, so that a fast sender does not starve the others.
  private static let readsAtOnce = 16
  static let listenerToken = Mailbox.token + 1

  init(context: ServerContext, mailboxes: [Mailbox], index: Int, listener: Listener) {
    self.context = context
    self.mailboxes = mailboxes
    self.index = index
    self.listener = listener
    now = .now
    opening = (now, [])
    deadlines = DeadlineWheel(now: now)
  }

  var mailbox: Mailbox { mailboxes[index] }

  /// Serves until drained.
  func run() {
    startAccepting()
    while true {
      let maySleep = unfinished.isEmpty && mailbox.fallAsleep()
      mailbox.poller.wait(milliseconds: maySleep ? timeout : 0, into: &batch)
      now = .now
      for letter in mailbox.collect() { handle(letter) }
      for index in 0..<batch.count { handle(batch[index]) }
      for token in takeUnfinished() {
        if let connection = connections[token] { pump(connection) }
      }
      keepDeadlines()
      if let drainDeadline {
        let hasWork = !abandoned.isEmpty && now < drainDeadline
        if connections.isEmpty && !hasWork { return }
      }
    }
  }

  private func handle(_ event: Poller.Event) {
    switch event.token {
    case Mailbox.token: return
    case Self.listenerToken: acceptAll()
    default:
      // A connection closed by an earlier event of the same batch is gone from the table.
      guard let connection = connections[event.token] else { return }
      handle(event.readiness, of: connection)
    }
  }

  private func handle(_ letter: Mailbox.Letter) {
    switch letter {
    case .outcome(let token, let outcome):
      guard let connection = connections[token] else {
        if let left = abandoned.removeValue(forKey: token) { observe(outcome, left) }
        return
      }
      respond(outcome, on: connection)
      proceed(connection)
    case .resume(let token):
      guard let connection = connections[token], connection.stage == .streaming else { return }
      setDeadline(now + context.delays.body, of: connection)
      proceed(connection)
    case .adopt(let socket):
      adopt(socket)
    case .place(let socket, let asked):
      place(socket, after: asked)
    case .drain:
      drain()
    }
  }

  private func handle(_ readiness: Poller.Readiness, of connection: Connection) {
    if !readiness.isDisjoint(with: [.read, .halfClosed, .hangUp]) { connection.isReadable = true }
    if !readiness.isDisjoint(with: [.halfClosed, .hangUp]) { connection.isHalfClosed = true }
    if connection.stage == .handling && !readiness.isDisjoint(with: .hangUp) {
      return close(connection)
    }
    if connection.sent < connection.output.count {
      flush(connection)
      advance(connection)
    }
    pump(connection)
  }

  /// Goes on with a connection whose stage has changed.
  private func proceed(_ connection: Connection) {
    advance(connection)
    pump(connection)
  }

  /// Reads what there is and works on it.
  ///
  /// While a request is handled nothing is read, which holds back the client. Input is reported
  /// once, when it comes, so what is left of it must be kept in mind.
  private func pump(_ connection: Connection) {
    for _ in 0..<Self.readsAtOnce {
      guard connection.isReadable, wantsInput(connection) else { return }
      receive(on: connection)
    }
    if connection.isReadable && wantsInput(connection) { unfinished.append(connection.token) }
  }

  private func wantsInput(_ connection: Connection) -> Bool {
    switch connection.stage {
    case .receiving, .lingering: !connection.isClosed
    case .streaming: !connection.isClosed && connection.stream?.isFull != true
    case .handling, .sending: false
    }
  }

  private func takeUnfinished() -> [UInt64] {
    guard !unfinished.isEmpty else { return [] }
    defer { unfinished = [] }
    return unfinished
  }

  private func receive(on connection: Connection) {
    switch Socket.receive(from: connection.socket.descriptor, into: &scratch) {
    case .wouldBlock:
      connection.isReadable = false
    case .broken:
      close(connection)
    case .endOfStream:
      connection.isReadable = false
      guard connection.stage == .streaming || isWithinRequest(connection) else {
        return close(connection)
      }
      fail(connection, ProtocolError(.badRequest, "the connection ended within a request"))
    case .bytes(let count):
      // Less than there was room for is all there was, unless the end follows.
      if count < scratch.count && !connection.isHalfClosed { connection.isReadable = false }
      guard connection.stage != .lingering else { return }
      connection.parser.append(scratch[..<count])
      advance(connection)
    }
  }

  /// Whether a client that stops here leaves a request unfinished that was not answered yet.
  func isWithinRequest(_ connection: Connection) -> Bool {
    connection.stage == .receiving && connection.parser.phase != .idle
      && !connection.parser.isDiscarding
  }

  // MARK: - Time

  private var timeout: Int32 {
    let instants = [drainDeadline, acceptTime].compactMap(\.self)
    let time = Instant.now
    let wait = deadlines.milliseconds(from: time)
    guard let first = instants.min() else { return wait }
    let left = max(0, first.nanoseconds - time.nanoseconds) / 1_000_000 + 1
    return wait < 0 ? Int32(clamping: left) : min(wait, Int32(clamping: left))
  }

  func setDeadline(_ instant: Instant, of connection: Connection) {
    connection.deadline = instant
    deadlines.update(connection)
  }

  /// Ends what is past its deadline.
  private func keepDeadlines() {
    if let time = acceptTime, time <= now {
      acceptTime = nil
      startAccepting()
    }
    for connection in deadlines.takeDue(at: now) { expire(connection) }
    guard let drainDeadline, drainDeadline <= now else { return }
    for connection in connections.all { close(connection) }
  }

  /// How a response begins now, made once a second.
  var responseOpening: [UInt8] {
    if opening.end <= now {
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      let left = Delay(.nanoseconds(1_000_000_000 - time.tv_nsec))
      opening = (now + left, ResponseHead.opening(at: time.tv_sec))
    }
    return opening.bytes
  }

  // MARK: - Ending

  private func drain() {
    guard drainDeadline == nil else { return }
    stopAccepting()
    listener = nil
    acceptTime = nil
    drainDeadline = now + context.delays.drain
    for connection in connections.all where connection.isIdle {
      // A request may have arrived that no event has told of yet.
      receive(on: connection)
      if !connection.isClosed && connection.isIdle { close(connection) }
    }
  }
}
