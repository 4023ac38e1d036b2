/// A request as a gate and a handler get it.
package struct Request: Sendable {
  let head: RequestHead
  /// The whole body; empty at the gate and for a handler that gets a `stream`.
  package internal(set) var body: [UInt8] = []
  /// The body of a streamed route.
  package internal(set) var stream: BodyStream?
  /// Who sent the request, as the gate found.
  package internal(set) var keyID: String?
  /// Decoded values of the route's `{name}` segments.
  package internal(set) var parameters: [String: String] = [:]

  /// What is asked.
  package var method: Method { head.method }
  /// What it is asked of.
  package var target: RequestTarget { head.target }
  /// The fields of the head.
  package var headers: HeaderFields { head.headers }
  /// The peer's numeric address, without port.
  package var remoteAddress: String { head.remoteAddress }
  /// Names this request in logs and answers: the client's `X-Request-Id` if it is fit to
  /// print, else random.
  package var id: String { head.id }
  /// The place in a distributed trace, where the client's `traceparent` names one: a trace that
  /// nobody records is not begun.
  package var trace: TraceContext? { head.trace }
  /// The path as it was sent, still percent-encoded.
  package var path: String { target.path }
  /// The decoded segments of the path.
  package var pathSegments: [String] { target.segments }
  /// The parameters of the target, in their order.
  package var query: [RequestTarget.QueryItem] { target.query }

  init(_ head: RequestHead) { self.head = head }

  /// Creates a request without a socket; the target is path and query as in a request line.
  ///
  /// - Throws: `ProtocolError` if `target` is malformed.
  package init(
    _ method: Method, _ target: String, headers: HeaderFields = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1", keyID: String? = nil
  ) throws(ProtocolError) {
    let target = try RequestTarget(parsing: Array(target.utf8).span, method: method)
    head = RequestHead(method, target, headers, from: remoteAddress)
    self.body = body
    self.keyID = keyID
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
}
