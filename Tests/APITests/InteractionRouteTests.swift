import Domain
import Service
import Storage
import Testing

@testable import API

@Suite struct InteractionRouteTests {
  private let path = "/v1/interactions"

  private func event(_ number: Int, _ product: String = "p12", _ more: String = "") -> String {
    #"{"customer_id":"fresh","product_id":"\#(product)","kind":"purchase","#
      + #""occurred_at":"2025-11-01T10:00:00Z","event_id":"x\#(number)"\#(more)}"#
  }

  private func recorded(_ reply: Client.Reply) throws -> [Int] {
    let result = try reply.decoded(IngestionAnswer.self)
    return [result.added, result.duplicates ?? -1]
  }

  @Test func `one object, an array and lines are stored once by their event id`() throws {
    let client = try Client()
    #expect(try recorded(client.post(path, event(1))) == [1, 0])
    #expect(try recorded(client.post(path, event(1))) == [0, 1])
    #expect(try recorded(client.post(path, "[\(event(1)),\(event(2))]")) == [1, 1])
    let lines = event(2) + "\r\n\n" + event(3) + "\n"
    #expect(try recorded(client.post(path, lines, type: "application/x-ndjson")) == [1, 1])
    #expect(try recorded(client.post(path, lines, type: "application/x-ndjson")) == [0, 2])
    try expectProblem(client.post(path, event(4), type: nil), 415, "unsupported_media_type")
  }

  @Test func `what was posted shows in the next answer`() throws {
    let client = try Client()
    let question = "/v1/customers/fresh/recommendations?limit=3&new=true&explain=true"
    #expect(try client.get(question).decoded(RecommendationAnswer.self).fallback != nil)
    let bought = ["p12", "p13", "p14", "p15"]
    let events = bought.enumerated().map { event($0, $1, #","quantity":2,"price":3.5"#) }
    #expect(try recorded(client.post(path, "[\(events.joined(separator: ","))]")) == [4, 0])
    let answer = try client.get(question).decoded(RecommendationAnswer.self)
    #expect(answer.fallback == nil)
    #expect(answer.items.count == 3)
    #expect(answer.items.allSatisfy { $0.category == "Garden" })
    #expect(Set(answer.items.map(\.productId)).isDisjoint(with: bought))
    let reasons = answer.items.flatMap { $0.reasons ?? [] }
    #expect(reasons.contains { $0.because == "p12" && $0.kind == "bought" })
    #expect(try client.get("/v1/customers/fresh/churn").status == 200)
  }

  @Test func `a product nobody knew becomes known`() throws {
    let client = try Client()
    #expect(try client.get("/v1/products/brand-new/similar").status == 404)
    _ = try client.post(path, event(1, "brand-new"))
    let similar = try client.get("/v1/products/brand-new/similar")
      .decoded(RecommendationAnswer.self)
    #expect(similar.items.isEmpty)
    #expect(similar.empty?.contains("shares no customer") == true)
    #expect(
      try client.get("/v1/customers/k01/recommendations?exclude=brand-new").status == 200)
  }

  @Test func `times may have an offset or a fraction, or be left out`() throws {
    let client = try Client()
    for time in [
      #""2025-11-01T10:00:00+02:00""#, #""2025-11-01T10:00:00.250Z""#,
      #""2025-11-01T10:00:00-05:30""#, "null",
    ] {
      let body = #"{"customer_id":"a","product_id":"p01","kind":"VIEW","occurred_at":\#(time)}"#
      #expect(try recorded(client.post(path, body)) == [1, 0], "\(time)")
    }
    let log = try client.rapport.store.read { reader in
      let customer = try #require(try reader.customer(.init("a")))
      return try reader.history(of: customer.key, limit: 9)
    }
    #expect(log.occurredAt.map(\.rfc3339).contains("2025-11-01T08:00:00Z"))
    #expect(log.occurredAt.map(\.rfc3339).contains("2025-11-01T15:30:00Z"))
  }

  @Test func `a wrong field is named by its pointer and nothing is stored`() throws {
    let client = try Client()
    let before = try client.rapport.status().interactions
    func wrong(_ field: String, _ value: String) -> String {
      var fields = [
        "customer_id": #""a""#, "product_id": #""p01""#, "kind": #""view""#,
      ]
      fields[field] = value
      return "{"
        + fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
        .joined(separator: ",") + "}"
    }
    for (field, value) in [
      ("customer_id", "7"), ("customer_id", #""""#), ("product_id", "[]"), ("kind", #""stole""#),
      ("quantity", "0"), ("quantity", "-1"), ("quantity", #""1""#), ("price", "-0.01"),
      ("value", "-1"), ("occurred_at", #""yesterday""#), ("occurred_at", "5"),
      ("occurred_at", #""2999-01-01T00:00:00Z""#), ("occurred_at", #""2025-02-29T00:00:00Z""#),
      ("occurred_at", #""2025-01-01T24:00:00Z""#), ("occurred_at", #""2025-01-01T00:00:00""#),
      ("quantity", "1e16"), ("price", "1e16"), ("value", "1e300"), ("event_id", #""""#),
      ("customer_id", "\"" + String(repeating: "x", count: 257) + "\""),
    ] {
      let body = wrong(field, value)
      try expectProblem(client.post(path, body), 400, "invalid_field", pointer: "/\(field)")
      try expectProblem(
        client.post(path, "[\(event(1)),\(body)]"), 400, "invalid_field", pointer: "/1/\(field)")
      try expectProblem(
        client.post(path, event(1) + "\n" + body, type: "application/x-ndjson"), 400,
        "invalid_field", pointer: "/1/\(field)")
    }
    try expectProblem(
      client.post(path, #"{"customer_id":"a","kind":"view"}"#), 400, "missing_field",
      pointer: "/product_id")
    try expectProblem(
      client.post(path, wrong("price", "1e10").dropLast() + #","quantity":1e10}"#), 400,
      "invalid_field", pointer: "/price")
    try expectProblem(client.post(path, "[]"), 400, "empty_body")
    try expectProblem(client.post(path, "\n", type: "application/x-ndjson"), 400, "empty_body")
    try expectProblem(client.post(path, "x,y", type: "text/csv"), 415, "unsupported_media_type")
    #expect(try client.rapport.status().interactions == before)
  }

  @Test func `more than ten thousand in one request are refused`() throws {
    let client = try Client()
    let one = #"{"customer_id":"a","product_id":"p01","kind":"view"}"#
    let body = "[" + [String](repeating: one, count: 10_001).joined(separator: ",") + "]"
    try expectProblem(client.post(path, body), 400, "too_many_items")
  }
}
