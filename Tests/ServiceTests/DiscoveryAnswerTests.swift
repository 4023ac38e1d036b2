import Domain
import Ingest
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct DiscoveryAnswerTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.create(at: directory.database) }

  private func record(_ customer: String, _ product: String, on date: String) throws {
    try SampleShop.load(
      "customer_id,product_id,kind,occurred_at\n\(customer),\(product),purchase,\(date)\n",
      "more.csv", .interactions, into: rapport)
  }

  @Test func `what sells suddenly trends and a new event counts at once`() throws {
    #expect(try !ids(rapport.trending(DiscoveryOptions(limit: 100))).contains("p20"))
    let end = try #require(try rapport.status().lastInteraction).prefix(10)
    for customer in 0..<8 { try record("k0\(customer)", "p20", on: "\(end) 09:00:00") }
    let answer = try rapport.trending(DiscoveryOptions(limit: 3))
    let first = try #require(answer.items.first)
    #expect(first.productId == "p20")
    #expect(first.reason == "8 customers in the last 7 days, nobody before")
    #expect(first.title == "Thing 20")
    #expect(answer.asOf?.hasSuffix("T00:00:00Z") == true)
  }

  @Test func `what is popular is so in a country or with an attribute too`() throws {
    let all = try rapport.popular(DiscoveryOptions(limit: 100))
    #expect(all.items.count == 19, "what is unavailable or was never bought is not there")
    #expect(all.items.map(\.score) == all.items.map(\.score).sorted(by: >))
    #expect(all.segment == nil)
    let options = DiscoveryOptions(
      limit: 100, segment: try DiscoveryOptions.segment(country: "DE", text: nil))
    let german = try rapport.popular(options)
    #expect(german.segment == "country=DE")
    let plus = try rapport.popular(
      DiscoveryOptions(
        limit: 100, segment: try DiscoveryOptions.segment(country: nil, text: "plan=plus")))
    #expect(plus.segment == "plan=plus")
    // Half the customers are in DE, half of those have the plan.
    let sums = [all, german, plus].map { $0.items.reduce(0) { $0 + $1.score } }
    #expect(sums[0] > sums[1] && sums[1] > sums[2])
  }

  @Test func `a category filters before the limit`() throws {
    for answer in [
      try rapport.popular(DiscoveryOptions(limit: 5, categories: ["Garden"])),
      try rapport.newest(DiscoveryOptions(limit: 5, categories: ["Garden"])),
    ] {
      #expect(answer.items.count == 5)
      #expect(answer.items.allSatisfy { $0.category == "Garden" })
    }
  }

  @Test func `a product added after all others is new, then the last that was first met`() throws {
    let before = try rapport.newest(DiscoveryOptions(limit: 1))
    #expect(before.items.map(\.productId) == ["p20"])
    #expect(before.items.map(\.reason) == ["in the catalogue, nobody has met it yet"])
    try SampleShop.load(
      "id,title\np99,Late thing\n", "late.csv", .products, into: rapport)
    #expect(try ids(rapport.newest(DiscoveryOptions(limit: 2))) == ["p99", "p20"])
    let end = try #require(try rapport.status().lastInteraction).prefix(10)
    try record("k01", "p20", on: "\(end) 23:00:00")
    let after = try rapport.newest(DiscoveryOptions(limit: 2))
    #expect(after.items.map(\.productId) == ["p99", "p20"])
    #expect(after.items[1].reason == "first seen \(end), the last day")
  }

  @Test func `what does not exist is named with what does`() {
    func error(_ segment: (country: String?, text: String?), _ category: String? = nil)
      -> ServiceError?
    {
      serviceError {
        _ = try rapport.popular(
          DiscoveryOptions(
            categories: category.map { [$0] } ?? [],
            segment: try DiscoveryOptions.segment(country: segment.country, text: segment.text)))
      }
    }
    #expect(error((nil, nil)) == nil)
    #expect(error((nil, nil), "Gardn")?.hint?.contains("Coffee, Garden") == true)
    #expect(error(("XX", nil))?.hint == "there are DE, FR")
    #expect(error((nil, "plan=minus"))?.hint == "there are basic, plus")
    #expect(error((nil, "size=L"))?.hint == "there are segments by country, plan")
    #expect(error((nil, "plan"))?.code == .invalidRequest)
    #expect(error(("DE", "plan=plus"))?.code == .invalidRequest)
  }

  @Test func `an empty shop has empty lists`() throws {
    let directory = TemporaryDirectory()
    let empty = Rapport(store: try Store.create(at: directory.database))
    for answer in [
      try empty.trending(DiscoveryOptions()), try empty.popular(DiscoveryOptions()),
      try empty.newest(DiscoveryOptions()),
    ] {
      #expect(answer.items.isEmpty)
      #expect(answer.asOf == nil)
    }
  }

  @Test func `customers of like taste are those who buy the same things`() throws {
    let directory = TemporaryDirectory()
    let rapport = try SampleShop.openTrained(at: directory.database)
    for (customer, alike) in [("k02", "k00"..."k29"), ("k41", "k30"..."k59")] {
      let answer = try rapport.similarCustomers(to: customer, limit: 8)
      #expect(answer.customers.count == 8)
      #expect(answer.customers.allSatisfy { alike.contains($0.customerId) }, "\(answer)")
      #expect(!answer.customers.map(\.customerId).contains(customer))
      #expect(answer.customers.allSatisfy { $0.similarity > 0 && $0.similarity <= 1 })
      let similarities = answer.customers.map(\.similarity)
      #expect(similarities == similarities.sorted(by: >))
      #expect(answer.customers.allSatisfy { (1...3).contains($0.shared.count) })
    }
    #expect(
      serviceError { _ = try rapport.similarCustomers(to: "k2", limit: 3) }?.code
        == .unknownCustomer)
    try SampleShop.load("id\nquiet\n", "quiet.csv", .customers, into: rapport)
    #expect(
      serviceError { _ = try rapport.similarCustomers(to: "quiet", limit: 3) }?.code == .noScore)
    try SampleShop.load(
      "customer_id,product_id,kind,occurred_at\nquiet,p12,view,2025-10-27\n", "view.csv",
      .interactions, into: rapport)
    let view = try rapport.similarCustomers(to: "quiet", limit: 3)
    #expect(view.customers.allSatisfy { ("k30"..."k59").contains($0.customerId) })
  }

  private func ids(_ answer: DiscoveryAnswer) -> [String] { answer.items.map(\.productId) }
}
