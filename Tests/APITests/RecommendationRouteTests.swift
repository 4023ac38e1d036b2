import Service
import Testing

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
    #expect(try ids("").count == 20)
    #expect(try ids("&category=Garden").count == 10)
    #expect(try ids("&category=Garden,Coffee").count == 20)
    #expect(try ids("&category=Garden&category=Coffee").count == 20)
    let rest = try ids("&exclude=p01,p02&exclude=p03")
    #expect(rest.count == 17 && Set(rest).isDisjoint(with: ["p01", "p02", "p03"]))
    let new = try ids("&new=true")
    #expect(new.count < 20)
    #expect(try ids("&new=false").count == 20)
  }

  @Test func `bad parameters name themselves`() throws {
    let client = try Client()
    let path = "/v1/customers/k02/recommendations"
    for limit in ["0", "1001", "-1", "ten", "", "1e1", "99999999999999999999"] {
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
    #expect(answer.fallback?.contains("no customer \"no body/1\"") == true)
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
    let unmet = try client.get("/v1/products/p20/similar").decoded(RecommendationAnswer.self)
    #expect(!unmet.items.isEmpty, "nobody has met it: its record tells")
  }
}
