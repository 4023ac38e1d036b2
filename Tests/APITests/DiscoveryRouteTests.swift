import Service
import Testing

@Suite struct DiscoveryRouteTests {
  @Test(arguments: ["trending", "popular", "new"])
  func `a list of products for anybody`(name: String) throws {
    let client = try Client(isTrained: false)
    let reply = try client.get("/v1/products/\(name)?limit=3")
    #expect(reply.status == 200)
    #expect(reply.type == "application/json")
    let answer = try reply.decoded(DiscoveryAnswer.self)
    #expect(answer.items.count <= 3)
    #expect(answer.items.allSatisfy { !$0.reason.isEmpty })
    #expect(name == "trending" || answer.items.count == 3)
    let garden = try client.get("/v1/products/\(name)?category=Garden&limit=100")
      .decoded(DiscoveryAnswer.self)
    #expect(garden.items.allSatisfy { $0.category == "Garden" })
    try expectProblem(
      client.get("/v1/products/\(name)?limit=0"), 400, "invalid_parameter", pointer: "?limit")
    try expectProblem(
      client.get("/v1/products/\(name)?explain=1"), 400, "unknown_parameter", pointer: "?explain")
  }

  @Test func `customers of like taste`() throws {
    let client = try Client()
    let answer = try client.get("/v1/customers/k02/similar?limit=4")
      .decoded(SimilarCustomersAnswer.self)
    #expect(answer.customerId == "k02")
    #expect(answer.customers.count == 4)
    try expectProblem(client.get("/v1/customers/nobody/similar"), 404, "unknown_customer")
    try expectProblem(
      client.get("/v1/customers/k02/similar?limit=x"), 400, "invalid_parameter",
      pointer: "?limit")
    let untrained = try Client(isTrained: false)
    try expectProblem(untrained.get("/v1/customers/k02/similar"), 409, "not_trained")
  }

  @Test func `popular takes a country or a segment`() throws {
    let client = try Client(isTrained: false)
    let path = "/v1/products/popular"
    for (query, segment) in [
      ("country=FR", "country=FR"), ("segment=plan%3Dplus", "plan=plus"),
      ("segment=plan=basic", "plan=basic"),
    ] {
      let answer = try client.get("\(path)?\(query)").decoded(DiscoveryAnswer.self)
      #expect(answer.segment == segment)
      #expect(answer.items.count == 10)
    }
    for query in ["country=XX", "segment=plan", "segment=plan%3Dplus&country=FR"] {
      try expectProblem(client.get("\(path)?\(query)"), 400, "invalid_request")
    }
  }
}
