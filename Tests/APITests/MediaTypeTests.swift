import HTTPServer
import Testing

@testable import API

@Suite struct MediaTypeTests {
  private let path = "/v1/interactions"
  private let event = #"{"customer_id":"a","product_id":"p01","kind":"view"}"#

  @Test(arguments: [
    "application/json", "Application/JSON", "application/json; charset=utf-8",
    "application/json;charset=\"UTF-8\"", "application/json ; x=y", "application/x-ndjson",
    "application/jsonl",
  ])
  func `a body of a known type is taken`(type: String) throws {
    #expect(try Client(isTrained: false).post(path, event, type: type).status == 200)
  }

  @Test(arguments: [
    "text/json", "application/jsonx", "application/problem+json", "json", "application/",
    "application/json; charset=latin1", "application/json, text/plain", "application/json;x",
    "application/x-www-form-urlencoded", "", "application/json\u{e9}",
  ])
  func `a body of another type is refused, and the types are told`(type: String) throws {
    let reply = try Client(isTrained: false).post(path, event, type: type)
    try expectProblem(reply, 415, "unsupported_media_type")
    #expect(reply.headers["Accept-Post"] == "application/json, application/x-ndjson")
  }

  @Test func `a change tells the types it takes`() throws {
    let client = try Client(isTrained: false)
    let reply = try client.send(.patch, "/v1/customers/k01", "{}", type: "text/plain")
    try expectProblem(reply, 415, "unsupported_media_type")
    #expect(reply.headers["Accept-Patch"] == "application/merge-patch+json, application/json")
  }

  @Test func `an answer that is not accepted is refused`() throws {
    let client = try Client(isTrained: false)
    func status(_ accept: String, _ target: String = "/healthz") throws -> Int {
      try client.send(.get, target, fields: ["Accept": accept]).status
    }
    for accept in [
      "*/*", "application/*", "application/json", "text/html, */*;q=0.1", "",
      "application/json;q=0.5, */*;q=0", "nonsense",
    ] {
      #expect(try status(accept) == 200, "\(accept)")
    }
    for accept in ["text/html", "application/json;q=0", "application/json;q=0, */*", "image/*"] {
      #expect(try status(accept) == 406, "\(accept)")
    }
    #expect(
      try status("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4", "/metrics")
        == 200)
    let reply = try client.send(.get, "/healthz", fields: ["Accept": "text/html"])
    try expectProblem(reply, 406, "not_acceptable")
  }
}
