import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

@Suite struct OperationRouteTests {
  @Test func `health, readiness and models`() throws {
    let client = try Client()
    #expect(try client.get("/healthz").text == #"{"status":"ok"}"#)
    let ready = try client.get("/readyz")
    #expect(ready.status == 200)
    let answer = try ready.decoded(ReadinessAnswer.self)
    #expect(answer.status == "ready")
    #expect(answer.models == ["recommender-1", "churn-1", "value-1", "support-1"])
    #expect(answer.migration.hasPrefix("00"))
    struct Models: Decodable { var models: [StatusAnswer.Model] }
    let models = try client.get("/v1/models").decoded(Models.self).models
    #expect(models.map(\.name).sorted() == ["churn-1", "recommender-1", "support-1", "value-1"])
  }

  @Test func `a stopping server is not ready`() throws {
    let directory = TemporaryDirectory()
    let api = RapportAPI(
      rapport: try SampleShop.openTrained(at: directory.database), version: "1")
    api.readiness.set { true }
    let responder = Responder(router: api.router, renderError: api.renderError)
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
    try expectProblem(client.get("/readyz"), 503, "not_trained")
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
      if endpoint.isRasa {
        #expect(!reply.text.contains("limmit"), "\(endpoint.template)")
      } else {
        try expectProblem(reply, 400, "unknown_parameter", pointer: "?limmit")
      }
    }
  }

  private func fill(_ template: String) -> String {
    template.split(separator: "/").map { $0.hasPrefix("{") ? "k01" : String($0) }
      .reduce("") { $0 + "/" + $1 }
  }
}
