import Domain
import Glibc
import Ingest
import Testing

/// The whole UCI Online Retail export, where it is at hand.
@Suite struct OnlineRetailTests {
  private static let archive: String? = {
    var root = #filePath
    for _ in 0..<3 { root = String(root[..<(root.lastIndex(of: "/") ?? root.startIndex)]) }
    let data = getenv("RAPPORT_DATA").map { String(cString: $0) } ?? root + "/../shared/data"
    let path = data + "/online-retail/online-retail.csv.gz"
    return access(path, R_OK) == 0 ? path : nil
  }()

  /// Counts without keeping.
  private struct CountingSink: ImportSink {
    var kinds: [InteractionKind: Int] = [:]
    var customers = 0
    var products = 0
    var withCountry = 0

    mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
      guard case .interaction(let record) = record else { return nil }
      kinds[record.interaction.kind, default: 0] += 1
      customers = max(customers, record.customerOrdinal + 1)
      products = max(products, record.productOrdinal + 1)
      if record.country != nil { withCountry += 1 }
      return nil
    }

    mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {}
  }

  // Counts as a dictionary reader of another language gives them for the same file.
  @Test(.enabled(if: archive != nil, "online-retail.csv.gz is not here; set RAPPORT_DATA"))
  func `the export is read to the last line and every loss is counted`() throws {
    let archive = try #require(Self.archive)
    let folder = try TemporaryFolder()
    let file = folder.file("retail.csv")
    let pipe = try #require(popen("zcat '\(archive)' > '\(file)'", "r"))
    try #require(pclose(pipe) == 0)

    let kind = ImportKind.interactions
    let options = try ImportOptions(
      kind: kind,
      map: ImportOptions.parseMap(
        [
          "customer_id=CustomerID,product_id=StockCode,title=Description",
          "quantity=Quantity,price=UnitPrice,occurred_at=InvoiceDate",
        ], kind: kind), set: ["kind": "purchase"])
    var sink = CountingSink()
    let importer = Importer(options)
    let clock = ContinuousClock()
    var result: ImportSummary?
    let time = try clock.measure {
      result = try importer.run(from: ByteSource(path: file), into: &sink)
    }
    let summary = try #require(result)
    print("Online Retail: \(summary.linesRead) lines in \(time)")
    #expect(summary.linesRead == 541_909)
    #expect(summary.accepted == 406_829)
    #expect(summary.refusals.map(\.reason.code) == ["missing_customer_id"])
    #expect(summary.refusals.map(\.count) == [135_080])
    #expect(sink.kinds == [.purchase: 397_924, .return: 8_905])
    #expect((sink.customers, sink.products, sink.withCountry) == (4372, 3684, 406_829))
    #expect(summary.notes.map(\.count) == [406_829, 8_905])
    #expect(summary.columnsIgnored == ["InvoiceNo"])
  }
}
