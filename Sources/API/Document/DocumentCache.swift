import HTTPServer
import Synchronization

/// The OpenAPI document with its tag, made when it is first asked for.
final class DocumentCache: Sendable {
  private let made = Mutex<Response?>(nil)

  func response(_ document: @autoclosure () -> [UInt8]) -> Response {
    made.withLock { made in
      if let made { return made }
      let body = document()
      var response = Response.json(body)
      response.headers["ETag"] = EntityTag.of(body)
      made = response
      return response
    }
  }
}
