import HTTPServer
import Testing

@Suite struct RouterTests {
  private struct OutOfStock: ResponseError {
    let status = Status.conflict
    let detail = "there is none left"
    let headers: HeaderFields = ["Retry-After": "60"]
  }

  private struct Teapot: ResponseError {
    let status = Status.badRequest
    let detail = "unused"
    func response(to request: Request) -> Response? { .text("I am \(request.path)") }
  }

  private struct Secret: Error {}

  /// Answers with the route's name and its parameters.
  private static func echo(_ name: String) -> Router.Handler {
    { request in
      let parameters = request.parameters.sorted { $0.key < $1.key }
      return .text(([name] + parameters.map { "\($0.key)=\($0.value)" }).joined(separator: " "))
    }
  }

  private static let responder: Responder = {
    var router = Router()
    router.add(.get, "/", echo("root"))
    router.add(.get, "/v1/customers/{id}", echo("customer"))
    router.add(.delete, "/v1/customers/{id}", echo("erase"))
    router.add(.get, "/v1/customers/{customer}/recommendations", echo("recommend"))
    router.add(.get, "/v1/customers/me", echo("me"))
    router.add(.post, "/v1/customers/me/notes", echo("note"))
    router.add(.get, "/v1/{kind}/{id}/history", echo("history"))
    router.add(.post, "/fail/known") { _ in throw OutOfStock() }
    router.add(.post, "/fail/own") { _ in throw Teapot() }
    router.add(.post, "/fail/unknown") { _ in throw Secret() }
    return Responder(
      router: router,
      renderError: { status, detail, request in
        .text("\(request?.id ?? "-") \(detail)", status: status)
      })
  }()

  private func respond(_ method: Method, _ target: String) throws -> Responder.Answer {
    Self.responder.respond(to: try Request(method, target, headers: ["X-Request-Id": "r-1"]))
  }

  @Test(arguments: [
    ("/", "root", "/"),
    ("/v1/customers/42", "customer id=42", "/v1/customers/{id}"),
    ("/v1/customers/42?x=1", "customer id=42", "/v1/customers/{id}"),
    ("/v1/customers/a%2Fb%20c", "customer id=a/b c", "/v1/customers/{id}"),
    ("/v1/customers/me", "me", "/v1/customers/me"),
    (
      "/v1/customers/42/recommendations", "recommend customer=42",
      "/v1/customers/{customer}/recommendations"
    ),
    // The literal branch ends in no route, so the search turns back to the parameter.
    (
      "/v1/customers/me/recommendations", "recommend customer=me",
      "/v1/customers/{customer}/recommendations"
    ),
    ("/v1/customers/42/history", "history id=42 kind=customers", "/v1/{kind}/{id}/history"),
  ])
  func `a path finds its route, literals before parameters`(
    target: String, text: String, template: String
  ) throws {
    let answer = try respond(.get, target)
    #expect(answer.response == .text(text))
    #expect(answer.template == template)
    #expect(answer.failure == nil)
  }

  @Test(arguments: [
    "/v1", "/v1/customers", "/v1/customers/", "/v1/customers/42/", "/V1/customers/42",
    "/v1//42/history", "/v1/customers/42/recommendations/x",
  ])
  func `a path that no route has is not found`(target: String) throws {
    let answer = try respond(.get, target)
    #expect(answer.response.status == .notFound)
    #expect(answer.response.body.starts(with: Array("r-1 ".utf8)))
    #expect(answer.template == nil)
  }

  @Test func `a method that the path does not take is told which it does`() throws {
    let answer = try respond(.put, "/v1/customers/42")
    #expect(answer.response.status == .methodNotAllowed)
    #expect(answer.response.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS")
    #expect(answer.template == "/v1/customers/{id}")
    #expect(try respond(.get, "/fail/known").response.headers["Allow"] == "OPTIONS, POST")
  }

  @Test func `GET answers HEAD`() throws {
    #expect(try respond(.head, "/v1/customers/42").response == .text("customer id=42"))
    #expect(try respond(.head, "/fail/known").response.status == .methodNotAllowed)
  }

  @Test func `OPTIONS tells the methods of a path or of the server`() throws {
    let one = try respond(.options, "/v1/customers/42").response
    #expect(one.status == .noContent)
    #expect(one.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS")
    #expect(
      try respond(.options, "*").response.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, POST")
    #expect(try respond(.options, "/nowhere").response.status == .notFound)
  }

  @Test func `an error that knows its response is told to the client`() throws {
    let known = try respond(.post, "/fail/known")
    #expect(known.response.status == .conflict)
    #expect(known.response.headers["Retry-After"] == "60")
    #expect(known.response.body == Array("r-1 there is none left".utf8))
    #expect(known.failure == nil)
    #expect(try respond(.post, "/fail/own").response == .text("I am /fail/own"))
  }

  @Test func `any other error is 500 and its text is for the log only`() throws {
    let answer = try respond(.post, "/fail/unknown")
    #expect(answer.response.status == .internalServerError)
    #expect(!String(decoding: answer.response.body, as: UTF8.self).contains("Secret"))
    #expect(answer.failure == "Secret()")
    #expect(answer.template == "/fail/unknown")
  }

  @Test func `the routes can be listed as they were added`() {
    let routes = Self.responder.router.routes
    #expect(routes.count == 10)
    #expect(routes[1] == Router.Route(method: .get, template: "/v1/customers/{id}"))
  }

  @Test func `two routes of one shape and method are a mistake`() async {
    await #expect(processExitsWith: .failure) {
      var router = Router()
      router.add(.get, "/a/{x}") { _ in .empty }
      router.add(.get, "/a/{y}") { _ in .empty }
    }
  }

  @Test func `a template that is malformed is a mistake`() async {
    await #expect(processExitsWith: .failure) {
      var router = Router()
      router.add(.get, "/a/{x}/{x}") { _ in .empty }
    }
    await #expect(processExitsWith: .failure) {
      var router = Router()
      router.add(.get, "/a/x{y}") { _ in .empty }
    }
  }
}
