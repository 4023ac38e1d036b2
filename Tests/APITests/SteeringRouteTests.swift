import Service
import Testing

@testable import API

/// Filters, pages, variety and sessions over HTTP.
@Suite struct SteeringRouteTests {
  private let path = "/v1/customers/k02/recommendations"

  private func ids(_ client: Client, _ query: String) throws -> [String] {
    try client.get("\(path)?\(query)").decoded(RecommendationAnswer.self).items.map(\.productId)
  }

  @Test func `pages fit together`() throws {
    let client = try Client()
    for wish in ["", "&diversity=0.5", "&explore=0.3", "&bought=boost"] {
      let whole = try ids(client, "limit=12\(wish)")
      let pages = try (0..<3).flatMap { try ids(client, "limit=4&offset=\($0 * 4)\(wish)") }
      #expect(whole.count == 12)
      #expect(pages == whole, "\(wish)")
    }
    let end = try client.get("\(path)?offset=500").decoded(RecommendationAnswer.self)
    #expect(end.items.isEmpty)
    #expect(end.empty?.contains("ends before place 501") == true)
  }

  @Test func `a price range and attributes narrow the list, and an empty one says why`() throws {
    let client = try Client()
    let all = try client.get("\(path)?limit=100").decoded(RecommendationAnswer.self).items
    let prices = all.compactMap(\.price).sorted()
    let middle = try #require(prices.dropFirst(prices.count / 2).first)
    let cheap = try client.get("\(path)?limit=100&max_price=\(middle)")
      .decoded(RecommendationAnswer.self)
    #expect(!cheap.items.isEmpty && cheap.items.allSatisfy { $0.price ?? .infinity <= middle })
    let none = try client.get("\(path)?min_price=99999").decoded(RecommendationAnswer.self)
    #expect(none.items.isEmpty)
    #expect(none.empty?.contains("price") == true)
    let red = try client.get("\(path)?attribute=colour%3Dred").decoded(RecommendationAnswer.self)
    #expect(red.empty?.contains("colour") == true)
  }

  @Test func `what no list can have is refused by name`() throws {
    let client = try Client()
    for (query, parameter) in [
      ("diversity=2", "?diversity"), ("explore=-1", "?explore"), ("bought=maybe", "?bought"),
      ("min_price=cheap", "?min_price"), ("attribute=red", "?attribute"), ("offset=-1", "?offset"),
    ] {
      try expectProblem(
        client.get("\(path)?\(query)"), 400, "invalid_parameter", pointer: parameter)
    }
    try expectProblem(client.get("\(path)?min_price=9&max_price=2"), 400, "invalid_request")
  }

  @Test func `a history stands for a customer`() throws {
    let client = try Client()
    let answer = try client.post(
      "/v1/recommendations",
      """
      {"history":[{"product_id":"p11","kind":"view"},{"product_id":"p12","kind":"purchase",
      "occurred_at":"2025-01-01T10:00:00Z"}],"bought":"exclude","limit":5,"explain":true}
      """
    ).decoded(RecommendationAnswer.self)
    #expect(answer.fallback == nil)
    #expect(answer.items.count == 5)
    #expect(!answer.items.map(\.productId).contains("p12"), "bought")
    #expect(answer.recommendationId != nil)
    let reasons = answer.items.flatMap { $0.reasons ?? [] }
    #expect(reasons.contains { $0.because == "p11" || $0.because == "p12" })
    let path = "/v1/recommendations"
    try expectProblem(
      client.post(path, #"{"history":[{"product_id":"p11","kind":"ate"}]}"#), 400,
      "invalid_field", pointer: "/history/0/kind")
    try expectProblem(
      client.post(path, #"{"history":[{"product_id":"zz"}]}"#), 404, "unknown_product")
    try expectProblem(
      client.post(
        path, #"{"history":[{"product_id":"p11","occurred_at":"9999-01-01T00:00:00Z"}]}"#),
      400, "invalid_field", pointer: "/history/0/occurred_at")
  }
}
