import Domain
import Ingest
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite struct ImportTests {
  private let directory = TemporaryDirectory()

  private func shop() throws -> Rapport { Rapport(store: try Store.create(at: directory.database)) }

  /// Lines of purchases without event ids.
  private func purchases(_ range: Range<Int>) -> String {
    "customer_id,product_id,kind,occurred_at\n"
      + range.map { "c\($0 % 97),p\($0 % 31),purchase,2025-01-\(10 + $0 % 20)\n" }.joined()
  }

  private func load(
    _ text: String, _ name: String = "orders.csv", into rapport: Rapport, stopAfter: Int = .max
  ) throws -> ImportOutcome {
    let read = Mutex(0)
    return try rapport.importRecords(
      from: ByteSource(bytes: Array(text.utf8), name: name),
      options: ImportOptions(kind: .interactions),
      progress: { progress in read.withLock { $0 = progress.records } },
      isCancelled: { read.withLock { $0 } >= stopAfter })
  }

  private func stored(_ rapport: Rapport) throws -> Int { try rapport.status().interactions }

  @Test func `the same lines again add nothing, and the outcome says why`() throws {
    let rapport = try shop()
    let first = try load(purchases(0..<500), into: rapport)
    #expect(first.added == 500)
    #expect(first.earlierImport == nil)
    let second = try load(purchases(0..<500), "again.csv", into: rapport)
    #expect(second.added == 0)
    #expect(second.alreadyImported == 500)
    #expect(second.earlierImport?.source == "orders.csv")
    #expect(try stored(rapport) == 500)
    let third = try load(purchases(0..<500), into: rapport)
    #expect(third.added == 0)
    #expect(try stored(rapport) == 500)
  }

  @Test func `a longer file that begins with the same lines adds only the rest`() throws {
    let rapport = try shop()
    _ = try load(purchases(0..<500), into: rapport)
    let longer = try load(purchases(0..<800), into: rapport)
    #expect(longer.added == 300)
    #expect(longer.alreadyImported == 500)
    #expect(try stored(rapport) == 800)
    let again = try load(purchases(0..<800), into: rapport)
    #expect(again.added == 0)
    #expect(again.alreadyImported == 800)
    #expect(try stored(rapport) == 800)
  }

  @Test func `equal lines of one file are all kept`() throws {
    let rapport = try shop()
    let line = "c1,p1,purchase,2025-01-10\n"
    let text = "customer_id,product_id,kind,occurred_at\n" + line + line + line
    #expect(try load(text, into: rapport).added == 3)
    #expect(try load(text, into: rapport).added == 0)
    #expect(try stored(rapport) == 3)
  }

  @Test func `other lines are not taken for the same`() throws {
    let rapport = try shop()
    _ = try load(purchases(0..<500), into: rapport)
    let other = try load(purchases(500..<1000), into: rapport)
    #expect(other.added == 500)
    #expect(other.earlierImport == nil)
    #expect(try stored(rapport) == 1000)
  }

  @Test func `event ids that are stored already are counted, wherever they stand`() throws {
    let rapport = try shop()
    let header = "event_id,customer_id,product_id,kind,occurred_at\n"
    let line = { (number: Int) in "e\(number),c1,p\(number % 7),view,2025-01-10\n" }
    let first = try load(header + (0..<100).map(line).joined(), into: rapport)
    #expect(first.added == 100)
    let second = try load(header + (50..<120).reversed().map(line).joined(), into: rapport)
    #expect(second.added == 20)
    #expect(second.duplicates == 50)
    #expect(try stored(rapport) == 120)
  }

  @Test(arguments: [4096, 12_288, 24_576])
  func `an import that was stopped and run again stores everything once`(after: Int) throws {
    let rapport = try shop()
    let text = purchases(0..<30_000)
    let stopped = try load(text, into: rapport, stopAfter: after)
    #expect(stopped.summary.wasCancelled)
    #expect(stopped.added == after)
    #expect(try stored(rapport) == after)
    #expect(try rapport.check().isEmpty)
    let whole = try load(text, into: rapport)
    #expect(!whole.summary.wasCancelled)
    #expect(whole.alreadyImported == after)
    #expect(whole.added == 30_000 - after)
    #expect(try stored(rapport) == 30_000)
    #expect(try load(text, into: rapport).added == 0)
    #expect(try stored(rapport) == 30_000)
  }

  @Test(arguments: [4096, 24_576, 45_056])
  func `stopping a second import of the same file stores nothing twice`(after: Int) throws {
    let rapport = try shop()
    let text = purchases(0..<50_000)
    _ = try load(text, into: rapport)
    let stopped = try load(text, into: rapport, stopAfter: after)
    #expect(stopped.summary.wasCancelled)
    #expect(stopped.added == 0)
    #expect(try stored(rapport) == 50_000)
    #expect(try load(text, into: rapport).added == 0)
    #expect(try stored(rapport) == 50_000)
  }

  @Test func `imports of two files that were both stopped go on where they were`() throws {
    let rapport = try shop()
    let (one, two) = (purchases(0..<30_000), purchases(7..<45_000))
    _ = try load(one, "one.csv", into: rapport, stopAfter: 8192)
    _ = try load(two, "two.csv", into: rapport, stopAfter: 24_576)
    #expect(try load(one, "one.csv", into: rapport).added == 30_000 - 8192)
    #expect(try load(two, "two.csv", into: rapport).added == 44_993 - 24_576)
    #expect(try stored(rapport) == 30_000 + 44_993)
  }

  @Test func `refused lines are counted with their reason, the rest is stored`() throws {
    let rapport = try shop()
    let outcome = try load(
      "customer_id,product_id,kind,occurred_at\nc1,p1,purchase,2025-01-10\n"
        + ",p1,purchase,2025-01-10\nc1,p1,stole,2025-01-10\nc1,p1,view,yesterday\n",
      into: rapport)
    #expect(outcome.added == 1)
    #expect(outcome.summary.refused == 3)
    #expect(Set(outcome.summary.refusals.map(\.firstLine)) == [3, 4, 5])
  }

  @Test func `amounts beyond all reason are refused, for one would spoil every sum`() throws {
    let rapport = try shop()
    let outcome = try load(
      "customer_id,product_id,kind,occurred_at,quantity,price,value\n"
        + "c1,p1,purchase,2025-01-10,1,1e300,\nc1,p1,purchase,2025-01-10,1e300,,\n"
        + "c1,p1,purchase,2025-01-10,-1,,-1e300\nc1,p1,purchase,2025-01-10,2,5,\n",
      into: rapport)
    #expect(outcome.added == 1)
    #expect(outcome.summary.refused == 3)
  }

  @Test func `a file that cannot be read leaves no trace`() throws {
    let rapport = try shop()
    #expect(throws: ImportError.self) { _ = try load("nonsense\n1\n", into: rapport) }
    #expect(throws: ImportError.self) { _ = try load("", into: rapport) }
    #expect(try stored(rapport) == 0)
    #expect(try load(purchases(0..<10), into: rapport).earlierImport == nil)
  }

  @Test func `customers, products, FAQ and labels are updated in place`() throws {
    let rapport = try shop()
    for _ in 0..<2 {
      try SampleShop.load(SampleShop.customers, "customers.csv", .customers, into: rapport)
      try SampleShop.load(SampleShop.products, "products.csv", .products, into: rapport)
      try SampleShop.load(SampleShop.faq, "faq.jsonl", .faq, into: rapport)
      try SampleShop.load("customer_id,label\nk01,1\nk02,0\n", "labels.csv", .labels, into: rapport)
    }
    let status = try rapport.status()
    #expect(status.customers == 60)
    #expect(status.products == 21)
    #expect(status.faqEntries == 4)
    #expect(status.churnLabels == 2)
  }
}
