import Domain
package import HTTPServer
package import Service
import Synchronization

/// The HTTP API: routes, bodies and errors over the service.
package struct RapportAPI: Sendable {
  let rapport: Rapport
  let version: String
  /// Says whether the server is stopping; set once it exists.
  let readiness = Readiness()

  /// Whether the server takes requests.
  package final class Readiness: Sendable {
    private let check = Mutex<(@Sendable () -> Bool)?>(nil)

    package func set(_ isDraining: @escaping @Sendable () -> Bool) {
      check.withLock { $0 = isDraining }
    }

    var isDraining: Bool { check.withLock { $0 }?() ?? false }
  }

  package init(rapport: Rapport, version: String) {
    self.rapport = rapport
    self.version = version
  }

  /// A server over this API that does not listen yet.
  package func server(
    configuration: ServerConfiguration,
    observer: @escaping @Sendable (ResponseRecord) -> Void = { _ in }
  ) -> Server {
    let server = Server(
      configuration: configuration, router: router, errorRenderer: Self.renderError,
      observer: observer)
    readiness.set { [weak server] in server?.isDraining ?? true }
    return server
  }

  package var router: Router {
    var router = Router()
    for endpoint in endpoints {
      let parameters = endpoint.parameters.filter { $0.place == .query }.map(\.name)
      router.add(endpoint.method, endpoint.template) { request in
        do {
          try QueryReader.check(request, known: parameters)
          return try endpoint.handler(request)
        } catch {
          guard let problem = Problem(error) else { throw error }
          throw problem
        }
      }
    }
    return router
  }

  /// The OpenAPI document of these routes.
  package var document: [UInt8] {
    OpenAPIDocument(endpoints: endpoints, schemas: Schemas.all, version: version).json
  }

  static let renderError: Responder.ErrorRenderer = { status, detail, request in
    Problem(status, code: Problem.code(of: status), detail: detail).rendered(for: request)
  }

  static func json(_ value: some Encodable, status: Status = .ok) throws -> Response {
    .json(try JSONText.encode(value), status: status)
  }
}
