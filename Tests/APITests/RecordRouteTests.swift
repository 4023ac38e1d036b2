import Domain
import HTTPServer
import Service
import Storage
import TestSupport
import Testing

@testable import API

@Suite struct RecordRouteTests {
  private func json(_ reply: Client.Reply) throws -> JSON { try JSON(parsing: reply.text) }

  @Test func `customers are added, merged and read back`() throws {
    let client = try Client(isTrained: false)
    let first =
      #"{"id":"c 1/ü","name":" Ada ","email":"ada@example.com","first_seen":"2025-01-07T00:00:00Z","#
      + #""attributes":{"plan":"plus","maxSize":3,"vip":true}}"#
    #expect(try client.post("/v1/customers", first).text == #"{"added":1,"updated":0}"#)
    let second = #"[{"id":"c 1/ü","country":"GB","attributes":{"plan":"basic"}},{"id":"c2"}]"#
    #expect(try client.post("/v1/customers", second).text == #"{"added":1,"updated":1}"#)
    #expect(try client.post("/v1/customers", second).text == #"{"added":0,"updated":2}"#)
    #expect(
      try client.get("/v1/customers/c%201%2F%C3%BC").text
        == #"{"attributes":{"maxSize":3,"plan":"basic","vip":true},"country":"GB","#
        + #""email":"ada@example.com","first_seen":"2025-01-07T00:00:00Z","id":"c 1/ü","#
        + #""name":"Ada"}"#)
    try expectProblem(client.get("/v1/customers/nobody"), 404, "unknown_customer")
  }

  @Test func `products are added, merged and read back`() throws {
    let client = try Client(isTrained: false)
    let lines = """
      {"id":"n1","title":"Teapot","price":12.5,"currency":"EUR","available":true}

      {"id":"p01","price":3,"attributes":{"colour":"red"}}
      """
    #expect(
      try client.post("/v1/products", lines, type: "application/x-ndjson").text
        == #"{"added":1,"updated":1}"#)
    let product = try json(client.get("/v1/products/p01"))
    #expect(product["title"] == .string("Thing 1"))
    #expect(product["price"] == .number(3))
    #expect(product["attributes"] == .object(["colour": .string("red")]))
    try expectProblem(client.get("/v1/products/nothing"), 404, "unknown_product")
  }

