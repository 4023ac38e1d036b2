package import HTTPServer
import Service
import Storage

/// An error as clients get it.
///
/// - Source: RFC 9457, "Problem Details for HTTP APIs".
package struct Problem: ResponseError, Encodable, Sendable {
  /// Always `about:blank`: the status says what kind it is.
  package var type = "about:blank"
  /// The name of the status.
  package var title: String
  /// The HTTP status.
  package var statusCode: Int
  /// What is wrong, in words.
  package var detail: String
  /// Stable: what a program may depend on.
  package var code: String
  /// RFC 6901 pointer into the body, or the name of a query parameter after `?`.
  package var pointer: String?
  /// By which the log tells of the request.
  package var requestId: String?
  /// How many lines of the body are stored in spite of the problem.
  package var storedLines: Int?
  /// What only the log is told; not part of the body.
  package var reasonForLog: String?
  /// Fields of the response; not part of the body.
  package var headers: HeaderFields = [:]

  /// The HTTP status.
  package var status: Status { Status(rawValue: statusCode) }

  private enum CodingKeys: String, CodingKey {
    case type, title, detail, code, pointer, requestId, storedLines
    case statusCode = "status"
  }

  package init(_ status: Status, code: String, detail: String, pointer: String? = nil) {
    title = status.reason
    statusCode = status.rawValue
    self.detail = detail
    self.code = code
    self.pointer = pointer
  }

  package func response(to request: Request) -> Response? { rendered(for: request) }

  /// The problem as a response, with the id of the request where there is one.
  package func rendered(for request: Request?) -> Response {
    var problem = self
    problem.requestId = request?.id
    let body = (try? JSONText.encode(problem)) ?? []
    var response = Response.bytes(body, type: "application/problem+json", status: status)
    for field in headers { response.headers[field.name] = field.value }
    return response
  }

  /// The problem of an error that the service threw.
  init?(_ error: any Error) {
    switch error {
    case let error as Problem: self = error
    case let error as ServiceError:
      let detail = [error.message, error.hint].compactMap(\.self).joined(separator: "; ")
      self.init(Self.status(of: error.code), code: error.code.rawValue, detail: detail)
    case let error as RefusedRow: self.init(error, at: "")
    case let error as StoreError:
      guard let detail = Self.detail(of: error.code) else { return nil }
      self.init(.serviceUnavailable, code: error.code.rawValue, detail: detail)
      reasonForLog = error.message
      // What is read-only stays so.
      if error.code != .readOnly { headers["Retry-After"] = Self.storeRetrySeconds }
    default: return nil
    }
  }

  /// What clients are told of a store that does not work for now: no path and no text of SQLite's;
  /// nil for what is no such thing.
  private static func detail(of code: StoreError.Code) -> String? {
    switch code {
    case .locked: "another program uses the database; try again"
    case .diskFull: "the server's disk is full; nothing was stored"
    case .ioError: "the server's disk failed; its log says how"
    case .readOnly: "the server may not write to its database"
    default: nil
    }
  }

  /// The problem of a record that stands at a place in the body.
  init(_ row: RefusedRow, at place: String) {
    self.init(at: row.field.isEmpty ? place : "\(place)/\(row.field)", ": \(row.reason)")
  }

  /// A field of the body that cannot be taken.
  ///
  /// The detail begins with the field's own name; where it stands says the pointer alone.
  ///
  /// - Parameters:
  ///   - place: JSON pointer of the field; empty for the body itself.
  ///   - reason: what follows the name, such as `must be a number` or `: no date`.
  ///   - code: stable.
  init(at place: String, _ reason: String, code: String = "invalid_field") {
    let names = place.split(separator: "/").map(String.init)
    let name = names.last { $0.contains { !$0.isNumber } }.map(JSONFailure.unescaped)
    let subject = name ?? (names.isEmpty ? "the body" : "the element")
    self.init(
      .badRequest, code: code, detail: subject + (reason.first == ":" ? "" : " ") + reason,
      pointer: place)
  }

  /// A field that a body does not have.
  static func unknownField(at place: String, name: String, known: [String]) -> Problem {
    Problem(
      .badRequest, code: "unknown_field",
      detail: "there is no field \"\(name.prefix(60))\" here; there are "
        + known.joined(separator: ", "), pointer: place)
  }

  /// A field that a body must have.
  static func missingField(at place: String, name: String) -> Problem {
    Problem(
      .badRequest, code: "missing_field", detail: "the field \(name) is missing", pointer: place)
  }

  /// After so long a disk that failed or was full may have been seen to.
  private static let storeRetrySeconds = "10"

  private static func status(of code: ServiceError.Code) -> Status {
    switch code {
    case .unknownCustomer, .unknownProduct, .unknownModel, .unknownMessage,
      .unknownConversation, .unknownRule, .unknownGap, .noExperiment,
      .unknownJob:
      .notFound
    case .invalidRequest: .badRequest
    case .notTrained, .nothingToLearn, .mixedCurrencies, .experimentRunning, .trainingRunning:
      .conflict
    case .noScore: .unprocessableContent
    // Nothing that another request could mend.
    case .cancelled, .damagedModel, .internal: .internalServerError
    }
  }

  /// The code of an answer that the server gave by itself.
  static func code(of status: Status) -> String {
    String(status.reason.lowercased().map { $0 == " " ? "_" : $0 })
  }
}
