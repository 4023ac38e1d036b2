/// Turns a request into its response, without a socket.
///
/// That is routing, the gate, the answers the server gives by itself, and errors.
package struct Responder: Sendable {
  /// Writes an error as a response: status, detail for the client, and the request if one
  /// could be read.
  package typealias ErrorRenderer = @Sendable (Status, String, Request?) -> Response

  /// A response and what the log wants to know about it.
  package struct Answer: Sendable {
    /// What is sent.
    package var response: Response
    /// The template of the route, or nil if no route has the path.
    package var template: String?
    /// Who sent the request, as the gate found.
    package var keyID: String?
    /// What the client was not told of an error: of one that became 500, or of a store that failed.
    package var failure: String?
  }

  /// What came of a handler.
  struct Outcome: Sendable {
    var response: Response
    /// What the client was not told of an error, for the log.
    var failure: String?

    init(_ response: Response) { self.response = response }
  }

  /// What is to be done about a request whose head has been read.
  enum Decision {
    case answer(Response, template: String?)
    case run(Plan)

    /// The template of the path.
    var template: String? {
      switch self {
      case .answer(_, let template): template
      case .run(let plan): plan.template
      }
    }

    /// The place of the route whose handler runs.
    var route: Int? {
      if case .run(let plan) = self { plan.endpoint.place } else { nil }
    }
  }

  /// A handler that may run.
  struct Plan: Sendable {
    let endpoint: Router.Endpoint
    /// Added to the response.
    let headers: HeaderFields

    var options: RouteOptions { endpoint.options }
    var template: String { endpoint.template.text }
  }

  /// The routes.
  package let router: Router
  private let gate: Gate?
  let renderError: ErrorRenderer

  /// Creates a responder; without a gate every request is admitted.
  package init(
    router: Router, gate: Gate? = nil, renderError: @escaping ErrorRenderer = Self.plainText
  ) {
    self.router = router
    self.gate = gate
    self.renderError = renderError
  }

  /// The detail as a line of text.
  package static let plainText: ErrorRenderer = { status, detail, _ in
    .text(detail + "\n", status: status)
  }

  /// The whole course of a request whose body is there.
  package func respond(to request: Request) -> Answer {
    var request = request
    let body = request.body
    request.body = []
    let decision = decide(on: &request)
    let outcome: Outcome
    switch decision {
    case .answer(let response, _): outcome = Outcome(response)
    case .run(let plan): outcome = run(plan, request, with: body)
    }
    return Answer(
      response: outcome.response, template: decision.template, keyID: request.keyID,
      failure: outcome.failure)
  }

  private func run(_ plan: Plan, _ request: Request, with body: [UInt8]) -> Outcome {
    if let limit = plan.options.bodyLimit, body.count > limit {
      return Outcome(
        refuse(.contentTooLarge, "the body is longer than \(limit) bytes", request, plan))
    }
    var request = request
    if plan.options.isStreamed {
      request.stream = BodyStream(body)
    } else {
      request.body = body
    }
    return run(plan, request)
  }

  /// Finds the route of a request, of which no body is needed, and asks the gate.
  ///
  /// Sets the request's parameters and who sent it.
  func decide(on request: inout Request) -> Decision {
    let match: Router.Match =
      request.path == "*" ? .nothing : router.match(request.method, request.pathSegments)
    if case .route(_, let parameters) = match, !parameters.isEmpty {
      request.parameters = parameters
    }
    var headers: HeaderFields = [:]
    if let gate {
      switch gate(request, match.template) {
      case .admit(let keyID, let fields):
        request.keyID = keyID
        headers = fields
      case .refuse(let response): return .answer(response, template: match.template)
      }
    }
    if case .route(let endpoint, _) = match {
      return .run(Plan(endpoint: endpoint, headers: headers))
    }
    var response = self.response(to: request, without: match)
    response.add(headers)
    return .answer(response, template: match.template)
  }

  /// The response to a request that no handler takes.
  private func response(to request: Request, without match: Router.Match) -> Response {
    if request.path == "*" { return Self.options(router.allMethods) }
    guard case .otherMethods(let template, let allowed) = match else {
      return renderError(.notFound, "no resource has the path \"\(request.path)\"", request)
    }
    guard request.method != .options else { return Self.options(allowed) }
    var response = renderError(
      .methodNotAllowed, "\(template) does not take \(request.method)", request)
    response.headers["Allow"] = Self.list(allowed)
    return response
  }

  /// Runs the handler of a request that has its body.
  func run(_ plan: Plan, _ request: Request) -> Outcome {
    var outcome: Outcome
    do {
      outcome = Outcome(try plan.endpoint.handler(request))
    } catch let error as any ResponseError {
      outcome = Outcome(render(error, request))
      outcome.failure = error.reasonForLog
    } catch {
      let detail = "the server failed on this request; its log has the reason under \(request.id)"
      outcome = Outcome(renderError(.internalServerError, detail, request))
      outcome.failure = String(describing: error)
    }
    outcome.response.add(plan.headers)
    return outcome
  }

  /// The response to a request that the server turns away before its handler runs.
  func refuse(_ status: Status, _ detail: String, _ request: Request, _ plan: Plan) -> Response {
    var response = renderError(status, detail, request)
    response.add(plan.headers)
    return response
  }

  /// The response to an error that knows its status.
  func render(_ error: any ResponseError, _ request: Request?) -> Response {
    if let request, let response = error.response(to: request) { return response }
    var response = renderError(error.status, error.detail, request)
    response.add(error.headers)
    return response
  }

  private static func options(_ allowed: [Method]) -> Response {
    Response(status: .noContent, headers: ["Allow": list(allowed)])
  }

  private static func list(_ methods: [Method]) -> String {
    methods.map(\.rawValue).joined(separator: ", ")
  }
}
