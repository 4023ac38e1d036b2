/// What a handler answers.
package struct Response: Sendable, Hashable {
  /// What came of the request.
  package var status: Status
  /// Fields of the handler's choice; framing (`Content-Length`, `Connection`, `Date`,
  /// `Transfer-Encoding`) belongs to the server and is ignored here.
  package var headers: HeaderFields
  /// The whole body.
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

  static let jsonType = HeaderFields.Field(name: "Content-Type", value: "application/json")

  /// A response with a body that is JSON already.
  package static func json(_ body: [UInt8], status: Status = .ok) -> Response {
    Response(status: status, headers: HeaderFields(jsonType), body: body)
  }

  /// A response in plain text, UTF-8.
  package static func text(_ text: String, status: Status = .ok) -> Response {
    bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }

  /// 204, no content.
  package static let empty = Response(status: .noContent)

  /// Sets fields; a field of the same name is replaced.
  mutating func add(_ fields: HeaderFields) {
    for field in fields { headers[field.name] = field.value }
  }
}
