/// A strict, incremental parser of HTTP/1.1 requests that knows no socket.
///
/// Bytes go in with ``append(_:)`` in pieces of any size and requests come out of ``next()``;
/// how the input was cut never changes what comes out. Anything RFC 9112 lets a recipient
/// either repair or refuse is refused, because two parties that repair differently are how
/// requests are smuggled.
package struct RequestParser: Sendable {
  /// What ``next()`` found.
  package enum Event: Sendable {
    /// Nothing whole yet.
    case needsMore
    /// The client holds its body back until it gets `100 Continue`.
    case expectsContinue
    case message(Message)
  }

  /// A whole request as it came over the wire.
  package struct Message: Sendable, Hashable {
    package var method: Method
    package var target: RequestTarget
    package var headers: HeaderFields
    package var body: [UInt8]
    /// Whether the client lets the connection serve another request.
    package var keepsAlive: Bool
  }

  /// How far the request at the front has come.
  package enum Phase: Sendable {
    case idle, head, body
  }

  enum State {
    case requestLine, headers
    case body(remaining: Int)
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd, trailers
    case failed(ProtocolError)
  }

  /// A line that can be too long.
  private enum Overflow {
    case requestLine, headers, chunkSize, chunkEnd
  }

  let limits: RequestLimits
  var state = State.requestLine
  /// The request under construction.
  var head = Head()
  var body: [UInt8] = []
  private var buffer: [UInt8] = []
  /// Start of what is not consumed, and how far from there the line search has come.
  private var position = 0
  private var scanned = 0

  package init(limits: RequestLimits = RequestLimits()) {
    self.limits = limits
  }

  package var phase: Phase {
    switch state {
    case .requestLine: position == buffer.count ? .idle : .head
    case .headers: .head
    default: .body
    }
  }

  package mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.removeSubrange(..<position)
    scanned -= position
    position = 0
    buffer.append(contentsOf: bytes)
  }

  /// The next request, if all of it is there.
  ///
  /// - Throws: the same error for ever once the input is broken.
  package mutating func next() throws(ProtocolError) -> Event {
    do {
      return try step()
    } catch {
      state = .failed(error)
      throw error
    }
  }

  private mutating func step() throws(ProtocolError) -> Event {
    while true {
      switch state {
      case .failed(let error):
        throw error
      case .requestLine:
        guard let line = try takeLine(limit: limits.requestLine, overflow: .requestLine) else {
          return .needsMore
        }
        try parseRequestLine(line)
      case .headers:
        guard let line = try takeHeaderLine() else { return .needsMore }
        guard line.isEmpty else {
          try parseField(line)
          continue
        }
        try finishHead()
        if head.expectsContinue && position == buffer.count && phase == .body {
          return .expectsContinue
        }
      case .body(let remaining):
        let missing = remaining - takeBody(atMost: remaining)
        state = .body(remaining: missing)
        guard missing == 0 else { return .needsMore }
        return .message(takeMessage())
      case .chunkSize:
        guard let line = try takeLine(limit: Self.chunkLine, overflow: .chunkSize) else {
          return .needsMore
        }
        try parseChunkSize(line)
      case .chunkData(let remaining):
        let missing = remaining - takeBody(atMost: remaining)
        state = missing == 0 ? .chunkEnd : .chunkData(remaining: missing)
        guard missing == 0 else { return .needsMore }
      case .chunkEnd:
        guard try takeLine(limit: 0, overflow: .chunkEnd) != nil else { return .needsMore }
        state = .chunkSize
      case .trailers:
        guard let line = try takeHeaderLine() else { return .needsMore }
        guard line.isEmpty else {
          // Trailers are checked and dropped: nothing here gives them a meaning.
          _ = try splitField(line)
          continue
        }
        return .message(takeMessage())
      }
    }
  }

  /// Takes a line that counts against the limit of header bytes and fields.
  private mutating func takeHeaderLine() throws(ProtocolError) -> ArraySlice<UInt8>? {
    let room = limits.headerBytes - head.bytes
    guard let line = try takeLine(limit: max(room, 0), overflow: .headers) else { return nil }
    head.bytes += line.count + 2
    if !line.isEmpty { head.lines += 1 }
    guard head.lines <= limits.headerFields else {
      throw ProtocolError(
        .headerFieldsTooLarge, "the request has more than \(limits.headerFields) header fields")
    }
    return line
  }

  /// Takes the bytes before the next CRLF, or nil while it has not come.
  ///
  /// Bytes are judged in the order they come, so an error does not wait for its line to end.
  private mutating func takeLine(limit: Int, overflow: Overflow) throws(ProtocolError)
    -> ArraySlice<UInt8>?
  {
    while scanned < buffer.count {
      let byte = buffer[scanned]
      let followsReturn = scanned > position && buffer[scanned - 1] == Octet.carriageReturn
      if byte == Octet.lineFeed {
        guard followsReturn else {
          throw ProtocolError(.badRequest, "a line ends in LF without CR")
        }
        let line = buffer[position..<(scanned - 1)]
        scanned += 1
        position = scanned
        return line
      }
      guard !followsReturn else {
        throw ProtocolError(.badRequest, "a CR is not followed by LF")
      }
      if byte != Octet.carriageReturn {
        guard scanned - position < limit else { throw error(overflow) }
        guard !Octet.isControl(byte) || byte == Octet.tab else {
          throw ProtocolError(.badRequest, "the request has a control character")
        }
      }
      scanned += 1
    }
    return nil
  }

  private func error(_ overflow: Overflow) -> ProtocolError {
    switch overflow {
    case .requestLine:
      ProtocolError(
        .targetTooLong, "the request line is longer than \(limits.requestLine) bytes")
    case .headers:
      ProtocolError(
        .headerFieldsTooLarge,
        "the header fields are longer than \(limits.headerBytes) bytes together")
    case .chunkSize: ProtocolError(.badRequest, "a chunk-size line is too long")
    case .chunkEnd: ProtocolError(.badRequest, "a chunk is longer than its size says")
    }
  }

  /// Moves up to `count` bytes to the body and says how many.
  private mutating func takeBody(atMost count: Int) -> Int {
    let taken = min(count, buffer.count - position)
    body.append(contentsOf: buffer[position..<(position + taken)])
    position += taken
    scanned = position
    return taken
  }

  private mutating func takeMessage() -> Message {
    let message = Message(
      method: head.method, target: head.target, headers: head.headers, body: body,
      keepsAlive: head.keepsAlive)
    head = Head()
    body = []
    state = .requestLine
    // An idle connection should not hold on to the room a large request took.
    if position == buffer.count && buffer.capacity > 4096 {
      buffer = []
      position = 0
      scanned = 0
    }
    return message
  }
}
