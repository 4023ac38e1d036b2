import HTTPServer

/// The responses of one operation.
struct OpenAPIResponses {
  private let endpoint: Endpoint
  private static let everywhere = ["X-Request-Id", "traceparent", "RateLimit", "RateLimit-Policy"]

  init(_ endpoint: Endpoint) { self.endpoint = endpoint }

  var all: [(String, JSONValue)] {
    var responses = [(String(endpoint.success.rawValue), success)]
    if endpoint.hasEntityTag, endpoint.method == .get {
      responses.append(
        (
          "304",
          .object([
            ("description", .string("Not Modified: If-None-Match names the state that holds")),
            ("headers", OpenAPIHeaders.references(Self.everywhere + ["ETag"])),
          ])
        ))
    }
    return responses + statuses.map { (String($0.rawValue), problem($0)) }
  }

  private var statuses: [Status] {
    var statuses = endpoint.problems
    statuses += [
      .badRequest, .targetTooLong, .tooManyRequests, .headerFieldsTooLarge,
      .internalServerError, .serviceUnavailable,
    ]
    if !endpoint.isRasa { statuses.append(.notAcceptable) }
    if endpoint.parameters.contains(where: { $0.place == .path }) { statuses.append(.notFound) }
    if endpoint.scope != nil { statuses += [.unauthorized, .forbidden] }
    if endpoint.body != nil {
      statuses += [.requestTimeout, .contentTooLarge, .unsupportedMediaType]
    }
    return Set(statuses.map(\.rawValue)).sorted().map { Status(rawValue: $0) }
  }

  private var success: JSONValue {
    var headers = Self.everywhere
    if endpoint.hasEntityTag { headers.append("ETag") }
    if endpoint.success == .created { headers.append("Location") }
    if endpoint.parameters.contains(where: { $0.name == "Idempotency-Key" }) {
      headers.append("Idempotency-Replayed")
    }
    var content = [("schema", OpenAPIDocument.value(endpoint.response))]
    if let example = endpoint.example { content.append(("example", .text(example))) }
    var members: [(String, JSONValue)] = [
      ("description", .string(endpoint.success.reason)),
      ("headers", OpenAPIHeaders.references(headers)),
      ("content", .object([(endpoint.responseType, .object(content))])),
    ]
    if !endpoint.links.isEmpty {
      members.append(("links", .object(endpoint.links.map { ($0.name, link($0)) })))
    }
    return .object(members)
  }

  private func link(_ link: Endpoint.Link) -> JSONValue {
    .object([
      ("operationId", .string(link.operation)),
      ("parameters", .object(link.parameters.map { ($0.name, .string($0.expression)) })),
    ])
  }

  private func problem(_ status: Status) -> JSONValue {
    var headers = Self.everywhere
    switch status {
    case .unauthorized: headers.append("WWW-Authenticate")
    case .tooManyRequests, .serviceUnavailable, .conflict: headers.append("Retry-After")
    case .unsupportedMediaType:
      headers.append(endpoint.method == .patch ? "Accept-Patch" : "Accept-Post")
    case .preconditionFailed: headers.append("ETag")
    default: break
    }
    let type = endpoint.isRasa ? "application/json" : "application/problem+json"
    let schema = Schema.reference(endpoint.isRasa ? "RasaError" : "Problem")
    return .object([
      ("description", .string(status.reason)), ("headers", OpenAPIHeaders.references(headers)),
      (
        "content",
        .object([
          (
            type,
            .object([
              ("schema", OpenAPIDocument.value(schema)), ("example", .text(example(status))),
            ])
          )
        ])
      ),
    ])
  }

  private func example(_ status: Status) -> String {
    let (code, detail) = Self.examples[status.rawValue] ?? ("internal", status.reason)
    if endpoint.isRasa {
      return #"{"version":"1.0.0","status":"failure","message":"\#(detail)","#
        + #""reason":"\#(status.reason.filter { $0 != " " })","#
        + #""details":{"code":"\#(code)"},"help":null,"code":\#(status.rawValue)}"#
    }
    return #"{"type":"about:blank","title":"\#(status.reason)","status":\#(status.rawValue),"#
      + #""detail":"\#(detail)","code":"\#(code)","request_id":"0af7651916cd43dd8448eb211c80319c"}"#
  }

  private static let examples: [Int: (code: String, detail: String)] = [
    400: ("unknown_parameter", "there is no parameter limmit here; there are limit"),
    401: ("not_authenticated", "send Authorization: Bearer KEY"),
    403: ("not_allowed", "the key lacks the scope that this needs"),
    404: ("not_found", "there is nothing of that id"),
    406: ("not_acceptable", "the answer is application/json, which the Accept field does not take"),
    408: ("request_timeout", "the request's body took too long"),
    409: ("not_trained", "no model has been trained yet; run 'rapport train'"),
    412: ("precondition_failed", "it has changed since"),
    413: ("content_too_large", "the body is too long"),
    415: ("unsupported_media_type", "the body must be application/json in UTF-8, not text/plain"),
    414: ("uri_too_long", "the request line is longer than 8,192 bytes"),
    422: ("no_score", "there is nothing to tell a score from"),
    429: ("too_many_requests", "the key's requests are used up for now"),
    431: ("request_header_fields_too_large", "the header is longer than 16384 bytes"),
    500: ("internal_server_error", "the server failed on this request"),
    503: ("service_unavailable", "the server has more requests than it can work on; try again"),
  ]
}
