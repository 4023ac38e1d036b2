import Glibc
import Synchronization

/// Serves the sockets of its connections; one thread, which never runs a handler.
final class EventLoop {
  let context: ServerContext
  let mailbox: Mailbox
  var connections: [UInt64: Connection] = [:]
  /// Requests with a worker whose clients have left, by connection.
  var abandoned: [UInt64: Connection.Exchange] = [:]
  var now = ContinuousClock.now
  private var listener: Listener?
  private var isAccepting = false
  private var nextToken = EventLoop.listenerToken + 1
  private var scratch = [UInt8](repeating: 0, count: 64 << 10)
  /// When to look for passed deadlines; not later than the first of them.
  private var nextSweep: ContinuousClock.Instant?
  private var drainDeadline: ContinuousClock.Instant?
  private var date = (seconds: -1, text: "")

  private static let listenerToken = Mailbox.token + 1
  /// Deadlines are kept to this precision, so that many of them do not mean many sweeps.
  private static let sweepInterval = Duration.milliseconds(20)
  /// How long to leave new connections alone when descriptors have run out.
  private static let acceptPause = Duration.milliseconds(200)

  init(context: ServerContext, mailbox: Mailbox, listener: Listener) {
    self.context = context
    self.mailbox = mailbox
    self.listener = listener
  }

  /// Serves until drained.
  func run() {
    startAccepting()
    while true {
      let events = mailbox.poller.wait(milliseconds: timeout)
      now = ContinuousClock.now
      for event in events { handle(event) }
      sweep()
      if let drainDeadline {
        let hasWork = !abandoned.isEmpty && now < drainDeadline
        if connections.isEmpty && !hasWork { return }
      }
    }
  }

  private func handle(_ event: Poller.Event) {
    switch event.token {
    case Mailbox.token:
      for letter in mailbox.collect() { handle(letter) }
    case Self.listenerToken:
      acceptAll()
    default:
      // A connection closed by an earlier event of the same batch is gone from the table.
      guard let connection = connections[event.token] else { return }
      handle(event.readiness, of: connection)
    }
  }

  private func handle(_ letter: Mailbox.Letter) {
    switch letter {
    case .answer(let token, let answer):
      if let exchange = abandoned.removeValue(forKey: token) {
        return observe(answer, abandoned: exchange)
      }
      guard let connection = connections[token] else { return }
      connection.exchange?.template = answer.template
      connection.exchange?.failure = answer.failure
      send(answer.response, on: connection)
      advance(connection)
    case .drain:
      drain()
    }
  }

  private func handle(_ readiness: Poller.Readiness, of connection: Connection) {
    switch connection.stage {
    case .receiving:
      if readiness.contains(.write) { flush(connection) }
      if !readiness.isDisjoint(with: [.read, .hangUp]) { receive(on: connection) }
    case .handling:
      if !readiness.isDisjoint(with: .hangUp) { close(connection) }
    case .sending:
      flush(connection)
      advance(connection)
    case .lingering:
      receive(on: connection)
    }
  }

  private func receive(on connection: Connection) {
    guard !connection.isClosed else { return }
    switch Socket.receive(from: connection.descriptor, into: &scratch) {
    case .wouldBlock:
      return
    case .broken:
      close(connection)
    case .endOfStream:
      guard connection.stage == .receiving && connection.parser.phase != .idle else {
        return close(connection)
      }
      fail(connection, ProtocolError(.badRequest, "the connection ended within a request"))
    case .bytes(let count):
      guard connection.stage == .receiving else { return }
      connection.parser.append(scratch[..<count])
      advance(connection)
    }
  }

  // MARK: - Accepting

  private func startAccepting() {
    guard let listener, !isAccepting else { return }
    do {
      try mailbox.poller.add(
        listener.descriptor.number, token: Self.listenerToken, [.read, .exclusive])
      isAccepting = true
    } catch {
      schedule(now + Self.acceptPause)
    }
  }

  private func stopAccepting() {
    guard let listener, isAccepting else { return }
    try? mailbox.poller.remove(listener.descriptor.number)
    isAccepting = false
  }

