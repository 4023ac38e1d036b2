import HTTPServer
import Service
import Storage
import TestSupport
import Testing

@testable import API

/// Errors as clients get them.
@Suite struct ProblemTests {
  @Test(
    arguments: [
      (StoreError.Code.locked, "10"), (.diskFull, "10"), (.ioError, "10"), (.readOnly, nil),
    ] as [(StoreError.Code, String?)])
  func `a store that cannot be used now is 503`(code: StoreError.Code, wait: String?) throws {
    let problem = try #require(Problem(StoreError(code, "/srv/shop.db: SQLite says no")))
    #expect(!problem.detail.contains("shop.db") && !problem.detail.contains("SQLite"))
    #expect(problem.reasonForLog == "/srv/shop.db: SQLite says no")
    #expect(problem.status == .serviceUnavailable && problem.code == code.rawValue)
    #expect(problem.headers["Retry-After"] == wait)
    #expect(problem.rendered(for: nil).headers["Retry-After"] == wait)
  }

  @Test func `the log is told what a client is not`() throws {
    var router = Router()
    router.add(.get, "/x") { _ in
      throw try #require(Problem(StoreError(.ioError, "/srv/shop.db: SQLite says no")))
    }
    let answer = Responder(router: router).respond(to: try Request(.get, "/x"))
    #expect(answer.response.status == .serviceUnavailable)
    #expect(answer.failure == "/srv/shop.db: SQLite says no")
    #expect(!String(decoding: answer.response.body, as: UTF8.self).contains("shop.db"))
  }

  @Test func `a mistake of the program is no problem of the client`() {
    #expect(Problem(StoreError(.refusedStatement, "SELECT")) == nil)
    #expect(Problem(ServiceError(.internal, "no"))?.status == .internalServerError)
  }

  @Test(arguments: [
    ("/price", "price"), ("/1/customer_id", "customer_id"), ("/models/0", "models"),
    ("/history/3/kind", "kind"), ("/attributes/a~1b~0c", "a/b~c"), ("/7", "the element"),
    ("", "the body"),
  ])
  func `the detail names the field alone, the pointer its place`(place: String, name: String) {
    let problem = Problem(at: place, "must be a number")
    #expect(problem.detail == "\(name) must be a number" && problem.pointer == place)
  }

  @Test func `purchases in two currencies are in conflict with the question`() throws {
    let client = try Client()
    let product = #"{"id":"p01","price":1.5,"currency":"USD"}"#
    #expect(try client.post("/v1/products", product).status == 200)
    let problem = try expectProblem(client.get("/v1/churn"), 409, "mixed_currencies")
    #expect(problem.detail.contains("EUR") && problem.detail.contains("USD"))
    // The bot asks for the probability too, and does without.
    let message = #"{"text":"where is my parcel","customer_id":"k02"}"#
    #expect(try client.post("/v1/bot/messages", message).status == 200)
  }
}
