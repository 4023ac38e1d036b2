extension RequestParser {
  /// The head of a request while its lines come in.
  struct Head {
    var method = Method.get
    var target = RequestTarget.root
    var isVersion10 = false
    var headers = HeaderFields()
    /// Bytes and lines that count against the limits.
    var bytes = 0
    var lines = 0
    var skippedBlankLine = false
    /// What the fields that frame the request said.
    var hosts = 0
    var hasBadHost = false
    var lengths = 0
    var length: Int?
    var codings = 0
    var isChunked = false
    var hasEmptyCoding = false
    var expects = false
    var hasBadExpectation = false
    var closes = false
    /// What follows from them.
    var framing = Framing.length(0)
    var expectsContinue = false
    var keepsAlive = true
  }

  /// How the end of a body is told.
  enum Framing: Equatable {
    case length(Int), chunked
  }

  /// Parses `method SP target SP version` (RFC 9112, section 3).
  static func requestLine(_ line: Span<UInt8>) throws(ProtocolError) -> (
    Method, RequestTarget, isVersion10: Bool
  ) {
    var spaces = (first: 0, last: 0, count: 0)
    for index in 0..<line.count where !Octet.isVisible(line[index]) {
      spaces.count += line[index] == Octet.space ? 1 : 3
      if spaces.count == 1 { spaces.first = index }
      spaces.last = index
    }
    guard spaces.count == 2 else {
      throw ProtocolError(
        .badRequest, "the request line must be method, target and version, one space between")
    }
    let token = line.extracting(0..<spaces.first)
    // The most frequent method comes without a search.
    let method = Octet.areSame(token, "GET") ? .get : try Self.method(token)
    let isVersion10 = try version(line.extracting((spaces.last + 1)...))
    guard Method.implemented.contains(method) else {
      throw ProtocolError(.notImplemented, "this server does not implement the method \(method)")
    }
    let target = try RequestTarget(
      parsing: line.extracting((spaces.first + 1)..<spaces.last), method: method)
    return (method, target, isVersion10)
  }

  private static func method(_ bytes: Span<UInt8>) throws(ProtocolError) -> Method {
    guard let token = token(bytes) else {
      throw ProtocolError(.badRequest, "the method is not a token")
    }
    return Method(rawValue: token)
  }

  /// The text of a token (RFC 9110, section 5.6.2), or nil if the bytes are none.
  private static func token(_ bytes: Span<UInt8>) -> String? {
    guard !bytes.isEmpty else { return nil }
    for index in 0..<bytes.count where !Octet.isToken(bytes[index]) { return nil }
    return Octet.text(bytes)
  }

  /// Says whether the version is 1.0; 1.1 is the other one there is.
  private static func version(_ bytes: Span<UInt8>) throws(ProtocolError) -> Bool {
    guard bytes.count == 8, Octet.areSame(bytes.extracting(0..<5), "HTTP/"),
      Octet.isDigit(bytes[5]), bytes[6] == UInt8(ascii: "."), Octet.isDigit(bytes[7])
    else {
      throw ProtocolError(.badRequest, "the version must be HTTP/1.1 or HTTP/1.0")
    }
    switch (bytes[5], bytes[7]) {
    case (UInt8(ascii: "1"), UInt8(ascii: "0")): return true
    case (UInt8(ascii: "1"), UInt8(ascii: "1")): return false
    default:
      throw ProtocolError(.versionNotSupported, "this server speaks HTTP/1.1 and HTTP/1.0")
    }
  }

  /// Splits a field line (RFC 9112, section 5) and keeps the field.
  ///
  /// A line that starts with a blank (obsolete folding) and a blank before the colon both
  /// fail as a name that is no token.
  static func field(_ line: Span<UInt8>, into head: inout Head) throws(ProtocolError) {
    var colon = 0
    while colon < line.count, line[colon] != Octet.colon { colon += 1 }
    guard colon < line.count else {
      throw ProtocolError(.badRequest, "a header line has no colon")
    }
    let nameBytes = line.extracting(0..<colon)
    guard let name = token(nameBytes) else {
      throw ProtocolError(.badRequest, "a header name is not a token, or the line is folded")
    }
    let rest = line.extracting((colon + 1)...)
    let bytes = rest.extracting(Octet.trimmed(rest))
    guard let value = Octet.text(bytes) else {
      throw ProtocolError(.badRequest, "a header value is not UTF-8")
    }
    note(nameBytes, bytes, in: &head)
    head.headers.append(HeaderFields.Field(name: name, value: value))
  }

  /// Notes what a field says about the framing of its request.
  private static func note(_ name: Span<UInt8>, _ value: Span<UInt8>, in head: inout Head) {
    switch name.count {
    case 4 where Octet.areSameIgnoringCase(name, "host"):
      head.hosts += 1
      if !RequestTarget.isAuthority(value) { head.hasBadHost = true }
    case 6 where Octet.areSameIgnoringCase(name, "expect"):
      head.expects = true
      if !Octet.areSameIgnoringCase(value, "100-continue") { head.hasBadExpectation = true }
    case 10 where Octet.areSameIgnoringCase(name, "connection"):
      if hasOption("close", value) { head.closes = true }
    case 14 where Octet.areSameIgnoringCase(name, "content-length"):
      head.lengths += 1
      head.length = decimal(value)
    case 17 where Octet.areSameIgnoringCase(name, "transfer-encoding"):
      head.codings += 1
      head.isChunked = Octet.areSameIgnoringCase(value, "chunked")
      if value.isEmpty { head.hasEmptyCoding = true }
    default: return
    }
  }

  /// Whether a list of options has one, in lower case.
  private static func hasOption(_ option: StaticString, _ list: Span<UInt8>) -> Bool {
    var start = 0
    while start < list.count {
      var end = start
      while end < list.count, list[end] != Octet.comma, !Octet.isBlank(list[end]) { end += 1 }
      if Octet.areSameIgnoringCase(list.extracting(start..<end), option) { return true }
      start = end + 1
    }
    return false
  }

  /// A number of decimal digits only, or nil; one too large for `Int` is as large as that goes.
  private static func decimal(_ bytes: Span<UInt8>) -> Int? {
    guard !bytes.isEmpty else { return nil }
    var number = 0
    var isOver = false
    for index in 0..<bytes.count {
      guard Octet.isDigit(bytes[index]) else { return nil }
      let (tens, over) = number.multipliedReportingOverflow(by: 10)
      let (sum, overAgain) = tens.addingReportingOverflow(Int(bytes[index] - 0x30))
      isOver = isOver || over || overAgain
      number = sum
    }
    return isOver ? .max : number
  }

  /// Checks what the fields say together and decides how the body is framed.
  mutating func finishHead() throws(ProtocolError) {
    guard head.hosts == 1 || (head.hosts == 0 && head.isVersion10) else {
      throw ProtocolError(
        .badRequest, "the request must have one Host header, not \(head.hosts)")
    }
    guard !head.hasBadHost else {
      throw ProtocolError(.badRequest, "the Host header is not a host name")
    }
    head.keepsAlive = !head.isVersion10 && !head.closes
    head.framing = try framing()
    guard head.expects, !head.isVersion10 else { return }
    guard !head.hasBadExpectation else {
      throw ProtocolError(.expectationFailed, "the only expectation there is: 100-continue")
    }
    head.expectsContinue = head.framing != .length(0)
  }

  /// The message body length (RFC 9112, section 6.3).
  private func framing() throws(ProtocolError) -> Framing {
    guard head.codings == 0 else {
      guard head.lengths == 0 else {
        throw ProtocolError(
          .badRequest, "a request cannot have both Content-Length and Transfer-Encoding")
      }
      guard head.codings == 1, !head.isVersion10, !head.hasEmptyCoding else {
        throw ProtocolError(.badRequest, "Transfer-Encoding is repeated, empty or in HTTP/1.0")
      }
      guard head.isChunked else {
        throw ProtocolError(.notImplemented, "the only transfer coding there is: chunked")
      }
      return .chunked
    }
    guard head.lengths > 0 else {
      guard !(head.isVersion10 && head.method.carriesContent) else {
        throw ProtocolError(.lengthRequired, "this HTTP/1.0 request needs a Content-Length")
      }
      return .length(0)
    }
    guard head.lengths == 1, let length = head.length else {
      throw ProtocolError(.badRequest, "Content-Length must be one decimal number")
    }
    return .length(length)
  }
}
