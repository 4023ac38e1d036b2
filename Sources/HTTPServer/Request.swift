/// A whole request, as a handler gets it.
package struct Request: Sendable {
  package let method: Method
  package let target: RequestTarget
  package let headers: HeaderFields
  package let body: [UInt8]
  /// The peer's numeric address, without port.
  package let remoteAddress: String
  /// Names this request in logs and answers: the client's `X-Request-Id` if it is fit to
  /// print, else random.
  package let id: String
  /// Decoded values of the route's `{name}` segments.
  package internal(set) var parameters: [String: String] = [:]

  /// The path as it was sent, still percent-encoded.
  package var path: String { target.path }
  /// The decoded segments of the path.
  package var pathSegments: [String] { target.segments }
  package var query: [RequestTarget.QueryItem] { target.query }

  init(_ message: RequestParser.Message, remoteAddress: String) {
    method = message.method
    target = message.target
    headers = message.headers
    body = message.body
    self.remoteAddress = remoteAddress
    id = Self.acceptableID(message.headers["X-Request-Id"]) ?? Self.randomID()
  }

  /// Creates a request without a socket; the target is path and query as in a request line.
  ///
  /// - Throws: `ProtocolError` if `target` is malformed.
  package init(
    _ method: Method, _ target: String, headers: HeaderFields = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1"
  ) throws(ProtocolError) {
    let message = RequestParser.Message(
      method: method,
      target: try RequestTarget(parsing: ArraySlice(target.utf8), method: method),
      headers: headers, body: body, keepsAlive: true)
    self.init(message, remoteAddress: remoteAddress)
  }

  /// The value of the route's `{name}` segment.
  ///
  /// - Precondition: the route's template has it.
  package func parameter(_ name: String) -> String {
    guard let value = parameters[name] else {
      preconditionFailure("the route of \(method) has no parameter {\(name)}")
    }
    return value
  }

  /// The first value of a query item, or nil.
  package func query(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }

  private static func acceptableID(_ id: String?) -> String? {
    guard let id, (1...64).contains(id.utf8.count),
      id.utf8.allSatisfy({
        Octet.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      })
    else { return nil }
    return id
  }

  /// 128 random bits in hexadecimal.
  private static func randomID() -> String {
    var generator = SystemRandomNumberGenerator()
    let words: [UInt64] = [generator.next(), generator.next()]
    return words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
