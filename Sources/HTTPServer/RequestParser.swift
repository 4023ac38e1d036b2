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
    /// What is asked.
    package var method: Method
    /// What it is asked of.
    package var target: RequestTarget
    /// The fields of the head.
    package var headers: HeaderFields
    /// The whole body; empty where there is none.
    package var body: [UInt8]
    /// Whether the client lets the connection serve another request.
    package var keepsAlive: Bool
  }

  /// How far the request at the front has come.
  package enum Phase: Sendable {
    case idle, head, body
  }

  /// What ``step()`` found.
  enum Step {
    case needsMore
    /// The head is whole; ``receiveBody(_:limit:)`` comes next.
    case head
    /// Bytes of a body that is handed on.
    case content([UInt8])
    /// The body is whole; ``takeBody()`` comes next.
    case end
  }

  /// What becomes of a body.
  enum BodyUse {
    case collect, handOn, discard
  }

  enum State {
    case requestLine, headers
    /// The head waits for ``receiveBody(_:limit:)``.
    case decision
    case body(remaining: Int)
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd, trailers, ended
    case failed(ProtocolError)
  }

  let limits: RequestLimits
  var state = State.requestLine
  /// The request under construction.
  var head = Head()
  private(set) var use = BodyUse.collect
  /// Longest body of this request, and how much of it has come.
  var bodyLimit = 0
  var bodyBytes = 0
  private var body: [UInt8] = []
  private(set) var buffer: [UInt8] = []
  /// Start of what is not consumed, and how far from there the line search has come.
  var position = 0
  var scanned = 0

  package init(limits: RequestLimits = RequestLimits()) {
    self.limits = limits
  }

  /// What the parser waits for.
  package var phase: Phase {
    switch state {
    case .requestLine: position == buffer.count ? .idle : .head
    case .headers: .head
    default: .body
    }
  }

  /// Whether there is input that was not consumed.
  var hasInput: Bool { position < buffer.count }

  /// Whether the body under way is thrown away.
  var isDiscarding: Bool { use == .discard && phase == .body }

  /// Takes bytes that have arrived.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: true)
    } else {
      buffer.removeSubrange(..<position)
    }
    scanned -= position
    position = 0
    buffer.append(contentsOf: bytes)
  }

  /// The next request, if all of it is there; its body may be as long as the limits say.
  ///
  /// - Throws: the same error for ever once the input is broken.
  package mutating func next() throws(ProtocolError) -> Event {
    while true {
      switch try step() {
      case .needsMore: return .needsMore
      case .head:
        try receiveBody(.collect, limit: limits.body)
        if head.expectsContinue && !hasInput { return .expectsContinue }
      case .content: continue
      case .end:
        var message = Message(
          method: head.method, target: head.target, headers: head.headers, body: [],
          keepsAlive: head.keepsAlive)
        message.body = takeBody()
        return .message(message)
      }
    }
  }

  /// Goes on to the next thing a server wants to know.
  ///
  /// - Throws: the same error for ever once the input is broken.
  mutating func step() throws(ProtocolError) -> Step {
    do {
      while true {
        if let step = try advance() { return step }
      }
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// Decides what becomes of the body whose head has come.
  ///
  /// - Throws: 413 if the head says that the body is longer than `limit`.
  mutating func receiveBody(_ use: BodyUse, limit: Int) throws(ProtocolError) {
    self.use = use
    bodyLimit = limit
    bodyBytes = 0
    switch head.framing {
    case .length(let length):
      guard length <= limit else {
        let error = bodyTooLong
        state = .failed(error)
        throw error
      }
      state = .body(remaining: length)
    case .chunked: state = .chunkSize
    }
  }

  var bodyTooLong: ProtocolError {
    ProtocolError(.contentTooLarge, "the body is longer than \(bodyLimit) bytes")
  }

  /// Takes the collected body and starts with the next request.
  mutating func takeBody() -> [UInt8] {
    let taken = body
    head = Head()
    body = []
    state = .requestLine
    // An idle connection should not hold on to the room a large request took.
    if position == buffer.count && buffer.capacity > 4096 {
      buffer = []
      position = 0
      scanned = 0
    }
    return taken
  }

  private mutating func advance() throws(ProtocolError) -> Step? {
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
        let input = buffer
        try Self.field(input.span.extracting(line), into: &head)
        return nil
      }
      try finishHead()
      state = .decision
      return .head
    case .decision: return .head
    case .ended: return .end
    case .body(let remaining):
      let missing = remaining - takeContent(atMost: remaining)
      state = .body(remaining: missing)
      return missing == 0 ? finishBody() : pause()
    default: return try advanceChunk()
    }
    return nil
  }

  private mutating func advanceChunk() throws(ProtocolError) -> Step? {
    switch state {
    case .chunkData(let remaining):
      let missing = remaining - takeContent(atMost: remaining)
      state = missing == 0 ? .chunkEnd : .chunkData(remaining: missing)
      return missing == 0 ? nil : pause()
    case .chunkEnd:
      guard try takeLine(limit: 0, overflow: .chunkEnd) != nil else { return pause() }
      state = .chunkSize
    case .trailers:
      guard let line = try takeHeaderLine() else { return pause() }
      // Trailers are checked and dropped: nothing here gives them a meaning.
      guard line.isEmpty else {
        var trailers = Head()
        try Self.field(buffer.span.extracting(line), into: &trailers)
        return nil
      }
      return finishBody()
    default:
      guard let line = try takeLine(limit: Self.chunkLine, overflow: .chunkSize) else {
        return pause()
      }
      try parseChunkSize(buffer[line])
    }
    return nil
  }

  /// The step when the input has run out within a body.
  private mutating func pause() -> Step {
    guard use == .handOn && !body.isEmpty else { return .needsMore }
    defer { body = [] }
    return .content(body)
  }

  /// The step when a body is whole; one that is thrown away ends without a word.
  private mutating func finishBody() -> Step? {
    guard use != .discard else {
      _ = takeBody()
      return nil
    }
    state = .ended
    guard use == .handOn && !body.isEmpty else { return .end }
    defer { body = [] }
    return .content(body)
  }

  /// Consumes up to `count` bytes of content and says how many.
  private mutating func takeContent(atMost count: Int) -> Int {
    let taken = min(count, buffer.count - position)
    if use != .discard { body.append(contentsOf: buffer[position..<(position + taken)]) }
    bodyBytes += taken
    position += taken
    scanned = position
    return taken
  }
}
