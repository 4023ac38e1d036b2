import FoundationEssentials
import Testing

@testable import SeedShop

@Suite struct SeedShopTests {
  private static let files = SeedShop.files()

  @Test func `a second run gives the same bytes`() {
    #expect(SeedShop.files() == Self.files)
  }

  @Test(arguments: ["customers.csv", "products.csv", "interactions.csv", "faq.jsonl"])
  func `the committed file is what the generator writes`(name: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "seed-data/\(name)")
    let committed = try Data(contentsOf: path)
    #expect(
      committed == Data(try text(name).utf8),
      "\(name) is out of date; mend it with: swift run seedgen seed-data")
  }

  @Test func `the shop has the size that its page states`() throws {
    #expect(try rows("customers.csv").count == 400)
    #expect(try rows("products.csv").count == 250)
    #expect((14_000...16_000).contains(try rows("interactions.csv").count))
    #expect(try lines("faq.jsonl").count == 45)
  }

  @Test func `every interaction names a known customer and a known product`() throws {
    let customers = Set(try rows("customers.csv").map { $0[0] })
    let products = Set(try rows("products.csv").map { $0[0] })
    #expect(customers.count == 400 && products.count == 250)
    for row in try rows("interactions.csv") {
      #expect(row.count == 8 && customers.contains(row[1]) && products.contains(row[2]), "\(row)")
    }
  }

  @Test func `interactions are in order, in the period and numbered once`() throws {
    let rows = try rows("interactions.csv")
    #expect(Set(rows.map { $0[0] }).count == rows.count)
    let times = rows.map { $0[7] }
    #expect(times == times.sorted())
    #expect(try #require(times.first) >= "2025-01-01 00:00:00")
    #expect(try #require(times.last) <= "2026-06-30 23:59:00")
  }

  @Test func `nobody acts before the shop first saw them`() throws {
    let firstSeen = Dictionary(
      uniqueKeysWithValues: try rows("customers.csv").map { ($0[0], $0[4]) })
    for row in try rows("interactions.csv") {
      #expect(String(row[7].prefix(10)) >= firstSeen[row[1]] ?? "9999", "\(row)")
    }
  }

  @Test func `only what was bought by the same customer comes back`() throws {
    var bought: Set<String> = []
    var returns = 0
    for row in try rows("interactions.csv") {
      let pair = "\(row[1]) \(row[2])"
      if row[3] == "purchase" { bought.insert(pair) }
      guard row[3] == "return" else { continue }
      returns += 1
      #expect(bought.contains(pair), "\(row)")
    }
    #expect(returns > 20)
  }

  @Test func `every kind of interaction occurs and views outnumber purchases`() throws {
    let kinds = Dictionary(grouping: try rows("interactions.csv")) { $0[3] }.mapValues(\.count)
    #expect(
      kinds.keys.sorted() == ["cart", "dislike", "like", "purchase", "rating", "return", "view"])
    #expect(kinds["view", default: 0] > 2 * kinds["purchase", default: 0])
  }

  @Test func `ratings have a value from one to five and nothing else has one`() throws {
    for row in try rows("interactions.csv") {
      #expect(row[3] == "rating" ? ["1", "2", "3", "4", "5"].contains(row[6]) : row[6].isEmpty)
      #expect(["cart", "purchase", "return"].contains(row[3]) == !row[5].isEmpty)
    }
  }

  @Test func `what is not available was sold before but not in the last three weeks`() throws {
    let gone = Set(
      try rows("products.csv").filter { $0[$0.count - 4] == "false" }.map { $0[0] })
    let sales = try rows("interactions.csv").filter { $0[3] == "purchase" && gone.contains($0[2]) }
    #expect(gone.count == 9)
    #expect(sales.count > 9)
    #expect(sales.allSatisfy { $0[7] < "2026-06-10" })
  }

  @Test func `some products have never been looked at`() throws {
    let seen = Set(try rows("interactions.csv").map { $0[2] })
    #expect((3...12).contains(try rows("products.csv").filter { !seen.contains($0[0]) }.count))
  }

  @Test func `gardens bloom in spring and candles sell before Christmas`() throws {
    let category = Dictionary(
      uniqueKeysWithValues: try productCategories().map { ($0.id, $0.category) })
    var byMonth: [String: Int] = [:]
    for row in try rows("interactions.csv") {
      byMonth["\(category[row[2]] ?? "") \(row[7].prefix(7))", default: 0] += 1
    }
    let spring = byMonth["Garden 2025-04", default: 0]
    #expect(spring > 2 * byMonth["Garden 2025-12", default: 0])
    let advent = byMonth["Candles & Care 2025-12", default: 0]
    #expect(advent > 2 * byMonth["Candles & Care 2025-06", default: 0])
  }

  @Test func `no e-mail address belongs to anybody`() throws {
    let addresses = try rows("customers.csv").map { $0[2] }
    #expect(Set(addresses).count == addresses.count)
    for address in addresses {
      #expect(
        address.hasSuffix("@example.com") && address.utf8.allSatisfy { $0 < 128 }, "\(address)")
    }
  }

  // MARK: - Reading back

  private func text(_ name: String) throws -> String {
    try #require(Self.files.first { $0.name == name }).text
  }

  private func lines(_ name: String) throws -> [Substring] {
    try text(name).split(separator: "\n")
  }

  /// The lines below the header, cut at commas: right for the columns in
  /// front of the first quoted one.
  private func rows(_ name: String) throws -> [[String]] {
    try lines(name).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func productCategories() throws -> [(id: String, category: String)] {
    let names = Set([
      "Brewing Gear", "Camping", "Candles & Care", "Coffee & Tea", "Cookware", "Garden",
      "Home Textiles", "Kitchen Tools", "Tableware", "Trail Wear",
    ])
    return try rows("products.csv").map { row in
      (row[0], try #require(row.first { names.contains($0) }, "\(row)"))
    }
  }
}
