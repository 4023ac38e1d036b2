/// What a handler answers.
package struct Response: Sendable, Hashable {
  package var status: Status
  /// Fields of the handler's choice; framing (`Content-Length`, `Connection`, `Date`,
  /// `Transfer-Encoding`) belongs to the server and is ignored here.
  package var headers: HeaderFields
  package var body: [UInt8]

  package init(status: Status = .ok, headers: HeaderFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A response of a given media type.
  package static func bytes(_ body: [UInt8], type: String, status: Status = .ok) -> Response {
    Response(status: status, headers: ["Content-Type": type], body: body)
  }

  /// A response with a body that is JSON already.
  package static func json(_ body: [UInt8], status: Status = .ok) -> Response {
    bytes(body, type: "application/json", status: status)
  }

  /// A response in plain text, UTF-8.
  package static func text(_ text: String, status: Status = .ok) -> Response {
    bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }

  /// 204, no content.
  package static let empty = Response(status: .noContent)
}

extension Response {
  /// The fields only the server writes.
  private static let reserved = ["Content-Length", "Connection", "Date", "Transfer-Encoding"]

  /// The bytes to send.
  ///
  /// With `omitsBody` (for HEAD) the length is told and the content is not sent. The request
  /// id is repeated as `X-Request-Id` unless the response has one.
  func encoded(omitsBody: Bool, closes: Bool, date: String, requestID: String?) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(256 + (omitsBody ? 0 : body.count))
    output.append(contentsOf: "HTTP/1.1 \(status.rawValue) \(status.reason)\r\n".utf8)
    Self.append("Date", date, to: &output)
    for field in headers
    where !Self.reserved.contains(where: { HeaderFields.areSame($0, field.name) }) {
      Self.append(field.name, field.value, to: &output)
    }
    if let requestID, headers["X-Request-Id"] == nil {
      Self.append("X-Request-Id", requestID, to: &output)
    }
    if status.allowsContent { Self.append("Content-Length", String(body.count), to: &output) }
    Self.append("Connection", closes ? "close" : "keep-alive", to: &output)
    output.append(contentsOf: "\r\n".utf8)
    if status.allowsContent && !omitsBody { output.append(contentsOf: body) }
    return output
  }

  /// Appends a field line; control characters become spaces, so that no value can end its
  /// line and start a field or a response of its own.
  private static func append(_ name: String, _ value: String, to output: inout [UInt8]) {
    precondition(
      !name.isEmpty && name.utf8.allSatisfy(Octet.isToken), "header name \(name) is no token")
    output.append(contentsOf: name.utf8)
    output.append(contentsOf: ": ".utf8)
    output.append(contentsOf: value.utf8.lazy.map { Octet.isControl($0) ? Octet.space : $0 })
    output.append(contentsOf: "\r\n".utf8)
  }
}
