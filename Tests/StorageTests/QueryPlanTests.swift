import Domain
import Testing

@testable import Storage

/// What every request runs finds its rows by an index.
///
/// SQLite 3.40 plans some queries worse than other versions do, and a statement that
/// walks a table is as fast as any on the small databases of tests.
@Suite struct QueryPlanTests {
  let directory = TemporaryDirectory()

  private static let grown = [
    "customers", "products", "interactions", "conversations", "messages", "exposures",
    "exposure_clicks", "model_versions",
  ]

  private func hotStatements(_ writer: Writer) throws {
    let time = Timestamp(seconds: 5)
    let customer = try writer.customerKey(for: .init("c"), firstSeen: time, country: "DE")
    let product = try writer.productKey(for: .init("p"), title: "Lamp")
    _ = try writer.insertInteraction(
      customer: customer, product: product, kind: .view, occurredAt: time, eventID: "e")
    try writer.createConversation(id: "v", customer: customer, startedAt: time)
    try writer.saveModel(
      kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1],
      createdAt: time)
    let reader = writer.reading
    _ = (try reader.customer(.init("c")), try reader.product(.init("p")))
    _ = (try reader.history(of: customer, limit: 10), try reader.activeModel(.churn))
    _ = (try reader.conversation("v"), try reader.messages(ofConversation: "v"))
  }

  @Test func `no statement of a request walks a table that grows`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { try hotStatements($0) }
    try store.withWritingConnection { connection throws(StoreError) in
      let texts = connection.preparedTexts.filter { text in
        ["SELECT", "INSERT", "UPDATE"].contains { text.hasPrefix($0) }
      }
      #expect(texts.count >= 10)
      for text in texts {
        for step in try connection.queryPlan(of: text) {
          let words = step.split(separator: " ")
          let isWalk =
            words.first == "SCAN" && words.count > 1
            && Self.grown.contains(String(words[1]))
          #expect(!isWalk, "\(step): \(text)")
        }
      }
    }
  }
}