  private func acceptAll() {
    // In batches: a flood of new connections must not starve the old ones.
    for _ in 0..<64 {
      guard let listener, isAccepting else { return }
      switch Socket.accept(from: listener.descriptor.number) {
      case .none:
        return
      case .exhausted:
        // The listener stays ready, so polling it on would spin.
        stopAccepting()
        schedule(now + Self.acceptPause)
      case .connection(let descriptor, let peer):
        admit(descriptor, peer)
      }
    }
  }

  private func admit(_ descriptor: consuming Descriptor, _ peer: PeerAddress) {
    guard context.census.admit(peer.network) else { return refuse(descriptor, peer) }
    let connection = Connection(
      token: nextToken, descriptor: descriptor, peer: peer,
      limits: context.configuration.limits)
    nextToken += 1
    do {
      try mailbox.poller.add(
        connection.descriptor.number, token: connection.token, connection.interest)
    } catch {
      return context.census.release(peer.network)
    }
    connections[connection.token] = connection
    setDeadline(now + context.configuration.deadlines.header, of: connection)
  }

  /// Answers a connection beyond the caps with 503 and lets it go, without keeping state.
  private func refuse(_ descriptor: consuming Descriptor, _ peer: PeerAddress) {
    var response = context.responder.renderError(
      .serviceUnavailable, "the server has as many connections as it takes", nil)
    response.headers["Retry-After"] = "1"
    let bytes = response.encoded(
      omitsBody: false, closes: true, date: dateText, requestID: nil)
    var sent = 0
    if case .bytes(let count) = Socket.send(bytes, from: 0, to: descriptor) { sent = count }
    Socket.finishSending(on: descriptor)
    _ = Socket.receive(from: descriptor, into: &scratch)
    context.observe(
      ResponseRecord(
        method: nil, template: nil, status: response.status, duration: .zero, bytes: sent,
        requestID: nil, remoteAddress: peer.text, failure: nil))
  }

  // MARK: - Time

  private var timeout: Int32 {
    guard let nextSweep else { return -1 }
    let left = ContinuousClock.now.duration(to: nextSweep)
    guard left > .zero else { return 0 }
    // Rounded up: waking a fraction early would spin until the millisecond is over.
    let (seconds, attoseconds) = left.components
    guard seconds < 3600 else { return 3_600_000 }
    return Int32(seconds) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
  }

  func setDeadline(_ instant: ContinuousClock.Instant?, of connection: Connection) {
    connection.deadline = instant
    if let instant { schedule(instant) }
  }

  private func schedule(_ instant: ContinuousClock.Instant) {
    guard let planned = nextSweep, planned <= instant else {
      nextSweep = instant
      return
    }
  }

  /// Ends what is past its deadline and plans the next look.
  private func sweep() {
    guard let planned = nextSweep, planned <= now else { return }
    nextSweep = nil
    if drainDeadline == nil { startAccepting() }
    let isOver = drainDeadline.map { $0 <= now } ?? false
    for connection in Array(connections.values) {
      if isOver {
        close(connection)
      } else if let deadline = connection.deadline, deadline <= now {
        expire(connection)
      }
    }
    let deadlines = connections.values.compactMap(\.deadline) + [drainDeadline].compactMap(\.self)
    if let first = deadlines.min() { schedule(max(first, now + Self.sweepInterval)) }
  }

  /// The value of the `Date` field, made once a second.
  var dateText: String {
    let seconds = time(nil)
    if date.seconds != seconds {
      date = (seconds, HTTPDate.text(seconds: max(0, seconds)))
    }
    return date.text
  }

  // MARK: - Ending

  private func drain() {
    guard drainDeadline == nil else { return }
    stopAccepting()
    listener = nil
    let deadline = now + context.configuration.deadlines.drain
    drainDeadline = deadline
    schedule(deadline)
    for connection in Array(connections.values) where connection.isIdle {
      // A request may have arrived that no event has told of yet.
      receive(on: connection)
      if !connection.isClosed && connection.isIdle { close(connection) }
    }
  }
}
