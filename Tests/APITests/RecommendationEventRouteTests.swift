import Domain
import Service
import Testing

@testable import API

@Suite struct RecommendationEventRouteTests {
  private let path = "/v1/recommendations/events"

  private func event(_ number: Int, _ kind: String = "impression", _ more: String = "") -> String {
    #"{"event":"\#(kind)","customer_id":"k01","product_id":"p01","position":2,"#
      + #""occurred_at":"2025-11-01T10:00:00Z","event_id":"x\#(number)"\#(more)}"#
  }

  private func recorded(_ reply: Client.Reply) throws -> [Int] {
    let result = try reply.decoded(RecordedEvents.self)
    return [result.impressions, result.clicks, result.duplicates, result.unmatched]
  }

  @Test func `one object, an array and lines are stored once by their event id`() throws {
    let client = try Client()
    #expect(try recorded(client.post(path, event(1))) == [1, 0, 0, 0])
    #expect(try recorded(client.post(path, event(1))) == [0, 0, 1, 0])
    #expect(try recorded(client.post(path, "[\(event(1)),\(event(2))]")) == [1, 0, 1, 0])
    let lines = event(1, "click") + "\r\n\n" + event(3) + "\n"
    #expect(
      try recorded(client.post(path, lines, type: "application/x-ndjson")) == [1, 1, 0, 0])
    #expect(
      try recorded(client.post(path, lines, type: "application/x-ndjson")) == [0, 0, 2, 0])
    try expectProblem(client.post(path, event(4), type: nil), 415, "unsupported_media_type")
  }

  @Test func `a whole list is one event`() throws {
    let client = try Client()
    let list =
      #"{"event":"impression","session_id":"s1","product_ids":["p03","p01","p02"],"#
      + #""recommendation_id":"r1","model":"recommender-1"}"#
    #expect(try recorded(client.post(path, list)) == [3, 0, 0, 0])
    #expect(try recorded(client.post(path, list)) == [0, 0, 3, 0])
    for product in ["p02", "p05"] {
      let click = #"{"event":"click","recommendation_id":"r1","product_id":"\#(product)"}"#
      #expect(
        try recorded(client.post(path, click)) == (product == "p02" ? [0, 1, 0, 0] : [0, 0, 0, 1]))
    }
    let report = try client.rapport.onlineReport()
    #expect(report.positions.map(\.position) == [1, 2, 3])
    #expect(report.positions.map(\.clicks) == [0, 0, 1])
    #expect(report.models.map(\.model) == ["recommender-1"])
  }

  @Test func `what nobody knows is a problem with its place`() throws {
    let client = try Client()
    for (field, value, status, code, pointer) in [
      ("product_id", #""p99""#, 404, "unknown_product", "product_id"),
      ("product_ids", #"["p01","p99"]"#, 404, "unknown_product", "product_ids/1"),
      ("customer_id", #""k99""#, 404, "unknown_customer", "customer_id"),
      ("model", #""recommender-9""#, 404, "unknown_model", "model"),
      (
        "recommendation_id", #""000000000000000000-9""#, 404, "unknown_model",
        "recommendation_id"
      ),
    ] {
      let body = wrong(field, value)
      try expectProblem(client.post(path, body), status, code, pointer: "/\(pointer)")
      try expectProblem(
        client.post(path, "[\(event(1)),\(body)]"), status, code, pointer: "/1/\(pointer)")
      try expectProblem(
        client.post(path, event(1) + "\n" + body, type: "application/x-ndjson"), status, code,
        pointer: "/1/\(pointer)")
    }
    #expect(try client.rapport.onlineReport().models.isEmpty)
    let untrained = try Client(isTrained: false)
    try expectProblem(untrained.post(path, event(1)), 409, "not_trained", pointer: "/model")
  }

  @Test func `a wrong field is named by its pointer and nothing is stored`() throws {
    let client = try Client()
    let long = "\"" + String(repeating: "x", count: 257) + "\""
    for (field, value) in [
      ("event", #""look""#), ("event", "1"), ("product_id", "[]"), ("product_id", #""""#),
      ("product_ids", "[]"), ("product_ids", #"["p01","p01"]"#), ("position", "0"),
      ("position", "1.5"), ("position", "10001"), ("position", #""1""#), ("model", #"" ""#),
      ("customer_id", #""""#), ("session_id", long), ("recommendation_id", #""a\nb""#),
      ("event_id", #""""#), ("occurred_at", #""yesterday""#),
      ("occurred_at", #""2999-01-01T00:00:00Z""#),
    ] {
      let body = wrong(field, value)
      try expectProblem(client.post(path, body), 400, "invalid_field", pointer: "/\(field)")
      try expectProblem(
        client.post(path, "[\(event(1)),\(body)]"), 400, "invalid_field", pointer: "/1/\(field)")
    }
    try expectProblem(
      client.post(path, #"{"event":"impression","product_id":"p01"}"#), 400, "missing_field",
      pointer: "/recommendation_id")
    try expectProblem(
      client.post(path, #"{"event":"click","customer_id":"k01"}"#), 400, "missing_field",
      pointer: "/product_id")
    try expectProblem(
      client.post(path, #"{"event":"click","customer_id":"k01","product_ids":["p01"]}"#), 400,
      "invalid_field", pointer: "/product_ids")
    try expectProblem(
      client.post(path, event(1, "impression", #","product_ids":["p02"]"#)), 400,
      "invalid_field", pointer: "/product_ids")
    try expectProblem(
      client.post(path, event(1, "impression", #","kind":"view""#)), 400, "unknown_field",
      pointer: "/kind")
    try expectProblem(client.post(path, "[]"), 400, "empty_body")
    try expectProblem(client.post(path, "x,y", type: "text/csv"), 415, "unsupported_media_type")
    #expect(try client.rapport.onlineReport().models.isEmpty)
  }

  @Test func `more than ten thousand events or products are refused`() throws {
    let client = try Client()
    let one = #"{"event":"click","customer_id":"k01","product_id":"p01"}"#
    let many = "[" + [String](repeating: one, count: 10_001).joined(separator: ",") + "]"
    try expectProblem(client.post(path, many), 400, "too_many_items")
    let products = (0..<1000).map { "\"q\($0)\"" }.joined(separator: ",")
    let list = #"{"event":"impression","customer_id":"k01","product_ids":[\#(products)]}"#
    let lists = "[" + [String](repeating: list, count: 11).joined(separator: ",") + "]"
    try expectProblem(client.post(path, lists), 400, "too_many_items")
    let longer = list.replacing("\"q0\"", with: "\"q0\",\"q1000\"")
    try expectProblem(client.post(path, longer), 400, "invalid_field", pointer: "/product_ids")
  }

  /// An impression with one field set to a value; the list takes the product's
  /// place.
  private func wrong(_ field: String, _ value: String) -> String {
    var fields = [
      "event": #""impression""#, "customer_id": #""k01""#, "product_id": #""p01""#,
    ]
    if field == "product_ids" { fields["product_id"] = nil }
    fields[field] = value
    let members = fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
    return "{" + members.joined(separator: ",") + "}"
  }
}
