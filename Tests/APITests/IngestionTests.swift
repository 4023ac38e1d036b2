import Domain
import Service
import Storage
import TestSupport
import Testing

@testable import API
@testable import HTTPServer

@Suite struct IngestionTests {
  private let path = "/v1/interactions"
  private let lines = "application/x-ndjson"

  /// Without an event id, so that storing it twice would show.
  private func event(_ product: String = "p01") -> String {
    #"{"customer_id":"a","product_id":"\#(product)","kind":"view"}"#
  }

  private func count(_ client: Client) throws -> Int { try client.rapport.status().interactions }

  private func send(
    _ client: Client, _ body: String, key: String, type: String = "application/json",
    to target: String = "/v1/interactions"
  ) throws -> Client.Reply {
    try client.send(.post, target, body, type: type, fields: ["Idempotency-Key": key])
  }

  @Test func `a request sent again with its key is answered and not done again`() throws {
    let client = try Client(isTrained: false)
    let before = try count(client)
    let first = try send(client, event(), key: "k-1")
    #expect(first.headers["Idempotency-Replayed"] == nil)
    let second = try send(client, event(), key: "k-1")
    #expect(second.text == first.text && second.status == 200)
    #expect(second.headers["Idempotency-Replayed"] == "true")
    #expect(try count(client) == before + 1)
    try expectProblem(send(client, event("p02"), key: "k-1"), 422, "idempotency_key_reused")
    #expect(try send(client, event(), key: "k-2").headers["Idempotency-Replayed"] == nil)
    #expect(try count(client) == before + 2)
    // A key counts for one route.
    #expect(
      try send(client, #"{"id":"z"}"#, key: "k-1", to: "/v1/customers").status == 200)
  }

  @Test func `a request that failed may be mended and sent again with its key`() throws {
    let client = try Client(isTrained: false)
    #expect(try send(client, "[\(event()),{}]", key: "k").status == 400)
    #expect(try send(client, "[\(event())]", key: "k").headers["Idempotency-Replayed"] == nil)
  }

  @Test(arguments: ["", "a\u{e9}", String(repeating: "x", count: 256)])
  func `a key that is no name is refused`(key: String) throws {
    let client = try Client(isTrained: false)
    try expectProblem(send(client, event(), key: key), 400, "invalid_header", pointer: "")
  }

  @Test func `a request is told that the same one is being worked on`() throws {
    let client = try Client(isTrained: false)
    let api = RapportAPI(rapport: client.rapport, version: "1")
    let responder = Responder(router: api.router, renderError: api.renderError)
    let request = try Request(
      .post, path, headers: ["Content-Type": "application/json", "Idempotency-Key": "k"],
      body: Array(event().utf8))
    let response = try api.inFlight.alone(
      .init(owner: "", route: "POST \(path)", key: "k")
    ) { responder.respond(to: request).response }
    #expect(response.status == .conflict)
    #expect(response.headers["Retry-After"] == "1")
    #expect(responder.respond(to: request).response.status == .ok)
  }

  @Test func `many lines are stored in batches, and a wrong one ends them`() throws {
    let client = try Client(isTrained: false)
    let before = try count(client)
    var rows = [String](repeating: event(), count: 12_000)
    rows[11_000] = #"{"customer_id":"a","product_id":"p01","kind":"stole"}"#
    let reply = try client.post(path, rows.joined(separator: "\n"), type: lines)
    try expectProblem(reply, 400, "invalid_field", pointer: "/11000/kind")
    #expect(try JSON(parsing: reply.text)["stored_lines"] == .number(10_000))
    #expect(try count(client) == before + 10_000)
    // With a key the rest can be sent without doubling what is there.
    _ = try send(client, rows.joined(separator: "\n"), key: "k", type: lines)
    #expect(try count(client) == before + 20_000)
    rows[11_000] = event()
    let whole = try send(client, rows.joined(separator: "\n"), key: "k", type: lines)
    #expect(whole.text == #"{"added":12000,"duplicates":0}"#)
    #expect(try count(client) == before + 22_000)
    rows[3] = event("p02")
    try expectProblem(
      send(client, rows.joined(separator: "\n"), key: "k", type: lines), 422,
      "idempotency_key_reused")
  }

  @Test func `wrong lines are passed over and listed where that is asked for`() throws {
    let client = try Client(isTrained: false)
    let body = [event(), "{", "", event(), #"{"customer_id":"a"}"#].joined(separator: "\r\n")
    let reply = try client.post("\(path)?skip_refused=true", body, type: lines)
    let answer = try reply.decoded(IngestionAnswer.self)
    #expect(answer.added == 2 && answer.refused == 2)
    #expect(answer.errors?.map(\.line) == [2, 4])
    #expect(answer.errors?.map(\.pointer) == ["/1", "/3/product_id"])
    #expect(answer.errors?.map(\.code) == ["invalid_json", "missing_field"])
    let product = try client.post(
      "/v1/products?skip_refused=1", "{\"id\":\"x\",\"price\":-1}\n{\"id\":\"y\"}", type: lines
    ).decoded(IngestionAnswer.self)
    #expect(product.added == 1 && product.errors?.first?.pointer == "/0/price")
    try expectProblem(
      client.post("\(path)?skip_refused=true", "[\(event()),{}]"), 400, "missing_field",
      pointer: "/1/customer_id")
  }

  @Test func `lines that come in pieces are put together`() throws {
    let body = Array((0..<50).map { event("p\($0)") }.joined(separator: "\n").utf8)
    for size in [1, 7, 64, 1000] {
      let stream = BodyStream(resume: {})
      for start in stride(from: 0, to: body.count, by: size) {
        stream.push(Array(body[start..<min(start + size, body.count)]))
      }
      stream.finish()
      var source = RowSource<InteractionBody>(
        BodyPieces(stream), holdsLines: true, now: Timestamp(seconds: 0))
      let batch = try source.next()
      #expect(batch.records.map(\.product.rawValue) == (0..<50).map { "p\($0)" })
      #expect(batch.isLast && source.lines == 50)
    }
  }
}
