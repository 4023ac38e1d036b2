import Domain
import FoundationEssentials
import HTTPServer
import Ingest
import Service
import Storage
import TestSupport
import Testing

@testable import API

/// The API over a small trained shop, asked without a socket.
struct Client {
  let directory = TemporaryDirectory()
  let rapport: Rapport
  let responder: Responder

  init(isTrained: Bool = true) throws {
    rapport =
      try isTrained
      ? SampleShop.openTrained(at: directory.database)
      : SampleShop.create(at: directory.database)
    responder = Responder(
      router: RapportAPI(rapport: rapport, version: "1").router,
      renderError: RapportAPI.renderError)
  }

  struct Reply {
    var status: Int
    var type: String?
    var headers: HeaderFields
    var body: [UInt8]

    func decoded<T: Decodable>(_ type: T.Type = T.self) throws -> T {
      try JSONText.decoder.decode(type, from: Data(body))
    }

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  func send(
    _ method: Method, _ target: String, _ body: String = "", type: String? = nil
  ) throws -> Reply {
    var headers: HeaderFields = ["X-Request-Id": "test-1"]
    headers["Content-Type"] = type
    let request = try Request(method, target, headers: headers, body: Array(body.utf8))
    let response = responder.respond(to: request).response
    return Reply(
      status: response.status.rawValue, type: response.headers["Content-Type"],
      headers: response.headers, body: response.body)
  }

  func get(_ target: String) throws -> Reply { try send(.get, target) }

