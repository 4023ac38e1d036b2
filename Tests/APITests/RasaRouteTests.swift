import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

@Suite struct RasaRouteTests {
  private let client: Client

  init() throws { client = try Client(origins: ["https://shop.example"]) }

  /// Checks that a reply is an error as Rasa gives it.
  @discardableResult
  private func expectError(
    _ reply: Client.Reply, _ status: Int, _ reason: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSON {
    #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
    #expect(reply.type == "application/json", sourceLocation: sourceLocation)
    let error = try JSON(parsing: reply.text)
    #expect(
      error.members.keys.sorted()
        == ["code", "details", "help", "message", "reason", "status", "version"],
      sourceLocation: sourceLocation)
    #expect(error["status"] == .string("failure"), sourceLocation: sourceLocation)
    #expect(error["reason"] == .string(reason), sourceLocation: sourceLocation)
    #expect(error["code"] == .number(Double(status)), sourceLocation: sourceLocation)
    #expect(error["message"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
    return error
  }

  @Test func `a text is parsed in Rasa's shape`() throws {
    let reply = try client.post(
      "/model/parse", #"{"text":"Where is my parcel?","message_id":"m7","lang":"en"}"#)
    #expect(reply.status == 200, "\(reply.text)")
    let answer = try JSON(parsing: reply.text)
    #expect(
      answer.members.keys.sorted()
        == ["entities", "intent", "intent_ranking", "message_id", "text", "text_tokens"])
    #expect(answer["message_id"] == .string("m7"))
    #expect(answer["intent"]?["name"] == .string("delivery"))
    let ranking = answer["intent_ranking"]?.elements ?? []
    #expect(ranking.first == answer["intent"])
    let confidences = ranking.compactMap { $0["confidence"]?.number }
    #expect(confidences == confidences.sorted(by: >))
    #expect(confidences.allSatisfy { (0...1).contains($0) })
    let tokens = (answer["text_tokens"]?.elements ?? []).map { $0.elements.compactMap(\.number) }
    #expect(tokens == [[0, 5], [6, 8], [9, 11], [12, 18]])
    #expect(try client.rapport.status().conversations == 0)
  }

