/// What the server itself says in the head of a response.
struct ResponseHead {
  /// The status line of 200 and the line of the `Date` field: how nearly all responses begin.
  let opening: [UInt8]
  /// The request, whose id is repeated as `X-Request-Id` unless the response has one, and whose
  /// trace is told as `traceparent`; nil if none could be read.
  let request: RequestHead?
  /// Whether the connection ends with this response.
  let closes: Bool

  private static let okLine: StaticString = "HTTP/1.1 200 OK"

  /// The opening of responses of a second since 1970.
  static func opening(at seconds: Int) -> [UInt8] {
    Array("\(okLine)\r\nDate: \(HTTPDate.text(seconds: max(0, seconds)))\r\n".utf8)
  }

  /// Appends the bytes of a response; one to HEAD tells the length and has no content.
  func write(_ response: Response, to output: inout [UInt8]) {
    let status = response.status
    let hasContent = status.allowsContent && request?.method != .head
    output.reserveCapacity(output.count + 512 + (hasContent ? response.body.count : 0))
    if status == .ok {
      output.append(contentsOf: opening)
    } else {
      output.append(contentsOf: "HTTP/1.1 \(status.rawValue) \(status.reason)".utf8)
      output.append(contentsOf: opening[Self.okLine.utf8CodeUnitCount...])
    }
    var hasOwnID = false
    for field in response.headers where !Self.isReserved(field.name) {
      Self.append(field, to: &output)
      if field.isNamed("X-Request-Id") { hasOwnID = true }
    }
    writeTail(of: response, withID: !hasOwnID, to: &output)
    if hasContent { output.append(contentsOf: response.body) }
  }

  /// Appends the fields that follow those of the handler, and the empty line.
  ///
  /// In few pieces: each costs as much as the bytes of several.
  private func writeTail(of response: Response, withID: Bool, to output: inout [UInt8]) {
    if let request {
      if withID {
        Self.append("X-Request-Id: ", to: &output)
        output.append(contentsOf: request.id.utf8)
        Self.append("\r\n", to: &output)
      }
      if let trace = request.trace {
        Self.append("traceparent: 00-", to: &output)
        trace.appendIdentifiers(to: &output)
        Self.append(trace.isSampled ? "-01\r\n" : "-00\r\n", to: &output)
      }
    }
    if response.status.allowsContent {
      Self.append("Content-Length: ", to: &output)
      Self.append(response.body.count, to: &output)
      Self.append(
        closes
          ? "\r\nConnection: close\r\n\r\n" : "\r\nConnection: keep-alive\r\n\r\n",
        to: &output)
    } else {
      Self.append(
        closes ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n", to: &output)
    }
  }

  /// Whether only the server writes the field.
  private static func isReserved(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: HeaderFields.areSame(name, "Date")
    case 10: HeaderFields.areSame(name, "Connection")
    case 14: HeaderFields.areSame(name, "Content-Length")
    case 17: HeaderFields.areSame(name, "Transfer-Encoding")
    default: false
    }
  }

  /// Appends a field line; control characters become spaces, so that no value can end its
  /// line and start a field or a response of its own.
  private static func append(_ field: HeaderFields.Field, to output: inout [UInt8]) {
    // What nearly all have is known to be well formed.
    guard field != Response.jsonType else {
      return append("Content-Type: application/json\r\n", to: &output)
    }
    let start = output.count
    output.append(contentsOf: field.name.utf8)
    let colon = output.count
    for index in start..<colon {
      precondition(Octet.isToken(output[index]), "header name \(field.name) is no token")
    }
    precondition(colon > start, "a header has no name")
    append(": ", to: &output)
    let valueStart = output.count
    output.append(contentsOf: field.value.utf8)
    for index in valueStart..<output.count where Octet.isControl(output[index]) {
      output[index] = Octet.space
    }
    append("\r\n", to: &output)
  }

  private static func append(_ text: StaticString, to output: inout [UInt8]) {
    text.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
  }

  /// Appends a number that is not negative in decimal.
  private static func append(_ number: Int, to output: inout [UInt8]) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      output.append(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