  func post(_ target: String, _ body: String, type: String? = "application/json") throws -> Reply {
    try send(.post, target, body, type: type)
  }
}

struct ProblemBody: Decodable {
  var type: String
  var title: String
  var status: Int
  var detail: String
  var code: String
  var pointer: String?
  var requestId: String?
}

/// Checks that a reply is a problem in the form that all of them have.
@discardableResult
func expectProblem(
  _ reply: Client.Reply, _ status: Int, _ code: String, pointer: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> ProblemBody {
  #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
  #expect(reply.type == "application/problem+json", sourceLocation: sourceLocation)
  let problem = try reply.decoded(ProblemBody.self)
  #expect(problem.status == status, sourceLocation: sourceLocation)
  #expect(problem.code == code, "\(problem)", sourceLocation: sourceLocation)
  #expect(problem.pointer == pointer, "\(problem)", sourceLocation: sourceLocation)
  #expect(problem.requestId == "test-1", sourceLocation: sourceLocation)
  #expect(problem.type == "about:blank", sourceLocation: sourceLocation)
  #expect(!problem.title.isEmpty && !problem.detail.isEmpty, sourceLocation: sourceLocation)
  return problem
}

@Suite struct OperationRouteTests {
  @Test func `health, readiness and models`() throws {
    let client = try Client()
    #expect(try client.get("/healthz").text == #"{"status":"ok"}"#)
    let ready = try client.get("/readyz")
    #expect(ready.status == 200)
    #expect(
      ready.text
        == #"{"models":["recommender-1","churn-1","support-1"],"status":"ready"}"#)
    struct Models: Decodable { var models: [StatusAnswer.Model] }
    let models = try client.get("/v1/models").decoded(Models.self).models
    #expect(models.map(\.name).sorted() == ["churn-1", "recommender-1", "support-1"])
  }

  @Test func `a stopping server is not ready`() throws {
    let directory = TemporaryDirectory()
    let api = RapportAPI(
      rapport: try SampleShop.openTrained(at: directory.database), version: "1")
    api.readiness.set { true }
    let responder = Responder(router: api.router, renderError: RapportAPI.renderError)
    let response = responder.respond(to: try Request(.get, "/readyz")).response
    #expect(response.status == .serviceUnavailable)
    #expect(String(decoding: response.body, as: UTF8.self).contains("\"code\":\"draining\""))
  }

  @Test func `unknown paths and methods are problems too`() throws {
    let client = try Client()
    try expectProblem(client.get("/v1/nothing"), 404, "not_found")
    let reply = try client.send(.delete, "/v1/churn")
    try expectProblem(reply, 405, "method_not_allowed")
    #expect(reply.headers["Allow"] == "GET, HEAD, OPTIONS")
  }

  @Test func `without models every question is a conflict that says to train`() throws {
    let client = try Client(isTrained: false)
    for target in [
      "/v1/customers/k01/recommendations", "/v1/products/p01/similar", "/v1/customers/k01/churn",
      "/v1/churn",
    ] {
      let problem = try expectProblem(client.get(target), 409, "not_trained")
      #expect(problem.detail.contains("rapport train"))
    }
    try expectProblem(client.post("/v1/bot/parse", #"{"text":"hi"}"#), 409, "not_trained")
    try expectProblem(client.post("/v1/bot/messages", #"{"text":"hi"}"#), 409, "not_trained")
    try expectProblem(
      client.post("/v1/recommendations", #"{"product_ids":["p01"]}"#), 409, "not_trained")
    #expect(try client.get("/readyz").text == #"{"models":[],"status":"ready"}"#)
  }

  @Test func `a parameter that no route knows is refused everywhere`() throws {
    let client = try Client()
    let api = RapportAPI(rapport: client.rapport, version: "1")
    for endpoint in api.endpoints {
      let path =
        endpoint.template.split(separator: "{", maxSplits: 1).count == 1
        ? endpoint.template : fill(endpoint.template)
      let reply = try client.send(
        endpoint.method, path + "?limmit=3", "{}", type: "application/json")
      try expectProblem(reply, 400, "unknown_parameter", pointer: "?limmit")
    }
  }

  private func fill(_ template: String) -> String {
    template.split(separator: "/").map { $0.hasPrefix("{") ? "k01" : String($0) }
      .reduce("") { $0 + "/" + $1 }
  }
}

@Suite struct RecommendationRouteTests {
  @Test func `a customer's recommendations with reasons`() throws {
    let client = try Client()
    let reply = try client.get("/v1/customers/k02/recommendations?limit=5&explain=true")
    #expect(reply.status == 200)
    #expect(reply.type == "application/json")
    let answer = try reply.decoded(RecommendationAnswer.self)
    #expect(answer.customerId == "k02")
    #expect(answer.items.count == 5)
    #expect(answer.model == "recommender-1")
    for item in answer.items {
      let sum = try #require(item.reasons).reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - item.score) < 1e-4)
    }
    #expect(!reply.text.contains("fallback"))
  }

  @Test func `filters take lists and repetitions`() throws {
    let client = try Client()
    let path = "/v1/customers/k02/recommendations?limit=100"
    func ids(_ query: String) throws -> [String] {
      try client.get(path + query).decoded(RecommendationAnswer.self).items.map(\.productId)
    }
    #expect(try ids("").count == 19)
    #expect(try ids("&category=Garden").count == 9)
    #expect(try ids("&category=Garden,Coffee").count == 19)
    #expect(try ids("&category=Garden&category=Coffee").count == 19)
    let rest = try ids("&exclude=p01,p02&exclude=p03")
    #expect(rest.count == 16 && Set(rest).isDisjoint(with: ["p01", "p02", "p03"]))
    let new = try ids("&new=true")
    #expect(new.count < 19)
    #expect(try ids("&new=false").count == 19)
  }

  @Test func `bad parameters name themselves`() throws {
    let client = try Client()
    let path = "/v1/customers/k02/recommendations"
    for limit in ["0", "101", "-1", "ten", "", "1e1", "99999999999999999999"] {
      try expectProblem(
        client.get("\(path)?limit=\(limit)"), 400, "invalid_parameter", pointer: "?limit")
    }
    try expectProblem(
      client.get("\(path)?explain=maybe"), 400, "invalid_parameter", pointer: "?explain")
    let unknown = try expectProblem(
      client.get("\(path)?categories=x"), 400, "unknown_parameter", pointer: "?categories")
    #expect(unknown.detail.contains("category"))
    let category = try expectProblem(client.get("\(path)?category=Gardn"), 400, "invalid_request")
    #expect(category.detail.contains("Coffee, Garden"))
    try expectProblem(client.get("\(path)?exclude=zzz"), 404, "unknown_product")
  }

  @Test func `an unknown customer is answered with what is popular`() throws {
    let answer = try Client().get("/v1/customers/no%20body%2F1/recommendations")
      .decoded(RecommendationAnswer.self)
    #expect(answer.customerId == "no body/1")
    #expect(answer.fallback?.contains("not known") == true)
    #expect(answer.items.count == 10)
  }

  @Test func `products in hand`() throws {
    let client = try Client()
    let body = """
      {"product_ids":["p01"],"country":"DE","limit":3,"category":["Coffee"],
      "exclude":["p02"],"explain":true}
      """
    let answer = try client.post("/v1/recommendations", body).decoded(RecommendationAnswer.self)
    #expect(answer.items.count == 3)
    #expect(answer.items.allSatisfy { $0.category == "Coffee" && $0.reasons != nil })
    #expect(Set(answer.items.map(\.productId)).isDisjoint(with: ["p01", "p02"]))
    let path = "/v1/recommendations"
    try expectProblem(client.post(path, "{}"), 400, "missing_field", pointer: "/product_ids")
    try expectProblem(
      client.post(path, #"{"product_ids":"p01"}"#), 400, "invalid_field", pointer: "/product_ids")
    try expectProblem(
      client.post(path, #"{"product_ids":["p01",2]}"#), 400, "invalid_field",
      pointer: "/product_ids/1")
    try expectProblem(
      client.post(path, #"{"product_ids":[],"limit":0}"#), 400, "invalid_field", pointer: "/limit")
    try expectProblem(
      client.post(path, #"{"product_ids":[],"limit":2.5}"#), 400, "invalid_field",
      pointer: "/limit")
    try expectProblem(client.post(path, #"{"product_ids":["zz"]}"#), 404, "unknown_product")
    try expectProblem(client.post(path, "[1"), 400, "invalid_json", pointer: "")
    try expectProblem(client.post(path, ""), 400, "empty_body")
    try expectProblem(
      client.post(path, "a=b", type: "application/x-www-form-urlencoded"), 415,
      "unsupported_media_type")
  }

  @Test func `similar products`() throws {
    let client = try Client()
    let answer = try client.get("/v1/products/p11/similar?limit=4")
      .decoded(RecommendationAnswer.self)
    #expect(answer.items.count == 4)
    try expectProblem(client.get("/v1/products/p99/similar"), 404, "unknown_product")
    try expectProblem(client.get("/v1/products/p20/similar"), 422, "no_score")
  }
}

@Suite struct ChurnRouteTests {
  @Test func `one customer and the list agree`() throws {
    let client = try Client()
    let list = try client.get("/v1/churn?limit=5&min_probability=0.1")
      .decoded(ChurnListAnswer.self)
    #expect(list.customers.count == 5)
    let first = try #require(list.customers.first)
    let one = try client.get("/v1/customers/\(first.customerId)/churn").decoded(ChurnAnswer.self)
    #expect(abs(one.churnProbability - first.churnProbability) < 1e-9)
    let sum = (one.topRiskFactors + one.topProtectiveFactors)
      .reduce(one.baseLogOdds + one.otherFactorsContribution) { $0 + $1.contribution }
    #expect(abs(sum - one.logOdds) < 1e-9)
  }

  @Test func `problems`() throws {
    let client = try Client()
    let unknown = try expectProblem(client.get("/v1/customers/k0/churn"), 404, "unknown_customer")
    #expect(unknown.detail.contains("did you mean"))
    try expectProblem(
      client.get("/v1/churn?limit=1001"), 400, "invalid_parameter", pointer: "?limit")
    for value in ["1.1", "nan", "x"] {
      try expectProblem(
        client.get("/v1/churn?min_probability=\(value)"), 400, "invalid_parameter",
        pointer: "?min_probability")
    }
    try SampleShop.load("id\nnew1\n", "customers.csv", .customers, into: client.rapport)
    try expectProblem(client.get("/v1/customers/new1/churn"), 422, "no_score")
  }
}

@Suite struct SupportRouteTests {
  @Test func `a conversation with feedback`() throws {
    let client = try Client()
    let first = try client.post(
      "/v1/bot/messages", #"{"text":"Where is my parcel?","customer_id":"k02"}"#)
    #expect(first.status == 200)
    let answer = try first.decoded(SupportAnswer.self)
    #expect(answer.customer?.customerId == "k02")
    let conversation = try #require(answer.conversationId)
    let message = try #require(answer.messageId)
    let second = try client.post(
      "/v1/bot/messages",
      #"{"text":"and when are you open?","conversation_id":"\#(conversation)"}"#
    ).decoded(SupportAnswer.self)
    #expect(second.conversationId == conversation)
    let feedback = try client.post("/v1/bot/messages/\(message)/feedback", #"{"helpful":true}"#)
    #expect(feedback.text == #"{"status":"kept"}"#)
    try expectProblem(
      client.post("/v1/bot/messages/m0/feedback", #"{"helpful":true}"#), 404, "unknown_message")
    try expectProblem(
      client.post("/v1/bot/messages/\(message)/feedback", #"{"helpful":"yes"}"#), 400,
      "invalid_field", pointer: "/helpful")
    try expectProblem(
      client.post("/v1/bot/messages", #"{"text":"x","conversation_id":"c0"}"#), 404,
      "unknown_conversation")
    try expectProblem(
      client.post("/v1/bot/messages", #"{"text":"x","customer_id":"k0"}"#), 404,
      "unknown_customer")
  }

  @Test func `parsing keeps nothing`() throws {
    let client = try Client()
    let answer = try client.post("/v1/bot/parse", #"{"text":"do you take credit cards"}"#)
      .decoded(SupportAnswer.self)
    #expect(answer.intentRanking.first?.name == "payment")
    #expect(answer.conversationId == nil)
    #expect(try client.rapport.status().conversations == 0)
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":""}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":7}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":null}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", "{}"), 400, "missing_field", pointer: "/text")
  }
}

@Suite struct InteractionRouteTests {
  private let path = "/v1/interactions"

  private func event(_ number: Int, _ product: String = "p12", _ more: String = "") -> String {
    #"{"customer_id":"fresh","product_id":"\#(product)","kind":"purchase","#
      + #""occurred_at":"2025-11-01T10:00:00Z","event_id":"x\#(number)"\#(more)}"#
  }

  private func recorded(_ reply: Client.Reply) throws -> [Int] {
    let result = try reply.decoded(RecordedInteractions.self)
    return [result.added, result.duplicates]
  }

  @Test func `one object, an array and lines are stored once by their event id`() throws {
    let client = try Client()
    #expect(try recorded(client.post(path, event(1))) == [1, 0])
    #expect(try recorded(client.post(path, event(1))) == [0, 1])
    #expect(try recorded(client.post(path, "[\(event(1)),\(event(2))]")) == [1, 1])
    let lines = event(2) + "\r\n\n" + event(3) + "\n"
    #expect(try recorded(client.post(path, lines, type: "application/x-ndjson")) == [1, 1])
    #expect(try recorded(client.post(path, lines, type: "application/x-ndjson")) == [0, 2])
    #expect(try recorded(client.post(path, event(4), type: nil)) == [1, 0])
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
    #expect(answer.items.count { $0.category == "Garden" } >= 2)
    #expect(Set(answer.items.map(\.productId)).isDisjoint(with: bought))
    let reasons = answer.items.flatMap { $0.reasons ?? [] }
    #expect(reasons.contains { $0.because == "p12" && $0.kind == "bought" })
    #expect(try client.get("/v1/customers/fresh/churn").status == 200)
  }

  @Test func `a product nobody knew becomes known`() throws {
    let client = try Client()
    #expect(try client.get("/v1/products/brand-new/similar").status == 404)
    _ = try client.post(path, event(1, "brand-new"))
    try expectProblem(client.get("/v1/products/brand-new/similar"), 422, "no_score")
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
