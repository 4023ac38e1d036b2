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
    var expectsContinue = false
    var keepsAlive = true
  }

  /// Parses `method SP target SP version` (RFC 9112, section 3).
  mutating func parseRequestLine(_ line: ArraySlice<UInt8>) throws(ProtocolError) {
    if line.isEmpty && !head.skippedBlankLine {
      // Section 2.2: some old clients send a CRLF too many after a body.
      head.skippedBlankLine = true
      return
    }
    let parts = line.split(separator: Octet.space, omittingEmptySubsequences: false)
    guard parts.count == 3, line.allSatisfy({ $0 == Octet.space || Octet.isVisible($0) }) else {
      throw ProtocolError(
        .badRequest, "the request line must be method, target and version, one space between")
    }
    guard !parts[0].isEmpty, parts[0].allSatisfy(Octet.isToken) else {
      throw ProtocolError(.badRequest, "the method is not a token")
    }
    head.isVersion10 = try parseVersion(parts[2])
    let method = Method(rawValue: String(decoding: parts[0], as: UTF8.self))
    guard Method.implemented.contains(method) else {
      throw ProtocolError(.notImplemented, "this server does not implement the method \(method)")
    }
    head.method = method
    head.target = try RequestTarget(parsing: parts[1], method: method)
    state = .headers
  }

  /// Says whether the version is 1.0; 1.1 is the other one there is.
  private func parseVersion(_ bytes: ArraySlice<UInt8>) throws(ProtocolError) -> Bool {
    let version = Array(bytes)
    let prefix = Array("HTTP/".utf8)
    guard version.count == 8, Array(version[..<5]) == prefix, Octet.isDigit(version[5]),
      version[6] == UInt8(ascii: "."), Octet.isDigit(version[7])
    else {
      throw ProtocolError(.badRequest, "the version must be HTTP/1.1 or HTTP/1.0")
    }
    switch (version[5], version[7]) {
    case (UInt8(ascii: "1"), UInt8(ascii: "0")): return true
    case (UInt8(ascii: "1"), UInt8(ascii: "1")): return false
    default:
      throw ProtocolError(.versionNotSupported, "this server speaks HTTP/1.1 and HTTP/1.0")
    }
  }

  mutating func parseField(_ line: ArraySlice<UInt8>) throws(ProtocolError) {
    let field = try splitField(line)
    head.headers.append(field.name, field.value)
  }

  /// Splits a field line (RFC 9112, section 5).
  ///
  /// A line that starts with a blank (obsolete folding) and a blank before the colon both
  /// fail as a name that is no token.
  func splitField(_ line: ArraySlice<UInt8>) throws(ProtocolError) -> HeaderFields.Field {
    guard let colon = line.firstIndex(of: Octet.colon) else {
      throw ProtocolError(.badRequest, "a header line has no colon")
    }
    let name = line[..<colon]
    guard !name.isEmpty, name.allSatisfy(Octet.isToken) else {
      throw ProtocolError(.badRequest, "a header name is not a token, or the line is folded")
    }
    var value = line[(colon + 1)...].drop(while: Octet.isBlank)
    while let last = value.last, Octet.isBlank(last) { value.removeLast() }
    guard let text = Octet.text(value) else {
      throw ProtocolError(.badRequest, "a header value is not UTF-8")
    }
    return HeaderFields.Field(name: String(decoding: name, as: UTF8.self), value: text)
  }

  /// Checks what the fields say together and decides how the body is framed.
  mutating func finishHead() throws(ProtocolError) {
    try checkHost()
    let options = head.headers.values("Connection").flatMap { value in
      value.split { $0 == "," || $0 == " " || $0 == "\t" }
    }
    head.keepsAlive =
      !head.isVersion10 && !options.contains { HeaderFields.areSame(String($0), "close") }
    state = try framing()
    guard let expectation = head.headers["Expect"], !head.isVersion10 else { return }
    guard HeaderFields.areSame(expectation, "100-continue") else {
      throw ProtocolError(.expectationFailed, "the only expectation there is: 100-continue")
    }
    if case .body(remaining: 0) = state { return }
    head.expectsContinue = true
  }

  private func checkHost() throws(ProtocolError) {
    let hosts = head.headers.values("Host")
    guard hosts.count == 1 || (hosts.isEmpty && head.isVersion10) else {
      throw ProtocolError(.badRequest, "the request must have one Host header, not \(hosts.count)")
    }
    guard hosts.allSatisfy({ RequestTarget.isAuthority(ArraySlice($0.utf8)) }) else {
      throw ProtocolError(.badRequest, "the Host header is not a host name")
    }
  }

  /// The message body length (RFC 9112, section 6.3).
  private func framing() throws(ProtocolError) -> State {
    let lengths = head.headers.values("Content-Length")
    let codings = head.headers.values("Transfer-Encoding")
    guard codings.isEmpty else {
      guard lengths.isEmpty else {
        throw ProtocolError(
          .badRequest, "a request cannot have both Content-Length and Transfer-Encoding")
      }
      guard codings.count == 1, !head.isVersion10, !codings[0].isEmpty else {
        throw ProtocolError(.badRequest, "Transfer-Encoding is repeated, empty or in HTTP/1.0")
      }
      guard HeaderFields.areSame(codings[0], "chunked") else {
        throw ProtocolError(.notImplemented, "the only transfer coding there is: chunked")
      }
      return .chunkSize
    }
    guard let text = lengths.first else {
      guard !(head.isVersion10 && head.method.carriesContent) else {
        throw ProtocolError(.lengthRequired, "this HTTP/1.0 request needs a Content-Length")
      }
      return .body(remaining: 0)
    }
    guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy(Octet.isDigit) else {
      throw ProtocolError(.badRequest, "Content-Length must be one decimal number")
    }
    // A number too large for Int is digits all the same: too large, not malformed.
    guard let length = Int(text), length <= limits.body else {
      throw ProtocolError(.contentTooLarge, "the body is longer than \(limits.body) bytes")
    }
    return .body(remaining: length)
  }
}
