/// The course of a request through a connection until a handler has it.
extension EventLoop {
  /// Longest body, in bytes, that is read and thrown away to keep the connection of a request
  /// that was refused.
  private static let drainedBody = 64 << 10
  /// A streamed body has the body deadline for each so many bytes: 35 kB/s at the default.
  private static let streamedStride = 1 << 20

  /// Works on what has been received, until input runs out or a response is under way.
  func advance(_ connection: Connection) {
    do throws(ProtocolError) {
      while !connection.isClosed
        && (connection.stage == .receiving || connection.stage == .streaming)
      {
        switch try connection.parser.step() {
        case .head: try takeHead(of: connection)
        case .content(let piece): push(piece, connection)
        case .end: takeBody(of: connection)
        case .needsMore:
          return enter(connection.parser.phase, connection)
        }
        if connection.stage == .streaming, connection.stream?.isFull == true {
          // Nothing is read until the handler has caught up, which is no fault of the client.
          connection.deadline = .distantFuture
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
    connection.entered = now
    switch phase {
    case .idle: setDeadline(now + context.delays.idle, of: connection)
    case .head: setDeadline(now + context.delays.header, of: connection)
    case .body: setDeadline(now + context.delays.body, of: connection)
    }
  }

  private func takeHead(of connection: Connection) throws(ProtocolError) {
    let parsed = connection.parser.head
    let head = RequestHead(
      parsed.method, parsed.target, parsed.headers, from: connection.socket.peer.text,
      using: &random)
    var request = Request(head)
    connection.requests += 1
    let decision = context.responder.decide(on: &request)
    connection.exchange = Connection.Exchange(
      head: head, started: now, keepsAlive: parsed.keepsAlive, keyID: request.keyID,
      template: decision.template, route: decision.route)
    switch decision {
    case .answer(let response, _): try refuse(response, on: connection)
    case .run(let plan): try admit(request, plan, on: connection)
    }
  }

  /// Answers a request whose body, if it has one, was not read.
  private func refuse(
    _ response: Response, on connection: Connection
  ) throws(ProtocolError) {
    let isHeldBack = connection.parser.head.expectsContinue && !connection.parser.hasInput
    if case .length(let length) = connection.parser.head.framing,
      length <= Self.drainedBody, !isHeldBack
    {
      try connection.parser.receiveBody(.discard, limit: length)
    } else {
      connection.exchange?.keepsAlive = false
    }
    respond(Responder.Outcome(response), on: connection)
  }

  /// Starts on the body of a request that a handler will get.
  private func admit(
    _ request: Request, _ plan: Responder.Plan, on connection: Connection
  ) throws(ProtocolError) {
    let framing = connection.parser.head.framing
    guard framing != .length(0) || plan.options.isStreamed else {
      try connection.parser.receiveBody(.discard, limit: 0)
      return run(request, plan, on: connection)
    }
    let limit = plan.options.bodyLimit ?? context.configuration.limits.body
    if case .length(let length) = framing, length > limit {
      let response = context.responder.refuse(
        .contentTooLarge, "the body is longer than \(limit) bytes", request, plan)
      return try refuse(response, on: connection)
    }
    if plan.options.isStreamed {
      guard startStream(request, plan, on: connection) else {
        return try refuse(overload(request, plan), on: connection)
      }
    } else {
      guard plan.options.isInline || !context.pool.isFull else {
        return try refuse(overload(request, plan), on: connection)
      }
      connection.pending = (request, plan)
    }
    let expectsContinue = connection.parser.head.expectsContinue
    try connection.parser.receiveBody(
      plan.options.isStreamed ? .handOn : .collect, limit: limit)
    guard expectsContinue && !connection.parser.hasInput else { return }
    enter(.body, connection)
    connection.output.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
    flush(connection)
  }

  /// The answer when all workers are busy and the queue is full.
  private func overload(_ request: Request, _ plan: Responder.Plan) -> Response {
    var response = context.responder.refuse(
      .serviceUnavailable, "the server has more requests than it can work on; try again",
      request, plan)
    response.headers["Retry-After"] = "1"
    return response
  }

  private func takeBody(of connection: Connection) {
    let body = connection.parser.takeBody()
    if let stream = connection.stream {
      connection.stage = .handling
      connection.deadline = .distantFuture
      return stream.finish()
    }
    guard let (head, plan) = connection.pending else { return }
    connection.pending = nil
    var request = head
    request.body = body
    run(request, plan, on: connection)
  }

  /// Has the handler answer, or answers 503 if there is no room.
  private func run(_ request: Request, _ plan: Responder.Plan, on connection: Connection) {
    guard !plan.options.isInline else {
      return respond(context.responder.run(plan, request), on: connection)
    }
    connection.stage = .handling
    connection.deadline = .distantFuture
    guard !submit(request, plan, to: context.pool, on: connection) else { return }
    respond(Responder.Outcome(overload(request, plan)), on: connection)
  }

  /// Hands a request to a worker, or says false if the pool has no room.
  private func submit(
    _ request: Request, _ plan: Responder.Plan, to pool: WorkerPool, on connection: Connection
  ) -> Bool {
    let token = connection.token
    return pool.submit { [context, mailbox] in
      mailbox.post(.outcome(connection: token, context.responder.run(plan, request)))
    }
  }

  // MARK: - Streams

  /// Starts a handler that takes its body as that comes, or says false if there is no room.
  private func startStream(
    _ request: Request, _ plan: Responder.Plan, on connection: Connection
  ) -> Bool {
    let token = connection.token
    let stream = BodyStream { [mailbox] in mailbox.post(.resume(connection: token)) }
    var request = request
    request.stream = stream
    guard submit(request, plan, to: context.streamPool, on: connection) else { return false }
    connection.stream = stream
    connection.stage = .streaming
    return true
  }

  /// Hands on a piece of a body; each mebibyte earns the client another body deadline.
  private func push(_ piece: [UInt8], _ connection: Connection) {
    enter(.body, connection)
    let received = connection.parser.bodyBytes
    if (received - piece.count) / Self.streamedStride != received / Self.streamedStride {
      setDeadline(now + context.delays.body, of: connection)
    }
    connection.stream?.push(piece)
  }
}