  @Test func `what is not sure falls back`() throws {
    let answer = try JSON(parsing: client.post("/model/parse", #"{"text":"zxqv wvut"}"#).text)
    #expect(answer["intent"]?["name"] == .string("nlu_fallback"))
    let ranking = answer["intent_ranking"]?.elements ?? []
    let (fallback, top) = (ranking[0]["confidence"]?.number, ranking[1]["confidence"]?.number)
    #expect(abs((fallback ?? 0) + (top ?? 0) - 1) < 1e-9)
  }

  @Test func `a text without words has no intent`() throws {
    for text in ["", "   ", "🦊🦊🦊", #"\u0000\u0001"#] {
      let reply = try client.post("/model/parse", #"{"text":"\#(text)"}"#)
      #expect(reply.status == 200, "\(reply.text)")
      #expect(reply.text.contains(#""intent":{"confidence":0,"name":null}"#), "\(reply.text)")
    }
  }

  @Test func `tokens are counted in Unicode scalars`() {
    #expect(client.rapport.textTokens("👍🏽 dé e\u{301}t") == [[3, 5], [6, 9]])
    #expect(client.rapport.textTokens("退货 ok2") == [[0, 1], [1, 2], [3, 6]])
    #expect(client.rapport.textTokens("?!") == [])
  }

  @Test func `a message of a widget is answered in Rasa's shape`() throws {
    let reply = try client.post(
      "/webhooks/rest/webhook", #"{"sender":"w1","message":"Where is my parcel?"}"#)
    #expect(reply.status == 200, "\(reply.text)")
    let answers = try JSON(parsing: reply.text).elements
    #expect(answers.count == 1)
    #expect(
      answers[0].members.keys.sorted()
        == ["action", "confidence", "intent", "message_id", "recipient_id", "text"])
    #expect(answers[0]["recipient_id"] == .string("w1"))
    #expect(answers[0]["text"] == .string("Follow the link we sent."))
    #expect(answers[0]["action"] == .string("answer"))
  }

  @Test func `buttons come back as what they send`() throws {
    func send(_ message: String) throws -> JSON {
      try JSON(
        parsing: client.post(
          "/webhooks/rest/webhook", #"{"sender":"w2","message":"\#(message)"}"#
        ).text)
    }
    let asked = try #require(try send("pay back").elements.first)
    let buttons = try #require(asked["buttons"]?.elements)
    #expect(asked["action"] == .string("clarify"))
    let payload = try #require(buttons.first?["payload"]?.string)
    #expect(payload.hasPrefix("/"))
    let picked = try #require(try send(payload).elements.first)
    #expect(picked["action"] == .string("answer"))
    #expect(picked["intent"]?.string == String(payload.dropFirst()))
    #expect(picked["confidence"] == .number(1))
    #expect(try send("human").elements.first?["action"] == .string("handoff"))
    #expect(try send("hello?").elements.count == 1)
    #expect(try send("hello?") == .array([]))
  }

  @Test func `a customer's records need a key`() throws {
    let body = #"{"sender":"k02","message":"Where is my parcel?","metadata":{"customer_id":"k02"}}"#
    try expectError(client.post("/webhooks/rest/webhook", body), 401, "NotAuthenticated")
    let key = try client.rapport.createKey(named: "page", scopes: [.read])
    func send(_ header: String, _ body: String) throws -> Client.Reply {
      try client.send(
        .post, "/webhooks/rest/webhook", body, type: "application/json",
        fields: ["Authorization": header])
    }
    for header in ["Bearer", "Bearer x.y", "Basic \(key.key ?? "")", key.key ?? ""] {
      try expectError(send(header, body), 401, "NotAuthenticated")
    }
    let writer = try client.rapport.createKey(named: "shop", scopes: [.write])
    try expectError(send("Bearer \(writer.key ?? "")", body), 403, "Forbidden")
    #expect(try send("Bearer \(key.key ?? "")", body).status == 200)
    let own = try client.get("/v1/customers/k02/conversations").decoded(ConversationsAnswer.self)
    #expect(own.conversations.count == 1)
    // The name alone opens nothing, and writes nothing into the customer's history.
    let named = #"{"sender":"k02","message":"are you open"}"#
    #expect(try client.post("/webhooks/rest/webhook", named).status == 200)
    #expect(
      try client.get("/v1/customers/k02/conversations").decoded(ConversationsAnswer.self)
        .conversations.first?.messages.count == 2)
    let unknown = body.replacing("\"customer_id\":\"k02\"", with: "\"customer_id\":\"nobody\"")
    try expectError(send("Bearer \(key.key ?? "")", unknown), 404, "NotFound")
    for metadata in ["null", "7", "[]", "{}", #"{"language":"en"}"#] {
      let body = #"{"sender":"w3","message":"hi","metadata":\#(metadata)}"#
      #expect(try client.post("/webhooks/rest/webhook", body).status == 200, "\(metadata)")
    }
  }

  @Test func `health, version and status answer as a channel expects`() throws {
    #expect(try client.get("/").text == "Hello from Rapport: 1")
    #expect(try client.get("/webhooks/rest/").text == #"{"status":"ok"}"#)
    #expect(try client.get("/webhooks/rest/webhook").text == #"{"status":"ok"}"#)
    #expect(
      try client.get("/version").text
        == #"{"minimum_compatible_version":"1","version":"1"}"#)
    #expect(try client.get("/status").text.contains(#""model_file":"support-1""#))
    try expectError(Client(isTrained: false).get("/status"), 409, "Conflict")
  }

  @Test func `errors have Rasa's shape`() throws {
    for (target, body) in [
      ("/model/parse", "{}"), ("/model/parse", #"{"text":7}"#), ("/model/parse", "{"),
      ("/model/parse", ""), ("/model/parse", #"{"text":null}"#),
      ("/webhooks/rest/webhook", #"{"sender":"a"}"#),
      ("/webhooks/rest/webhook", #"{"sender":"a","message":""}"#),
      ("/webhooks/rest/webhook", #"{"sender":"a","message":null}"#),
      ("/webhooks/rest/webhook", #"{"sender":"","message":"hi"}"#),
      ("/webhooks/rest/webhook", #"{"sender":"a\u0007","message":"hi"}"#),
      ("/webhooks/rest/webhook", "[]"),
      ("/webhooks/rest/webhook", #"{"sender":"a","message":"\ud800"}"#),
    ] {
      try expectError(client.post(target, body), 400, "BadRequest")
    }
    #expect(
      try client.post("/webhooks/rest/webhook?token=x", #"{"sender":"a","message":"hi"}"#)
        .status == 200)
    try expectError(client.get("/webhooks/rest/other"), 404, "NotFound")
    try expectError(client.get("/model/parse"), 405, "MethodNotAllowed")
    try expectError(
      client.post("/model/parse", "text", type: "text/plain"), 415, "UnsupportedMediaType")
    try expectError(
      Client(isTrained: false).post("/model/parse", #"{"text":"hi"}"#), 409, "Conflict")
  }

  @Test func `pages of allowed origins may talk to the bot and to nothing else`() throws {
    func ask(
      _ method: HTTPServer.Method, _ target: String, _ origin: String, _ body: String = ""
    ) throws -> Client.Reply {
      try client.send(
        method, target, body, type: body.isEmpty ? nil : "application/json",
        fields: ["Origin": origin])
    }
    let allowed = "https://shop.example"
    let preflight = try ask(.options, "/webhooks/rest/webhook", allowed)
    #expect(preflight.status == 204)
    #expect(preflight.headers["Access-Control-Allow-Origin"] == allowed)
    #expect(preflight.headers["Access-Control-Allow-Methods"]?.contains("POST") == true)
    #expect(
      preflight.headers["Access-Control-Allow-Headers"]?.contains("Content-Type") == true)
    #expect(preflight.headers["Vary"] == "Origin")
    let body = #"{"sender":"w9","message":"hi"}"#
    #expect(
      try ask(.post, "/webhooks/rest/webhook", allowed, body)
        .headers["Access-Control-Allow-Origin"] == allowed)
    #expect(
      try ask(.post, "/webhooks/rest/webhook", allowed, "{}")
        .headers["Access-Control-Allow-Origin"] == allowed)
    for reply in [
      try ask(.options, "/webhooks/rest/webhook", "https://evil.example"),
      try ask(.post, "/webhooks/rest/webhook", "https://evil.example", body),
      try ask(.get, "/v1/customers/k02/churn", allowed),
      try ask(.get, "/v1/customers/k02/conversations", allowed),
      try ask(.options, "/v1/bot/messages", allowed),
      try ask(.post, "/v1/bot/messages", allowed, #"{"text":"hi"}"#),
    ] {
      #expect(reply.headers["Access-Control-Allow-Origin"] == nil, "\(reply.text)")
    }
    let closed = try Client().send(
      .post, "/webhooks/rest/webhook", body, type: "application/json",
      fields: ["Origin": allowed])
    #expect(closed.headers["Access-Control-Allow-Origin"] == nil)
    let open = try Client(origins: ["*"]).send(
      .post, "/webhooks/rest/webhook", body, type: "application/json",
      fields: ["Origin": "null"])
    #expect(open.headers["Access-Control-Allow-Origin"] == "*")
  }
}
