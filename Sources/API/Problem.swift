package import HTTPServer
import Service
import Storage

/// An error as clients get it.
///
/// - Source: RFC 9457, "Problem Details for HTTP APIs".
package struct Problem: ResponseError, Encodable, Sendable {
  package var type = "about:blank"
  package var title: String
  package var statusCode: Int
  package var detail: String
  /// Stable: what a program may depend on.
  package var code: String
  /// RFC 6901 pointer into the body, or the name of a query parameter after `?`.
  package var pointer: String?
  package var requestId: String?
  /// How many lines of the body are stored in spite of the problem.
  package var storedLines: Int?
  /// Fields of the response; not part of the body.
  package var headers: HeaderFields = [:]

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
      guard [.locked, .diskFull, .readOnly].contains(error.code) else { return nil }
      self.init(.serviceUnavailable, code: error.code.rawValue, detail: error.message)
    default: return nil
    }
  }

  /// The problem of a record that stands at a place in the body.
  init(_ row: RefusedRow, at place: String) {
    self.init(
      .badRequest, code: "invalid_field", detail: "\(row.field): \(row.reason)",
      pointer: row.field.isEmpty ? place : "\(place)/\(row.field)")
  }

  private static func status(of code: ServiceError.Code) -> Status {
    switch code {
    case .unknownCustomer, .unknownProduct, .unknownModel, .unknownMessage,
      .unknownConversation, .unknownRule, .unknownGap, .noExperiment,
      .unknownJob:
      .notFound
    case .invalidRequest: .badRequest
    case .notTrained, .nothingToLearn, .experimentRunning, .trainingRunning: .conflict
    case .noScore: .unprocessableContent
    default: .internalServerError
    }
  }

  /// The code of an answer that the server gave by itself.
  static func code(of status: Status) -> String {
    String(status.reason.lowercased().map { $0 == " " ? "_" : $0 })
  }
}
