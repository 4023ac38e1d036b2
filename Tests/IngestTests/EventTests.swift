import Domain
import Ingest
import Testing

@Suite struct EventTests {
  private let header = "event_id,customer_id,product_id,kind,occurred_at,quantity,price\n"

  private func read(_ lines: String) throws -> (sink: CollectingSink, summary: ImportSummary) {
    try imported(header + lines, ImportOptions(kind: .interactions, format: .csv))
  }

  @Test func `lines of one event id and other contents are refused, not lost`() throws {
    let (sink, summary) = try read(
      """
      1001,c1,p1,purchase,2024-01-01,1,5
      1001,c1,p2,purchase,2024-01-01,1,5
      1001,c1,p1,purchase,2024-01-01,2,5
      1001,c1,p1,purchase,2024-01-02,1,5
      1002,c1,p1,purchase,2024-01-01,1,5

      """)
    #expect(sink.lines == [2, 6])
    #expect(summary.refusals.map(\.reason.code) == ["event_of_another_line"])
    #expect(summary.refusals.map(\.count) == [3])
    #expect(summary.refusals.map(\.firstLine) == [3])
    #expect(summary.refusals.map(\.example) == ["1001"])
  }

  @Test func `the same line twice is handed on twice`() throws {
    let (sink, summary) = try read(
      """
      1,c1,p1,purchase,2024-01-01,1,5
      1,c1,p1,purchase,2024-01-01T00:00:00Z,1.0,5.00

      """)
    #expect(sink.lines == [2, 3])
    #expect(summary.refused == 0)
  }

  @Test func `a refused line counts no customer and no product`() throws {
    let (sink, _) = try read(
      """
      1,c1,p1,view,2024-01-01,,
      1,c2,p2,view,2024-01-01,,
      2,c3,p3,view,2024-01-01,,

      """)
    #expect(sink.ordinals == [[0, 0], [1, 1]])
  }

  @Test func `lines without an event id are no events`() throws {
    let (sink, _) = try read(",c1,p1,view,2024-01-01,,\n,c1,p2,view,2024-01-01,,\n")
    #expect(sink.lines == [2, 3])
  }
}
