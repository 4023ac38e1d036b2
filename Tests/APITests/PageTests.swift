import Service
import TestSupport
import Testing

@testable import API

@Suite struct PageTests {
  /// Walks through a list by its cursors.
  private func walk(
    _ target: String, of client: Client, ids: (JSON) -> [String], between: () throws -> Void = {}
  ) throws -> [[String]] {
    var pages: [[String]] = []
    var cursor: String?
    repeat {
      let reply = try client.get(target + (cursor.map { "&cursor=\($0)" } ?? ""))
      #expect(reply.status == 200, "\(reply.text)")
      let page = try JSON(parsing: reply.text)
      pages.append(ids(page))
      cursor = page["next_cursor"]?.string
      try between()
    } while cursor != nil && pages.count < 100
    return pages
  }

  @Test func `customers and products come in the order of their ids`() throws {
    let client = try Client(isTrained: false)
    let customers = try walk("/v1/customers?limit=25", of: client) {
      $0["customers"]?.elements.compactMap { $0["id"]?.string } ?? []
    }
    #expect(customers.map(\.count) == [25, 25, 10])
    #expect(customers.flatMap(\.self) == customers.flatMap(\.self).sorted())
    #expect(Set(customers.flatMap(\.self)).count == 60)
    let products = try walk("/v1/products?limit=7", of: client) {
      $0["products"]?.elements.compactMap { $0["id"]?.string } ?? []
    }
    #expect(products.map(\.count) == [7, 7, 7])
  }

  @Test func `events that arrive neither repeat nor hide others`() throws {
    let client = try Client(isTrained: false)
    // Many of one second, so that the time alone does not tell a place.
    func event(_ id: String, _ second: Int) -> String {
      #"{"customer_id":"walker","product_id":"p01","kind":"view","event_id":"\#(id)","#
        + #""occurred_at":"2025-11-01T10:00:0\#(second)Z"}"#
    }
    let events = (0..<20).map { event("w\($0)", $0 / 10) }
    _ = try client.post("/v1/interactions", "[\(events.joined(separator: ","))]")
    var arrivals = 0
    let pages = try walk(
      "/v1/customers/walker/interactions?limit=3", of: client,
      ids: { $0["interactions"]?.elements.compactMap { $0["event_id"]?.string } ?? [] },
      between: {
        arrivals += 1
        _ = try client.post("/v1/interactions", event("new\(arrivals)", 5))
      })
    #expect(pages.flatMap(\.self) == (0..<20).reversed().map { "w\($0)" })
    try expectProblem(
      client.get("/v1/customers/nobody/interactions"), 404, "unknown_customer")
  }

  @Test(arguments: ["risk", "profit", "value"])
  func `pages of a churn list are the list`(order: String) throws {
    let client = try Client()
    func ids(_ page: JSON) -> [String] {
      page["customers"]?.elements.compactMap { $0["customer_id"]?.string } ?? []
    }
    let whole = try ids(JSON(parsing: client.get("/v1/churn?limit=1000&by=\(order)").text))
    let pages = try walk("/v1/churn?limit=7&by=\(order)", of: client, ids: ids)
    #expect(pages.flatMap(\.self) == whole)
    #expect(pages.dropLast().allSatisfy { $0.count == 7 })
  }

  @Test func `a cursor of nothing or of another list is refused`() throws {
    let client = try Client()
    let cursor = try #require(
      JSON(parsing: client.get("/v1/customers?limit=1").text)["next_cursor"]?.string)
    for target in [
      "/v1/products?cursor=\(cursor)", "/v1/customers?cursor=", "/v1/customers?cursor=%C3%BC",
      "/v1/customers?cursor=\(cursor)x", "/v1/customers/k01/interactions?cursor=\(cursor)",
      "/v1/churn?cursor=\(cursor)",
    ] {
      try expectProblem(client.get(target), 400, "invalid_parameter", pointer: "?cursor")
    }
  }
}
