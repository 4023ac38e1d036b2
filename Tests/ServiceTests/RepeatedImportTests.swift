import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

/// What an import recognises, and what it refuses.
@Suite struct RepeatedImportTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = Rapport(store: try Store.create(at: directory.database)) }

  private func stored() throws -> Int { try rapport.status().interactions }

  @Test(arguments: [300, 40_000])
  func `rows with and without event ids, imported twice, are stored once`(count: Int) throws {
    var lines = "event_id,customer_id,product_id,kind,occurred_at\n"
    for number in 0..<count {
      lines += number % 3 == 0 ? "" : "e\(number)"
      lines += ",c\(number % 50),p\(number % 20),view,2025-01-\(10 + number % 20)\n"
    }
    #expect(try SampleShop.load(lines, "a.csv", .interactions, into: rapport).added == count)
    #expect(try stored() == count)
    for name in ["a.csv", "b.csv"] {
      #expect(try SampleShop.load(lines, name, .interactions, into: rapport).added == 0)
      #expect(try stored() == count)
    }
    #expect(try rapport.check().isEmpty)
  }

  @Test func `customers imported again are updated and never taken for a repetition`() throws {
    for _ in 0..<3 {
      let outcome = try SampleShop.load(
        SampleShop.customers, "customers.csv", .customers, into: rapport)
      #expect(outcome.added == 60)
      #expect(outcome.alreadyImported == 0)
      #expect(outcome.earlierImport == nil)
    }
    #expect(try rapport.status().customers == 60)
  }

  @Test func `the same file read through another map is stored beside, and that is said`() throws {
    let lines = "customer_id,product_id,sku,kind,occurred_at\nc1,p1,s1,view,2025-01-10\n"
    func load(map: [String: String]) throws -> ImportOutcome {
      try rapport.importRecords(
        from: ByteSource(bytes: Array(lines.utf8), name: "orders.csv"),
        options: ImportOptions(kind: .interactions, map: map))
    }
    #expect(try load(map: [:]).sameWithOtherOptions == nil)
    let other = try load(map: ["product_id": "sku"])
    #expect(other.added == 1)
    #expect(other.earlierImport == nil)
    #expect(other.sameWithOtherOptions?.source == "orders.csv")
    #expect(try stored() == 2)
    #expect(try rapport.catalogue().key(of: "s1") != nil)
  }

  @Test func `a date more than a day ahead is refused and the rest stored`() throws {
    let outcome = try SampleShop.load(
      "customer_id,product_id,kind,occurred_at\nc1,p1,view,2025-01-10\n"
        + "c1,p2,view,2999-01-01\nc1,p3,view,2999-01-02\nc1,p4,view,2025-01-11\n",
      "orders.csv", .interactions, into: rapport)
    #expect(outcome.added == 2)
    #expect(outcome.summary.refusals.map(\.reason.code) == ["future_date"])
    #expect(outcome.summary.refusals.map(\.count) == [2])
    #expect(try rapport.status().lastInteraction == "2025-01-11T00:00:00Z")
  }

  @Test func `a label observed in the future is refused and the rest stored`() throws {
    let outcome = try SampleShop.load(
      "customer_id,label,observed_at\nc1,1,2999-01-01\nc2,0,2025-01-10\nc3,1,\n", "labels.csv",
      .labels, into: rapport)
    #expect(outcome.added == 2)
    #expect(outcome.summary.refusals.map(\.reason.code) == ["future_date"])
    #expect(try rapport.status().churnLabels == 2)
  }

  @Test func `ratings without a value or above a thousand are refused`() throws {
    let outcome = try SampleShop.load(
      "customer_id,product_id,kind,value,occurred_at\nc1,p1,rating,,2025-01-10\n"
        + "c1,p2,rating,1001,2025-01-10\nc1,p3,rating,1000,2025-01-10\n",
      "ratings.csv", .interactions, into: rapport)
    #expect(outcome.added == 1)
    #expect(
      Set(outcome.summary.refusals.map(\.reason.code)) == [
        "rating_without_value", "unreadable_number",
      ])
    #expect(outcome.summary.refusals.map(\.firstLine).sorted() == [2, 3])
  }
}
