/// Turns a request into its response, without a socket.
///
/// That is routing, the answers the server gives by itself, and errors.
package struct Responder: Sendable {
  /// Writes an error as a response: status, detail for the client, and the request if one
  /// could be read.
  package typealias ErrorRenderer = @Sendable (Status, String, Request?) -> Response

  /// A response and what the log wants to know about it.
  package struct Answer: Sendable {
    package var response: Response
    /// The template of the route, or nil if no route has the path.
    package var template: String?
    /// The text of an error that became 500; not for the client.
    package var failure: String?
  }

  package let router: Router
  let renderError: ErrorRenderer

  package init(router: Router, renderError: @escaping ErrorRenderer = Self.plainText) {
    self.router = router
    self.renderError = renderError
  }

  /// The detail as a line of text.
  package static let plainText: ErrorRenderer = { status, detail, _ in
    .text(detail + "\n", status: status)
  }

  package func respond(to request: Request) -> Answer {
    if request.path == "*" {
      return Answer(response: Self.options(router.allMethods))
    }
    switch router.match(request.method, request.pathSegments) {
    case .route(let template, let parameters, let handler):
      var request = request
      request.parameters = parameters
      return run(handler, request, template)
    case .otherMethods(let template, let allowed):
      guard request.method != .options else {
        return Answer(response: Self.options(allowed), template: template)
      }
      var response = renderError(
        .methodNotAllowed, "\(template) does not take \(request.method)", request)
      response.headers["Allow"] = Self.list(allowed)
      return Answer(response: response, template: template)
    case .nothing:
      let response = renderError(.notFound, "no resource has the path \(request.path)", request)
      return Answer(response: response)
    }
  }

  private func run(_ handler: Router.Handler, _ request: Request, _ template: String) -> Answer {
    do {
      return Answer(response: try handler(request), template: template)
    } catch let error as any ResponseError {
      return Answer(response: render(error, request), template: template)
    } catch {
      let detail = "the server failed on this request; its log has the reason under \(request.id)"
      return Answer(
        response: renderError(.internalServerError, detail, request), template: template,
        failure: String(describing: error))
    }
  }

  /// The response to an error that knows its status.
  func render(_ error: any ResponseError, _ request: Request?) -> Response {
    if let request, let response = error.response(to: request) { return response }
    var response = renderError(error.status, error.detail, request)
    for field in error.headers { response.headers[field.name] = field.value }
    return response
  }

  /// The template a request would be routed to.
  func template(for request: Request) -> String? {
    switch router.match(request.method, request.pathSegments) {
    case .route(let template, _, _), .otherMethods(let template, _): template
    case .nothing: nil
    }
  }

  private static func options(_ allowed: [Method]) -> Response {
    Response(status: .noContent, headers: ["Allow": list(allowed)])
  }

  private static func list(_ methods: [Method]) -> String {
    methods.map(\.rawValue).joined(separator: ", ")
  }
}
