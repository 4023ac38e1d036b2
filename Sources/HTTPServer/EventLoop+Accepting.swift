/// How connections come, and which of them make room for others.
extension EventLoop {
  /// How long to leave new connections alone when descriptors have run out.
  private static let acceptPause = Delay(.milliseconds(200))
  /// Most connections that are closed at once to make room.
  private static let evictions = 32
  /// How long a body may be under way before its connection can be closed to make room.
  private static let bodyGrace = Delay(.seconds(5))

  func startAccepting() {
    guard let listener, !isAccepting, acceptTime == nil else { return }
    do {
      try mailbox.poller.add(
        listener.descriptor.number, token: Self.listenerToken, [.read, .exclusive])
      isAccepting = true
    } catch {
      acceptTime = now + Self.acceptPause
    }
  }

  func stopAccepting() {
    guard let listener, isAccepting else { return }
    try? mailbox.poller.remove(listener.descriptor.number)
    isAccepting = false
  }

  func acceptAll() {
    // In batches: a flood of new connections must not starve the old ones.
    for _ in 0..<64 {
      guard let listener, isAccepting else { return }
      switch Socket.accept(from: listener.descriptor.number) {
      case .none:
        return
      case .exhausted:
        guard !makeRoom(for: nil) else { continue }
        // The listener stays ready, so polling it on would spin.
        stopAccepting()
        acceptTime = now + Self.acceptPause
      case .connection(let descriptor, let peer):
        place(ClientSocket(descriptor, peer: peer))
      }
    }
  }

  /// Gives a connection to the loop it is counted for, if need be in place of others.
  ///
  /// A loop that has none to close at a cap passes the connection on, until all were asked.
  func place(_ socket: ClientSocket, after asked: Int = 0) {
    let network = socket.peer.network
    var verdict = context.census.admit(network)
    switch verdict {
    case .full where makeRoom(for: nil), .fullForClient where makeRoom(for: network):
      verdict = context.census.admit(network)
    default: break
    }
    switch verdict {
    case .loop(let place) where place == index: adopt(socket)
    case .loop(let place): mailboxes[place].post(.adopt(socket))
    case .full, .fullForClient:
      guard asked < mailboxes.count - 1 else { return refuse(socket) }
      mailboxes[(index + 1) % mailboxes.count].post(.place(socket, after: asked + 1))
    }
  }

  /// Starts to serve a connection that was counted in for this loop.
  func adopt(_ socket: ClientSocket) {
    guard listener != nil else {
      return context.census.release(socket.peer.network, loop: index)
    }
    let number = socket.descriptor.number
    let connection = Connection(
      token: connections.token(for: number), socket: socket,
      limits: context.configuration.limits, now: now)
    do {
      try mailbox.poller.add(
        number, token: connection.token, [.read, .write, .halfClosed, .edge])
    } catch {
      return context.census.release(socket.peer.network, loop: index)
    }
    connections.insert(connection)
    setDeadline(now + context.delays.header, of: connection)
  }

  /// Closes the connections that have kept this loop waiting longest, of one client or of all,
  /// and says whether there were any.
  ///
  /// First go those that owe a request's head, then those between two requests, then bodies
  /// that take long: a client that sends its request at once never waits for those that do not.
  private func makeRoom(for network: [UInt8]?) -> Bool {
    var waiting: [(rank: Int, connection: Connection)] = []
    for connection in connections.all {
      guard network == nil || connection.socket.peer.network == network,
        let rank = rank(of: connection)
      else { continue }
      waiting.append((rank, connection))
    }
    // An eighth, so that the search is paid for by several connections.
    let count = min(Self.evictions, max(1, waiting.count / 8))
    waiting.sort { ($0.rank, $0.connection.entered) < ($1.rank, $1.connection.entered) }
    for (_, connection) in waiting.prefix(count) { close(connection) }
    return !waiting.isEmpty
  }

  /// How readily a connection is closed to make room; nil for never.
  private func rank(of connection: Connection) -> Int? {
    switch (connection.stage, connection.phase) {
    case (.lingering, _), (.receiving, .head): 0
    case (.receiving, .idle): 1
    case (.receiving, .body): connection.entered + Self.bodyGrace < now ? 2 : nil
    default: nil
    }
  }

  /// Answers a connection beyond the caps with 503 and lets it go, without keeping state.
  private func refuse(_ socket: ClientSocket) {
    var response = context.responder.renderError(
      .serviceUnavailable, "the server has as many connections as it takes", nil)
    response.headers["Retry-After"] = "1"
    var bytes: [UInt8] = []
    ResponseHead(opening: responseOpening, request: nil, closes: true).write(response, to: &bytes)
    var sent = 0
    if case .bytes(let count) = Socket.send(bytes, from: 0, to: socket.descriptor) {
      sent = count
    }
    Socket.finishSending(on: socket.descriptor)
    _ = Socket.receive(from: socket.descriptor, into: &scratch)
    context.observe(
      ResponseRecord(
        head: nil, template: nil, status: response.status, route: nil, nanoseconds: 0,
        bytes: sent, keyID: nil, remoteAddress: socket.peer.text, failure: nil))
  }
}
