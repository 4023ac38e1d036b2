import Ingest
import Service
import TestSupport
import Testing

@Suite struct ChurnRouteTests {
  @Test func `one customer and the list agree`() throws {
    let client = try Client()
    let list = try client.get("/v1/churn?limit=5&min_probability=0.0001")
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