  @Test func `entries of the bot are added under the rules of the import`() throws {
    let client = try Client(isTrained: false)
    let entry = #"{"question":"Do you sell gift cards?","answer":"Yes, in the shop."}"#
    #expect(try client.post("/v1/faq", entry).text == #"{"added":1,"updated":0}"#)
    #expect(try client.post("/v1/faq", entry).text == #"{"added":0,"updated":1}"#)
    let stored = try client.rapport.store.read { try $0.faqEntries() }
    #expect(stored.last?.intent == "do_you_sell_gift_cards")
    for (body, pointer) in [
      (#"{"question":"a?","answer":"Hello {nobody}"}"#, "/answer"),
      (#"{"question":"a?","answer":"x","requires":["passport"]}"#, "/requires"),
      (#"{"question":"Where is my parcel?","answer":"x","intent":"else"}"#, "/question"),
      (#"{"question":" ","answer":"x"}"#, "/question"), (#"{"question":"a?"}"#, "/answer"),
    ] {
      let reply = try client.post("/v1/faq", "[\(entry),\(body)]")
      #expect(reply.status == 400)
      #expect(try json(reply)["pointer"] == .string("/1\(pointer)"), "\(reply.text)")
    }
    let notes = try json(
      client.post(
        "/v1/faq",
        #"{"intent":"x","questions":["Is it far?","Where is my parcel?"],"answer":"No."}"#))
    #expect(notes["notes"]?[0]?["code"] == .string("questions_of_two_intents"))
  }

  @Test func `a wrong field is named and nothing of the array is stored`() throws {
    let client = try Client(isTrained: false)
    for (path, good, bad, code, pointer) in [
      ("customers", #"{"id":"a"}"#, #"{"id":" "}"#, "invalid_field", "/1/id"),
      ("customers", #"{"id":"a"}"#, #"{"name":"x"}"#, "missing_field", "/1/id"),
      ("customers", #"{"id":"a"}"#, #"{"id":"b","emial":"x"}"#, "unknown_field", "/1/emial"),
      (
        "customers", #"{"id":"a"}"#, #"{"id":"b","first_seen":"soon"}"#, "invalid_field",
        "/1/first_seen"
      ),
      (
        "customers", #"{"id":"a"}"#, #"{"id":"b","name":"x\u0000"}"#, "invalid_field", "/1/name"
      ),
      (
        "customers", #"{"id":"a"}"#, #"{"id":"b","attributes":{"x":[1]}}"#, "invalid_field",
        "/1/attributes/x"
      ),
      ("products", #"{"id":"a"}"#, #"{"id":"b","price":-1}"#, "invalid_field", "/1/price"),
      ("products", #"{"id":"a"}"#, #"{"id":"b","price":"1"}"#, "invalid_field", "/1/price"),
      ("products", #"{"id":"a"}"#, #"{"id":"b","id":"c"}"#, "duplicate_field", "/1/id"),
      ("products", #"{"id":"a"}"#, #"{"id":"b","price":1e999}"#, "number_out_of_range", "/1/price"),
    ] {
      try expectProblem(client.post("/v1/\(path)", "[\(good),\(bad)]"), 400, code, pointer: pointer)
      #expect(try client.get("/v1/\(path)/a").status == 404)
    }
  }

  @Test func `a change replaces, takes away and leaves alone`() throws {
    let client = try Client(isTrained: false)
    let tag = try #require(client.get("/v1/customers/k00").headers["ETag"])
    let patch = #"{"name":null,"country":"IT","attributes":{"plan":null,"size":"L"}}"#
    let type = "application/merge-patch+json"
    let reply = try client.send(
      .patch, "/v1/customers/k00", patch, type: type, fields: ["If-Match": tag])
    #expect(
      reply.text == #"{"attributes":{"size":"L"},"country":"IT","#
        + #""first_seen":"\#(try json(reply)["first_seen"]?.string ?? "")","id":"k00"}"#)
    #expect(reply.headers["ETag"] != tag)
    #expect(try client.get("/v1/customers/k00").headers["ETag"] == reply.headers["ETag"])
    let late = try client.send(
      .patch, "/v1/customers/k00", "{}", type: type, fields: ["If-Match": "\"x\", \(tag)"])
    try expectProblem(late, 412, "precondition_failed")
    #expect(late.headers["ETag"] == reply.headers["ETag"])
    #expect(
      try client.send(
        .patch, "/v1/customers/k00", "{}", type: type, fields: ["If-Match": "*"]
      ).text == reply.text)
    try expectProblem(
      client.send(.patch, "/v1/customers/k00", #"{"id":"x"}"#, type: type), 400, "unknown_field",
      pointer: "/id")
    try expectProblem(
      client.send(.patch, "/v1/customers/nobody", "{}", type: type), 404, "unknown_customer")
  }

  @Test func `a product that is withdrawn is recommended no more`() throws {
    let client = try Client()
    let question = "/v1/customers/k02/recommendations?limit=20"
    func items() throws -> [String] {
      try client.get(question).decoded(RecommendationAnswer.self).items.map(\.productId)
    }
    let product = try #require(items().first)
    let type = "application/json"
    try expectProblem(
      client.send(.patch, "/v1/products/\(product)", #"{"price":-1}"#, type: type), 400,
      "invalid_field", pointer: "/price")
    let reply = try client.send(
      .patch, "/v1/products/\(product)", #"{"available":false}"#, type: type)
    #expect(try json(reply)["available"] == .bool(false))
    #expect(try !items().contains(product))
  }

  @Test func `a known state is answered with its tag alone`() throws {
    let client = try Client()
    for target in ["/v1/customers/k00", "/v1/products/p01", "/v1/models"] {
      let tag = try #require(client.get(target).headers["ETag"])
      let known = try client.send(.get, target, fields: ["If-None-Match": "\"a\", \(tag)"])
      #expect(known.status == 304 && known.body.isEmpty)
      #expect(try client.send(.get, target, fields: ["If-None-Match": "\"a\""]).status == 200)
    }
  }

  @Test func `an earlier model is put back in use`() throws {
    let client = try Client()
    func roll(_ kind: String, _ body: String) throws -> Client.Reply {
      try client.post("/v1/models/\(kind)/rollback", body)
    }
    #expect(
      try roll("churn", #"{"version":1}"#).text
        == #"{"kind":"churn","name":"churn-1","version":1}"#)
    try expectProblem(roll("churn", #"{"version":9}"#), 404, "unknown_model")
    try expectProblem(roll("weather", #"{"version":1}"#), 404, "unknown_model")
    try expectProblem(roll("churn", #"{"version":1.5}"#), 400, "invalid_field", pointer: "/version")
  }

  @Test func `rules and settings change while the server runs`() throws {
    let client = try Client()
    let product = try #require(
      client.get("/v1/customers/k02/recommendations").decoded(RecommendationAnswer.self).items
        .first?.productId)
    let added = try client.post(
      "/v1/rules", #"{"action":"exclude","product_id":"\#(product)","note":"recall"}"#)
    #expect(added.status == 201)
    #expect(added.headers["Location"] == "/v1/rules/1")
    let items = try client.get("/v1/customers/k02/recommendations")
      .decoded(RecommendationAnswer.self).items
    #expect(!items.map(\.productId).contains(product))
    #expect(try json(client.get("/v1/rules"))["rules"]?[0]?["created_by"] == .string("http"))
    #expect(try client.send(.delete, "/v1/rules/1").status == 200)
    try expectProblem(client.send(.delete, "/v1/rules/1"), 404, "unknown_rule")
    try expectProblem(client.send(.delete, "/v1/rules/x"), 404, "unknown_rule")
    try expectProblem(
      client.post("/v1/rules", #"{"action":"boost","category":"Garden"}"#), 400, "invalid_field",
      pointer: "/factor")
    #expect(
      try json(
        client.send(.put, "/v1/settings/margin", #"{"value":0.5}"#, type: "application/json"))[
          "value"] == .number(0.5))
    #expect(
      try json(
        client.send(
          .put, "/v1/settings/support.preset", #"{"value":"strict"}"#, type: "application/json"))[
          "word"] == .string("strict"))
    #expect(try json(client.send(.delete, "/v1/settings/margin"))["is_default"] == .bool(true))
    try expectProblem(client.send(.delete, "/v1/settings/nothing"), 404, "unknown_setting")
  }
}
