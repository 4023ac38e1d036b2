import Synchronization

/// The course of a response, and the end of a connection.
extension EventLoop {
  /// Answers a request that breaks the protocol, and closes: after it the place where the
  /// next request starts is anyone's guess.
  func fail(_ connection: Connection, _ error: ProtocolError) {
    if connection.stage == .streaming {
      // The handler learns of it where it waits for the body, and answers.
      connection.exchange?.keepsAlive = false
      connection.stage = .handling
      connection.deadline = .distantFuture
      connection.stream?.fail(error)
      return
    }
    let request = connection.pending?.request
    connection.pending = nil
    if request == nil {
      connection.exchange = Connection.Exchange(
        head: nil, started: connection.entered, keepsAlive: false)
    }
    connection.exchange?.keepsAlive = false
    send(context.responder.render(error, request), on: connection)
  }

  func respond(_ outcome: Responder.Outcome, on connection: Connection) {
    if let stream = connection.stream {
      if connection.stage == .streaming { connection.exchange?.keepsAlive = false }
      stream.fail(Self.departure)
      connection.stream = nil
    }
    if let failure = outcome.failure { connection.exchange?.failure = failure }
    send(outcome.response, on: connection)
  }

  /// What a handler is told that goes on with a stream after its end.
  private static let departure = ProtocolError(.badRequest, "the client has left")

  private func send(_ response: Response, on connection: Connection) {
    let closes =
      connection.exchange?.keepsAlive != true || context.isDraining.load(ordering: .relaxed)
      || connection.requests >= context.configuration.requestsPerConnection
    connection.exchange?.status = response.status
    connection.closesAfterOutput = closes
    ResponseHead(opening: responseOpening, request: connection.exchange?.head, closes: closes)
      .write(response, to: &connection.output)
    connection.stage = .sending
    setDeadline(now + context.delays.write, of: connection)
    flush(connection)
  }

  /// Sends what the socket takes; when all is sent, ends the exchange.
  func flush(_ connection: Connection) {
    while connection.sent < connection.output.count {
      switch Socket.send(
        connection.output, from: connection.sent, to: connection.socket.descriptor)
      {
      case .bytes(let count):
        connection.sent += count
        connection.exchange?.bytes += count
      case .wouldBlock: return
      case .broken: return close(connection)
      }
    }
    // Room for the next response stays, unless it is uncommonly much.
    connection.output.removeAll(keepingCapacity: connection.output.capacity <= 4096)
    connection.sent = 0
    if connection.stage == .sending { finishExchange(of: connection) }
  }

  private func finishExchange(of connection: Connection) {
    observe(connection)
    if connection.closesAfterOutput {
      Socket.finishSending(on: connection.socket.descriptor)
      connection.stage = .lingering
      connection.entered = now
      setDeadline(now + context.delays.linger, of: connection)
    } else {
      connection.stage = .receiving
      connection.phase = .idle
      connection.entered = now
      setDeadline(now + context.delays.idle, of: connection)
    }
  }

  /// What happens to a connection past its deadline.
  func expire(_ connection: Connection) {
    guard connection.stage == .streaming || isWithinRequest(connection) else {
      return close(connection)
    }
    let part = connection.parser.phase == .head ? "header" : "body"
    fail(connection, ProtocolError(.requestTimeout, "the request's \(part) took too long"))
  }

  func close(_ connection: Connection) {
    guard !connection.isClosed else { return }
    connection.isClosed = true
    if connection.stage == .handling || connection.stage == .streaming {
      if let exchange = connection.exchange {
        abandoned[connection.token] = Abandoned(
          exchange: exchange, peer: connection.socket.peer)
      }
      connection.stream?.fail(Self.departure)
    }
    observe(connection)
    deadlines.remove(connection)
    connections.remove(connection)
    context.census.release(connection.socket.peer.network, loop: index)
  }

  /// Reports a request whose client left before its answer was there.
  func observe(_ outcome: Responder.Outcome, _ abandoned: Abandoned) {
    var exchange = abandoned.exchange
    exchange.failure = outcome.failure
    report(exchange, outcome.response.status, of: abandoned.peer)
  }

  /// Reports the exchange, once, if a response was begun.
  private func observe(_ connection: Connection) {
    guard let exchange = connection.exchange.take(), let status = exchange.status else { return }
    report(exchange, status, of: connection.socket.peer)
  }

  private func report(
    _ exchange: Connection.Exchange, _ status: Status, of peer: PeerAddress
  ) {
    context.observe(
      ResponseRecord(
        head: exchange.head, template: exchange.template, status: status,
        route: exchange.route, nanoseconds: Instant.now.nanoseconds - exchange.started.nanoseconds,
        bytes: exchange.bytes,
        keyID: exchange.keyID, remoteAddress: peer.text, failure: exchange.failure))
  }
}
