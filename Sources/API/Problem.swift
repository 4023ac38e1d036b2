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

  package var status: Status { Status(rawValue: statusCode) }

  private enum CodingKeys: String, CodingKey {
    case type, title, detail, code, pointer, requestId
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
    return .bytes(body, type: "application/problem+json", status: status)
  }

  /// The problem of an error that the service threw.
  init?(_ error: any Error) {
    switch error {
    case let error as Problem: self = error
    case let error as ServiceError:
      let detail = [error.message, error.hint].compactMap(\.self).joined(separator: "; ")
      self.init(Self.status(of: error.code), code: error.code.rawValue, detail: detail)
    case let error as StoreError:
      guard [.locked, .diskFull, .readOnly].contains(error.code) else { return nil }
      self.init(.serviceUnavailable, code: error.code.rawValue, detail: error.message)
    default: return nil
    }
  }

  private static func status(of code: ServiceError.Code) -> Status {
    switch code {
    case .unknownCustomer, .unknownProduct, .unknownModel, .unknownMessage,
      .unknownConversation, .unknownRule, .unknownGap, .noExperiment:
      .notFound
    case .invalidRequest: .badRequest
    case .notTrained, .nothingToLearn, .experimentRunning: .conflict
    case .noScore: .unprocessableContent
    default: .internalServerError
    }
  }

  /// The code of an answer that the server gave by itself.
  static func code(of status: Status) -> String {
    String(status.reason.lowercased().map { $0 == " " ? "_" : $0 })
  }
}
