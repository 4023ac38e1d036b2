import Ingest
import Testing

@Suite struct DoubtTests {
  @Test func `what systems write for no customer is noted`() throws {
    let ids = ["0", "NULL", "none", "NaN", "00", "nul", "c1"]
    let lines = ids.map { "\($0),p,view,2024-01-01\n" }.joined()
    let (sink, summary) = try imported(
      "customer_id,product_id,kind,occurred_at\n" + lines,
      ImportOptions(kind: .interactions, format: .csv))
    #expect(sink.lines.count == ids.count)
    #expect(summary.notes.map(\.code) == ["placeholder_customers"])
    #expect(summary.notes.map(\.count) == [4])
  }

  @Test(arguments: [
    ("id,name,email,country,first_seen\n1,a,b,c,2024-01-01", ImportKind.products, true),
    ("id,title,price,category,available\n1,a,1,b,yes", .customers, true),
    ("id,customer_id,kind,occurred_at,quantity,price\n1,2,view,0,1,1", .products, true),
    ("id,title,price,category,colour\n1,a,1,b,red", .products, false),
    ("id,plan,visits,country\n1,a,2,b", .customers, false),
  ])
  func `columns of another kind are a warning`(
    text: String, kind: ImportKind, isDoubtful: Bool
  ) throws {
    let (_, summary) = try imported(text, ImportOptions(kind: kind, format: .csv))
    #expect(summary.accepted == 1)
    #expect(summary.notes.contains { $0.isWarning } == isDoubtful)
  }
}
