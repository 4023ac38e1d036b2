import Ingest
import Service
import TestSupport
import Testing

@Suite struct ValueRouteTests {
  @Test func `what a customer is worth`() throws {
    let client = try Client()
    let answer = try client.get("/v1/customers/k31/value").decoded(ValueAnswer.self)
    #expect(answer.customerId == "k31" && answer.horizonDays == 90)
    #expect(abs(answer.buyProbability * answer.spendIfBuying - answer.expectedSpend) < 1e-9)
    let sum = answer.factors.reduce(answer.baseLogOdds) { $0 + $1.toLogOdds }
    #expect(abs(sum - answer.logOdds) < 1e-9)
  }

  @Test func `problems`() throws {
    let client = try Client()
    try expectProblem(client.get("/v1/customers/k0/value"), 404, "unknown_customer")
    try SampleShop.load("id\nnew1\n", "customers.csv", .customers, into: client.rapport)
    try expectProblem(client.get("/v1/customers/new1/value"), 422, "no_score")
    let untrained = try Client(isTrained: false)
    try expectProblem(untrained.get("/v1/customers/k01/value"), 409, "not_trained")
  }
}
