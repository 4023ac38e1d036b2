import HTTPServer
import Service

/// An error as clients of Rasa know it.
///
/// - Source: Rasa 3, `rasa/server.py`, `ErrorResponse`.
struct RasaError: ResponseError, Encodable {
  struct Details: Encodable {
    var code: String
    var pointer: String?
  }

  var version: String
  var status: Status
  var reason: String
  var message: String
  var details: Details
  var requestID: String?

  var detail: String { message }

  private enum CodingKeys: String, CodingKey {
    case version, status, message, reason, details, help, code
  }

  init(_ problem: Problem, version: String) {
    self.version = version
    status = problem.status
    reason = Self.reason(of: problem.status)
    message = problem.detail
    details = Details(code: problem.code, pointer: problem.pointer)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(version, forKey: .version)
    try container.encode("failure", forKey: .status)
    try container.encode(message, forKey: .message)
    try container.encode(reason, forKey: .reason)
    try container.encode(details, forKey: .details)
    try container.encodeNil(forKey: .help)
    try container.encode(status.rawValue, forKey: .code)
  }

  var rendered: Response {
    .json((try? JSONText.encode(self)) ?? [], status: status)
  }

  func response(to request: Request) -> Response? { rendered }

  /// The words that Rasa uses for a status.
  private static func reason(of status: Status) -> String {
    switch status {
    case .badRequest: "BadRequest"
    case .unauthorized: "NotAuthenticated"
    case .forbidden: "Forbidden"
    case .notFound: "NotFound"
    case .conflict: "Conflict"
    default: status.reason.filter { $0 != " " }
    }
  }

  static let schema = Schema.object([
    ("version", .string(), true), ("status", .string(values: ["failure"]), true),
    ("message", .string(), true), ("reason", .string(), true),
    (
      "details",
      .object([("code", .string(), true), ("pointer", .string(), false)]), true
    ),
    ("help", .any, false), ("code", .integer(), true),
  ])

  /// Whether a path is one of Rasa's.
  static func covers(_ path: String) -> Bool {
    path == "/" || path == "/version" || path == "/status" || path.hasPrefix("/model/")
      || path == "/webhooks" || path.hasPrefix("/webhooks/")
  }
}
