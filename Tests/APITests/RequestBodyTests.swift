import Domain
import Service
import TestSupport
import Testing

/// What every body must keep to.
@Suite struct RequestBodyTests {
  private static let bodies: [(path: String, fields: String)] = [
    ("/v1/interactions", #""customer_id":"a","product_id":"p01","kind":"view""#),
    ("/v1/recommendations", #""product_ids":["p01"]"#),
    ("/v1/bot/messages", #""text":"hello""#),
    ("/v1/bot/parse", #""text":"hello""#),
    ("/v1/bot/messages/m1/feedback", #""helpful":true"#),
  ]

  @Test func `a field that a body does not have is named, and nothing is done`() throws {
    let client = try Client()
    let before = try client.rapport.status()
    for (path, fields) in Self.bodies {
      for (name, pointer) in [
        ("quantitty", "/quantitty"), ("a/b~c", "/a~1b~0c"), ("", "/"), ("Text", "/Text"),
      ] {
        let problem = try expectProblem(
          client.post(path, "{\(fields),\"\(name)\":1}"), 400, "unknown_field", pointer: pointer)
        #expect(problem.detail.contains("there are"), "\(path)")
      }
    }
    let (path, fields) = Self.bodies[0]
    try expectProblem(
      client.post(path, "[{\(fields)},{\(fields),\"x\":null}]"), 400, "unknown_field",
      pointer: "/1/x")
    try expectProblem(
      client.post(path, "{\(fields)}\n{\(fields),\"x\":1}\n", type: "application/x-ndjson"), 400,
      "unknown_field", pointer: "/1/x")
    let after = try client.rapport.status()
    #expect(after.interactions == before.interactions)
    #expect(after.conversations == before.conversations)
  }

  @Test func `fields are spelt with underscores alone`() throws {
    let client = try Client()
    for (path, body, name) in [
      ("/v1/interactions", #"{"customerId":"a","product_id":"p01","kind":"view"}"#, "customerId"),
      ("/v1/interactions", #"{"customer_id":"a","productId":"p01","kind":"view"}"#, "productId"),
      ("/v1/recommendations", #"{"productIds":["p01"]}"#, "productIds"),
      ("/v1/bot/messages", #"{"text":"x","customerId":"k01"}"#, "customerId"),
      ("/v1/bot/messages", #"{"text":"x","conversationId":"c"}"#, "conversationId"),
    ] {
      try expectProblem(client.post(path, body), 400, "unknown_field", pointer: "/\(name)")
    }
  }

  @Test(arguments: [
    " ", #"\t\n"#, #"a\u0000"#, #"a\nb"#, #"\u007fa"#, #"a\u0085b"#, "", "\u{3000}",
  ])
  func `an id that is blank or has control characters is refused`(id: String) throws {
    let client = try Client()
    for (path, body, pointer) in [
      ("interactions", #"{"customer_id":"\#(id)","product_id":"p","kind":"view"}"#, "customer_id"),
      ("interactions", #"{"customer_id":"a","product_id":"\#(id)","kind":"view"}"#, "product_id"),
      (
        "interactions",
        #"{"customer_id":"a","product_id":"p","kind":"view","event_id":"\#(id)"}"#, "event_id"
      ),
      ("recommendations", #"{"product_ids":["p01","\#(id)"]}"#, "product_ids/1"),
      ("recommendations", #"{"product_ids":["p01"],"exclude":["\#(id)"]}"#, "exclude/0"),
      ("bot/messages", #"{"text":"x","customer_id":"\#(id)"}"#, "customer_id"),
      ("bot/messages", #"{"text":"x","conversation_id":"\#(id)"}"#, "conversation_id"),
    ] {
      try expectProblem(
        client.post("/v1/\(path)", body), 400, "invalid_field", pointer: "/\(pointer)")
    }
  }

  @Test func `ids with inner spaces and in any script are taken`() throws {
    let client = try Client()
    for id in ["a b", "ürün-1", "商品", "👩‍🚀", "a/b"] {
      let body = #"{"customer_id":"\#(id)","product_id":"\#(id)","kind":"view"}"#
      #expect(try client.post("/v1/interactions", body).status == 200, "\(id)")
    }
  }

  @Test func `a rating needs a value, and one of at most a thousand`() throws {
    let client = try Client()
    let start = #"{"customer_id":"a","product_id":"p01","kind":"rating""#
    for rest in ["", #","value":null"#, #","value":1000.5"#, #","value":1001"#, #","value":-1"#] {
      try expectProblem(
        client.post("/v1/interactions", start + rest + "}"), 400, "invalid_field",
        pointer: "/value")
    }
    for value in ["0", "5", "1000"] {
      #expect(
        try client.post("/v1/interactions", start + #","value":\#(value)}"#).status == 200)
    }
  }

  @Test func `a posted view moves no churn score, a posted purchase does`() throws {
    let client = try Client()
    func post(_ kind: String) throws -> String {
      let body =
        #"{"customer_id":"k01","product_id":"p01","kind":"\#(kind)","#
        + #""occurred_at":"2025-11-05T10:00:00Z"}"#
      #expect(try client.post("/v1/interactions", body).status == 200)
      return try client.get("/v1/churn").decoded(ChurnListAnswer.self).asOf
    }
    #expect(try post("view") == "2025-10-28")
    #expect(try post("purchase") == "2025-11-06")
  }
}
