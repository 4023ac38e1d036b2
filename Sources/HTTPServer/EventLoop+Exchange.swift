import Synchronization

/// The course of a request through a connection.
extension EventLoop {
  private var deadlines: ServerConfiguration.Deadlines { context.configuration.deadlines }

  /// Works on what has been received, until input runs out or a response is under way.
  func advance(_ connection: Connection) {
    do {
      while connection.stage == .receiving && !connection.isClosed {
        switch try connection.parser.next() {
        case .message(let message):
          dispatch(message, on: connection)
        case .expectsContinue:
          enter(connection.parser.phase, connection)
          connection.output.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
          flush(connection)
        case .needsMore:
          enter(connection.parser.phase, connection)
          setInterest(of: connection)
          return
        }
      }
    } catch {
      fail(connection, error)
    }
  }

  /// Starts the deadline of a phase when it is entered; bytes within it change nothing.
  private func enter(_ phase: RequestParser.Phase, _ connection: Connection) {
    guard phase != connection.phase else { return }
    // A connection that has sent nothing yet is under the header deadline already.
    guard !(phase == .idle && connection.requests == 0) else { return }
    connection.phase = phase
    switch phase {
    case .idle: setDeadline(now + deadlines.idle, of: connection)
    case .head: setDeadline(now + deadlines.header, of: connection)
    case .body: setDeadline(now + deadlines.body, of: connection)
    }
  }

  /// Hands a request to a worker, or answers 503 if all are busy and the queue is full.
  private func dispatch(_ message: RequestParser.Message, on connection: Connection) {
    let request = Request(message, remoteAddress: connection.peer.text)
    connection.requests += 1
    connection.exchange = Connection.Exchange(
      method: request.method, requestID: request.id, remoteAddress: connection.peer.text,
      keepsAlive: message.keepsAlive, started: ContinuousClock.now)
    connection.stage = .handling
    setDeadline(nil, of: connection)
    let token = connection.token
    let isAccepted = context.pool.submit { [context, mailbox] in
      mailbox.post(.answer(connection: token, context.responder.respond(to: request)))
    }
    guard !isAccepted else { return setInterest(of: connection) }
    connection.exchange?.template = context.responder.template(for: request)
    var response = context.responder.renderError(
      .serviceUnavailable, "the server has more requests than it can work on; try again",
      request)
    response.headers["Retry-After"] = "1"
    send(response, on: connection)
  }

  /// Answers a request that breaks the protocol, and closes: after it the place where the
  /// next request starts is anyone's guess.
  func fail(_ connection: Connection, _ error: ProtocolError) {
    connection.exchange = Connection.Exchange(
      method: nil, requestID: nil, remoteAddress: connection.peer.text, keepsAlive: false,
      started: ContinuousClock.now)
    send(context.responder.render(error, nil), on: connection)
  }

  func send(_ response: Response, on connection: Connection) {
    guard let exchange = connection.exchange else { return }
    let closes =
      !exchange.keepsAlive || context.isDraining.load(ordering: .relaxed)
      || connection.requests >= context.configuration.requestsPerConnection
    connection.exchange?.status = response.status
    connection.closesAfterOutput = closes
    connection.output.append(
      contentsOf: response.encoded(
        omitsBody: exchange.method == .head, closes: closes, date: dateText,
        requestID: exchange.requestID))
    connection.stage = .sending
    setDeadline(now + deadlines.write, of: connection)
    flush(connection)
  }

  /// Sends what the socket takes; when all is sent, ends the exchange.
  func flush(_ connection: Connection) {
    while connection.sent < connection.output.count {
      switch Socket.send(connection.output, from: connection.sent, to: connection.descriptor) {
      case .bytes(let count):
        connection.sent += count
        connection.exchange?.bytes += count
      case .wouldBlock: return setInterest(of: connection)
      case .broken: return close(connection)
      }
    }
    connection.output = []
    connection.sent = 0
    if connection.stage == .sending {
      observe(connection)
      if connection.closesAfterOutput {
        Socket.finishSending(on: connection.descriptor)
        connection.stage = .lingering
        setDeadline(now + deadlines.linger, of: connection)
      } else {
        connection.stage = .receiving
        connection.phase = .idle
        setDeadline(now + deadlines.idle, of: connection)
      }
    }
    setInterest(of: connection)
  }

  /// What happens to a connection past its deadline.
  func expire(_ connection: Connection) {
    guard connection.stage == .receiving && connection.parser.phase != .idle else {
      return close(connection)
    }
    let part = connection.parser.phase == .head ? "header" : "body"
    fail(connection, ProtocolError(.requestTimeout, "the request's \(part) took too long"))
  }

  func close(_ connection: Connection) {
    guard !connection.isClosed else { return }
    connection.isClosed = true
    if connection.stage == .handling { abandoned[connection.token] = connection.exchange }
    observe(connection)
    connections[connection.token] = nil
    context.census.release(connection.peer.network)
  }

  /// Asks to hear of input while a request is read, and of room while output waits.
  private func setInterest(of connection: Connection) {
    var interest: Poller.Readiness = []
    if connection.stage == .receiving || connection.stage == .lingering { interest = .read }
    if connection.sent < connection.output.count { interest.insert(.write) }
    guard interest != connection.interest else { return }
    connection.interest = interest
    do {
      try mailbox.poller.change(
        connection.descriptor.number, token: connection.token, interest)
    } catch {
      close(connection)
    }
  }

  /// Reports a request whose client left before its answer was there.
  func observe(_ answer: Responder.Answer, abandoned exchange: Connection.Exchange) {
    var exchange = exchange
    exchange.template = answer.template
    exchange.failure = answer.failure
    report(exchange, answer.response.status)
  }

  /// Reports the exchange, once, if a response was begun.
  private func observe(_ connection: Connection) {
    guard let exchange = connection.exchange, let status = exchange.status else { return }
    connection.exchange = nil
    report(exchange, status)
  }

  private func report(_ exchange: Connection.Exchange, _ status: Status) {
    context.observe(
      ResponseRecord(
        method: exchange.method, template: exchange.template, status: status,
        duration: exchange.started.duration(to: .now), bytes: exchange.bytes,
        requestID: exchange.requestID, remoteAddress: exchange.remoteAddress,
        failure: exchange.failure))
  }
}
