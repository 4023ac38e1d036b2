import Domain
import Testing

@testable import Storage

/// What every request runs finds its rows by an index.
///
/// SQLite 3.40 plans some queries worse than other versions do, and a statement that
/// walks a table is as fast as any on the small databases of tests.
@Suite struct QueryPlanTests {
  let directory = TemporaryDirectory()

  /// Tables that stay small however long a shop runs; a name that is not here is one that
  /// grows, or an alias of one.
  private static let small: Set<Substring> = [
    "settings", "rules", "experiments", "api_keys", "retention", "erasures", "CONSTANT",
    "sqlite_schema", "schema_migrations",
  ]

  /// Statements that take one end of a table.
  private static let ends: Set<String> = ["SELECT coalesce(max(key), 0) FROM interactions"]

  /// Whether a step looks at every row of a table that grows.
  private func isWalk(_ step: String, in text: String) -> Bool {
    let words = step.split(separator: " ")
    guard words.count > 1, ["SCAN", "SEARCH"].contains(words[0]), !Self.ends.contains(text),
      !Self.small.contains(words[1])
    else { return false }
    guard words.contains("USING") else { return true }
    // In the order of an index, which a limit ends.
    return words[0] == "SCAN" && !text.contains("LIMIT")
  }

  private let time = Timestamp(seconds: 5)

  private func hotStatements(_ writer: Writer) throws {
    let customer = try writer.customerKey(for: .init("c"), firstSeen: time, country: "DE")
    let product = try writer.productKey(for: .init("p"), title: "Lamp")
    _ = try writer.insertInteraction(
      customer: customer, product: product, kind: .view, occurredAt: time, eventID: "e")
    try writer.saveModel(
      kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1],
      createdAt: time)
    let reader = writer.reading
    _ = (try reader.customer(.init("c")), try reader.product(.init("p")))
    _ = (try reader.customer(key: customer), try reader.customerIDs(of: [customer]))
    _ = (try reader.history(of: customer, limit: 10), try reader.activeModel(.churn))
    _ = (try reader.purchases(of: customer, limit: 10), try reader.tallies(of: customer))
    _ = try reader.interactions(of: customer, before: (time, 9), limit: 10)
    _ = try reader.newestPurchaseEventIDs(after: 1, limit: 10)
    _ = (try reader.customers(after: .init("a"), limit: 9), try reader.settings())
    _ = (try reader.products(after: .init("a"), limit: 9), try reader.rules())
    _ = (try reader.experiments(), try reader.apiKeys())
  }

  private func hotStatementsOfTheBot(_ writer: Writer) throws {
    let customer = try writer.customerKey(for: .init("c"))
    try writer.createConversation(id: "v", customer: customer, sender: "s", startedAt: time)
    for (id, author) in [("m1", ConversationMessage.Author.customer), ("m2", .bot)] {
      try writer.append(
        ConversationMessage(id: id, author: author, text: "hello", createdAt: time),
        toConversation: "v")
    }
    _ = try writer.setFeedback(.helpful, onMessage: "m2", at: time)
    let reader = writer.reading
    if let conversation = try reader.conversation("v") { try writer.update(conversation) }
    _ = try reader.newestConversation(ofSender: "s", customer: customer)
    _ = try reader.conversations(of: customer, limit: 9)
    _ = try reader.messages(ofConversation: "v")
    _ = try reader.messages(of: customer, limit: 9)
    _ = try writer.resolveConversation("v", at: time)
  }

  private func hotStatementsOfEvents(_ writer: Writer) throws {
    let customer = try writer.customerKey(for: .init("c"))
    let product = try writer.productKey(for: .init("p"))
    let shown = try writer.insert(
      Exposure(
        eventID: "e", listID: "l", customer: customer, session: "s", product: product,
        group: Exposure.Group(kind: .recommender, version: 1), shownAt: time))
    if let shown { _ = try writer.insertClick(on: shown, at: time, eventID: "c") }
    let reader = writer.reading
    _ = (try reader.hasExposure(ofEvent: "e"), try reader.exposure(of: product, inList: "l"))
    _ = try reader.latestExposure(of: product, to: customer, from: time, through: time)
    _ = try reader.latestExposure(of: product, inSession: "s", from: time, through: time)
    let id = IdempotencyRecord.ID(owner: "", route: "POST /", key: "k")
    try writer.keep(
      IdempotencyRecord(id: id, digest: "", status: 200, answer: [], createdAt: time))
    _ = try reader.idempotencyRecord(id, since: time)
  }

  @Test func `no statement of a request walks a table that grows`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { writer in
      try hotStatements(writer)
      try hotStatementsOfTheBot(writer)
      try hotStatementsOfEvents(writer)
    }
    try store.withWritingConnection { connection throws(StoreError) in
      let texts = connection.preparedTexts.filter { text in
        ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { text.hasPrefix($0) }
      }
      #expect(texts.count >= 40)
      for text in texts {
        for step in try connection.queryPlan(of: text) {
          #expect(!isWalk(step, in: text), "\(step): \(text)")
        }
      }
    }
  }

  @Test func `a walk is seen by whatever name its table goes`() throws {
    let store = try Store.create(at: directory.database)
    let walks = [
      "SELECT count(*) FROM interactions WHERE kind = 1",
      "SELECT max(occurred_at) FROM interactions WHERE kind = 1",
      "SELECT e.key FROM exposures AS e WHERE e.shown_at = 5",
      "SELECT clicked_at FROM clicks WHERE clicked_at > 5",
      "SELECT count(*) FROM customers",
    ]
    try store.withWritingConnection { connection throws(StoreError) in
      for text in walks {
        let steps = try connection.queryPlan(of: text)
        #expect(steps.contains { isWalk($0, in: text) }, "\(steps): \(text)")
      }
    }
  }
}
