import Domain
package import HTTPServer
package import Service
import Synchronization

/// The HTTP API: routes, bodies and errors over the service.
package struct RapportAPI: Sendable {
  let rapport: Rapport
  let version: String
  let crossOrigin: CrossOrigin
  let access: AccessPolicy
  let requests = RequestMetrics()
  let jobs: TrainingJobs
  /// Says whether the server is stopping; set once it exists.
  let readiness = Readiness()
  let inFlight = RequestsInFlight()
  let documents = DocumentCache()

  /// Whether the server takes requests.
  package final class Readiness: Sendable {
    private let check = Mutex<(@Sendable () -> Bool)?>(nil)

    /// Says how to tell whether the server is stopping.
    package func set(_ isDraining: @escaping @Sendable () -> Bool) {
      check.withLock { $0 = isDraining }
    }

    var isDraining: Bool { check.withLock { $0 }?() ?? false }
  }

  package init(
    rapport: Rapport, version: String, crossOrigin: CrossOrigin = CrossOrigin(),
    access: AccessPolicy = AccessPolicy()
  ) {
    self.rapport = rapport
    self.access = access
    jobs = TrainingJobs(rapport: rapport)
    self.version = version
    self.crossOrigin = crossOrigin
  }

  /// A server over this API that does not listen yet.
  ///
  /// - Throws: `StoreError` where the keys cannot be read.
  package func server(
    configuration: ServerConfiguration,
    observer: @escaping @Sendable (ResponseRecord) -> Void = { _ in }
  ) throws -> Server {
    // Read now, so that no event loop waits for the database.
    _ = try rapport.keyRing()
    let gate = gate
    let requests = requests
    let server = Server(
      configuration: configuration, router: router, gate: { gate.admit($0, template: $1) },
      errorRenderer: renderError,
      observer: { record in
        requests.add(record)
        observer(record)
      })
    readiness.set { [weak server] in server?.isDraining ?? true }
    return server
  }

  /// Cancels a training that runs, and waits for it.
  package func stop() { jobs.stop() }

  var gate: AccessGate {
    AccessGate(rapport: rapport, policy: access, endpoints: endpoints) {
      [version] problem, request in
      RasaError.covers(request.path)
        ? RasaError(problem, version: version).rendered : problem.rendered(for: request)
    }
  }

  /// The routes with their handlers and checks.
  package var router: Router {
    var router = Router()
    for endpoint in endpoints {
      let parameters = endpoint.parameters.filter { $0.place == .query }.map(\.name)
      router.add(endpoint.method, endpoint.template, options: endpoint.options) { request in
        do {
          // Rasa passes over what it does not know.
          if !endpoint.isRasa { try QueryReader.check(request, known: parameters) }
          try endpoint.checkPath(of: request)
          try endpoint.checkAccept(of: request)
          try endpoint.checkContentType(of: request)
          return shared(try tagged(endpoint.handler(request), request, endpoint), request, endpoint)
        } catch {
          guard let problem = Problem(error) else { throw error }
          guard endpoint.isForBrowsers || endpoint.isRasa else { throw problem }
          // A page may read errors too.
          let response =
            endpoint.isRasa
            ? RasaError(problem, version: version).rendered : problem.rendered(for: request)
          throw RenderedProblem(problem: problem, answer: shared(response, request, endpoint))
        }
      }
    }
    if !crossOrigin.origins.isEmpty { addPreflights(to: &router) }
    return router
  }

  /// The response with the fields that let a page of another origin read it.
  private func shared(
    _ response: Response, _ request: Request, _ endpoint: Endpoint
  ) -> Response {
    guard endpoint.isForBrowsers else { return response }
    var response = response
    for field in crossOrigin.fields(for: request) { response.headers[field.name] = field.value }
    return response
  }

  /// The response with its `ETag`, or 304 where the client has that state.
  private func tagged(
    _ response: Response, _ request: Request, _ endpoint: Endpoint
  ) -> Response {
    guard endpoint.hasEntityTag else { return response }
    var response = response
    let tag = response.headers["ETag"] ?? EntityTag.of(response.body)
    if endpoint.method == .get, EntityTag.isKnown(tag, by: request) {
      response = Response(status: .notModified)
    }
    response.headers["ETag"] = tag
    return response
  }

  private func addPreflights(to router: inout Router) {
    var templates: [String: [HTTPServer.Method]] = [:]
    for endpoint in endpoints where endpoint.isForBrowsers {
      templates[endpoint.template, default: []].append(endpoint.method)
    }
    for (template, methods) in templates.sorted(by: { $0.key < $1.key }) {
      router.add(.options, template) { crossOrigin.preflight($0, methods: methods) }
    }
  }

  /// The OpenAPI document of these routes.
  package var document: [UInt8] {
    OpenAPIDocument(endpoints: endpoints, schemas: Schemas.all, version: version).json
  }

  /// Writes the errors that no route gives, in the shape of the routes around.
  var renderError: Responder.ErrorRenderer {
    { [version] status, detail, request in
      let problem = Problem(status, code: Problem.code(of: status), detail: detail)
      guard let request, RasaError.covers(request.path) else {
        return problem.rendered(for: request)
      }
      return RasaError(problem, version: version).rendered
    }
  }

  static func json(_ value: some Encodable, status: Status = .ok) throws -> Response {
    .json(try JSONText.encode(value), status: status)
  }
}

/// A problem whose response is not the usual one; the log is told the same of it.
private struct RenderedProblem: ResponseError {
  let problem: Problem
  let answer: Response

  var status: Status { problem.status }
  var detail: String { problem.detail }
  var reasonForLog: String? { problem.reasonForLog }

  func response(to request: Request) -> Response? { answer }
}
