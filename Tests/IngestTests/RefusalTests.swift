import Domain
import Ingest
import Testing

@Suite struct RefusalTests {
  private let header = "customer_id,product_id,kind,occurred_at,quantity,price,value,event_id\n"

  private func refusal(_ line: String) throws -> [String] {
    let good = "c,p,view,2024-01-01,,,,\n"
    let (sink, summary) = try imported(
      header + good + line + "\n" + good, ImportOptions(kind: .interactions, format: .csv))
    #expect(sink.lines == [2, 4])
    #expect(summary.linesRead == 3)
    #expect(summary.refusals.allSatisfy { $0.firstLine == 3 && !$0.reason.text.isEmpty })
    return summary.refusals.map(\.reason.code)
  }

  @Test(arguments: [
    (",p,view,2024-01-01,,,,", "missing_customer_id"),
    ("  ,p,view,2024-01-01,,,,", "missing_customer_id"),
    ("c,,view,2024-01-01,,,,", "missing_product_id"),
    ("c,p,,2024-01-01,,,,", "missing_kind"),
    ("c,p,view,,,,,", "missing_occurred_at"),
    ("c,p,stare,2024-01-01,,,,", "unknown_kind"),
    ("c,p,view,yesterday,,,,", "unreadable_date"),
    ("c,p,view,2024-02-30,,,,", "unreadable_date"),
    ("c,p,view,19970101,,,,", "ambiguous_date"),
    ("c,p,view,46082,,,,", "early_number"),
    ("c,p,view,-1,,,,", "early_number"),
    ("c,p,purchase,2024-01-01,0,1,,", "quantity_zero"),
    ("c,p,view,2024-01-01,-1,,,", "quantity_below_zero"),
    ("c,p,purchase,2024-01-01,two,1,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,nan,1,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1,inf,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1,1e999,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1e300,1e300,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1,0x10,,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1,\"1,5\",,", "unreadable_number"),
    ("c,p,purchase,2024-01-01,1,-0.01,,", "price_below_zero"),
    ("c,p,purchase,2024-01-01,1,,-5,", "value_below_zero"),
    ("c,p,rating,2024-01-01,,,,", "rating_without_value"),
    ("c,p,view,2024-01-01,,,", "column_count"),
    ("c,p,view,2024-01-01,,,,,", "column_count"),
    ("\"c\"x,p,view,2024-01-01,,,,", "text_after_quote"),
    ("\"c,p,view,2024-01-01,,,,", "unclosed_quote"),
    ("c\0d,p,view,2024-01-01,,,,", "nul_byte"),
    (String(repeating: "c", count: 257) + ",p,view,2024-01-01,,,,", "id_too_long"),
    ("c,p,view,2024-01-01,,,," + String(repeating: "e", count: 257), "id_too_long"),
  ])
  func `a bad interaction is refused with its reason and nothing else is lost`(
    line: String, code: String
  ) throws {
    // A NUL within the first block is a binary file; put it behind the block.
    guard !line.contains("\0") else {
      let padding = String(repeating: "c,p,view,2024-01-01,,,,\n", count: 50)
      let (sink, summary) = try imported(
        header + padding + line, ImportOptions(kind: .interactions, format: .csv), pieceSize: 64)
      #expect(sink.lines.count == 50)
      #expect(summary.refusals.map(\.reason.code) == [code])
      return
    }
    #expect(try refusal(line) == [code])
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let bytes = Array("id,title\n1,a".utf8) + [0xe9] + Array("\n2,é\n".utf8)
    var sink = CollectingSink()
    let summary = try Importer(ImportOptions(kind: .products, format: .csv))
      .run(from: ByteSource(bytes: bytes), into: &sink)
    #expect(sink.products.map(\.title) == ["é"])
    #expect(summary.refusals.map(\.reason.code) == ["invalid_utf8"])
  }

  @Test func `products and labels have their own refusals`() throws {
    let products = try imported(
      "id,price,available\n1,-1,\n2,1,maybe\n,1,yes\n3,1,yes\n",
      ImportOptions(kind: .products, format: .csv))
    #expect(
      products.summary.refusals.map(\.reason.code)
        == ["price_below_zero", "unreadable_flag", "missing_id"])
    let labels = try imported(
      "customer_id,label\n1,Churned\n2,yes\n3,\n", ImportOptions(kind: .labels, format: .csv))
    #expect(labels.summary.refusals.map(\.reason.code) == ["unreadable_flag", "missing_label"])
  }

  @Test func `the most frequent reason comes first, with its first line`() throws {
    let (_, summary) = try imported(
      header + ",p,view,2024-01-01,,,,\nc,p,view,x,,,,\nc,p,view,y,,,,\nc,p,view,2024-01-01,,,,\n",
      ImportOptions(kind: .interactions, format: .csv))
    #expect(summary.refusals.map(\.reason.code) == ["unreadable_date", "missing_customer_id"])
    #expect(summary.refusals.map(\.count) == [2, 1])
    #expect(summary.refusals.map(\.firstLine) == [3, 2])
    #expect(summary.refusals.map(\.example) == ["x", nil])
    #expect((summary.refused, summary.accepted) == (3, 1))
  }

  @Test func `the sink's own refusal is counted and its failure ends the import`() throws {
    var sink = CollectingSink()
    sink.refusesLine = 3
    let importer = Importer(try ImportOptions(kind: .customers, format: .csv))
    let bytes = Array("id\n1\n2\n3\n".utf8)
    let summary = try importer.run(from: ByteSource(bytes: bytes), into: &sink)
    #expect(summary.refusals.map(\.reason.code) == ["unwanted"])
    #expect(summary.accepted == 2)
    sink.failsAtLine = 4
    #expect(throws: CollectingSink.Failure.self) {
      try importer.run(from: ByteSource(bytes: bytes), into: &sink)
    }
  }
}
