import Domain
import Testing

@testable import Storage

@Suite struct InteractionTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private func add(
    _ rows: [(customer: String, product: String, seconds: Int64)]
  ) throws {
    try store.write { writer in
      for row in rows {
        let customer = try writer.customerKey(for: .init(row.customer))
        let product = try writer.productKey(for: .init(row.product))
        let isNew = try writer.insertInteraction(
          customer: customer, product: product, kind: .purchase, quantity: 2, value: 5.5,
          occurredAt: Timestamp(seconds: row.seconds))
        #expect(isNew)
      }
    }
  }

  @Test func `an event that is sent again changes nothing`() throws {
    let results = try store.write { writer in
      let customer = try writer.customerKey(for: .init("1"))
      let product = try writer.productKey(for: .init("A"))
      return try ["e1", "e2", "e1", nil, nil].map { event in
        try writer.insertInteraction(
          customer: customer, product: product, kind: .view, occurredAt: Timestamp(seconds: 1),
          eventID: event)
      }
    }
    #expect(results == [true, true, false, true, true])
    let again = try store.write { writer in
      try writer.insertInteraction(
        customer: try writer.customerKey(for: .init("1")),
        product: try writer.productKey(for: .init("A")), kind: .cart,
        occurredAt: Timestamp(seconds: 2), eventID: "e2")
    }
    #expect(!again)
    #expect(try store.read { try $0.counts().interactions } == [.view: 4])
  }

  @Test func `the log is in the order of time and then of arrival`() throws {
    try add([("b", "Q", 30), ("a", "P", 10), ("b", "P", 30), ("a", "Q", 20)])
    let log = try store.read { try $0.interactionLog() }
    #expect(log.occurredAt.map(\.seconds) == [10, 20, 30, 30])
    let products = try store.read { try $0.products() }
    let names = Dictionary(
      uniqueKeysWithValues: products.map { ($0.key, $0.product.id.rawValue) })
    #expect(log.products.map { names[$0] } == ["P", "Q", "Q", "P"])
    #expect(log.kinds == Array(repeating: .purchase, count: 4))
    #expect(log.quantities == [2, 2, 2, 2] && log.values == [5.5, 5.5, 5.5, 5.5])
  }

  @Test func `a period holds its first second and not its last`() throws {
    try add([("a", "P", 10), ("a", "P", 20), ("a", "P", 30)])
    let seconds = try store.read {
      try $0.interactionLog(from: Timestamp(seconds: 10), until: Timestamp(seconds: 30))
        .occurredAt.map(\.seconds)
    }
    #expect(seconds == [10, 20])
  }

  @Test func `a history is one customer's and the newest first`() throws {
    try add([("a", "P", 10), ("b", "P", 15), ("a", "Q", 30), ("a", "R", 30), ("a", "S", 5)])
    let (history, products) = try store.read { reader in
      let key = try #require(try reader.customer(.init("a"))?.key)
      return (try reader.history(of: key, limit: 3), try reader.products())
    }
    let names = Dictionary(
      uniqueKeysWithValues: products.map { ($0.key, $0.product.id.rawValue) })
    #expect(history.products.map { names[$0] } == ["R", "Q", "P"])
  }

  @Test func `a history comes from the index without a sort`() throws {
    let plan = try store.withReadingConnection { connection throws(StoreError) in
      try connection.queryPlan(of: Reader.historySQL)
    }
    #expect(
      plan == ["SEARCH interactions USING INDEX interactions_by_customer (customer_key=?)"])
  }

  @Test func `an interaction of nobody or of no quantity is refused`() throws {
    for (customer, quantity) in [(Int64(99), 1.0), (1, 0), (1, -1), (1, .nan)] {
      let refused = code {
        try store.write { writer in
          _ = try writer.customerKey(for: .init("1"))
          let product = try writer.productKey(for: .init("A"))
          _ = try writer.insertInteraction(
            customer: Customer.Key(customer), product: product, kind: .view, quantity: quantity,
            occurredAt: Timestamp(seconds: 1))
        }
      }
      #expect(refused == .constraint)
    }
    #expect(try store.read { try $0.lastInteractionKey() } == 0)
  }

  @Test func `an import's rows can be taken back`() throws {
    try add([("a", "P", 10)])
    let id = try store.write { writer in
      try writer.beginImport(
        kind: "interactions", source: "x.csv", options: "{}", startedAt: Timestamp(seconds: 1))
    }
    try add([("a", "Q", 20), ("b", "Q", 30)])
    let record = try #require(
      try store.read { try $0.imports(kind: "interactions", options: "{}").first })
    #expect(record.id == id && record.state == .running)
    let first = try #require(record.firstInteractionKey)
    try store.write { writer in
      #expect(try writer.deleteInteractions(from: first) == 2)
      try writer.abandonImport(id)
      #expect(try writer.lastInteractionKey() == first - 1)
    }
    #expect(try store.read { try $0.interactionLog().count } == 1)
    #expect(try store.read { try $0.imports(kind: "interactions", options: "{}") } == [])
  }

  @Test func `an import keeps its progress and its end`() throws {
    let progress = ImportRecord.Progress(
      lines: 10, contentHash: "ab", rowsAdded: 7, rowsRefused: 2)
    try store.write { writer in
      let first = try writer.beginImport(
        kind: "faq", source: "a.csv", options: "o", startedAt: Timestamp(seconds: 1))
      try writer.checkpointImport(first, progress)
      let second = try writer.beginImport(
        kind: "faq", source: "b.csv", options: "o", startedAt: Timestamp(seconds: 2))
      try writer.finishImport(second, progress, finishedAt: Timestamp(seconds: 3))
      _ = try writer.beginImport(
        kind: "faq", source: "c.csv", options: "other", startedAt: Timestamp(seconds: 2))
    }
    let records = try store.read { try $0.imports(kind: "faq", options: "o") }
    #expect(records.map(\.source) == ["b.csv", "a.csv"])
    #expect(records.map(\.state) == [.finished, .running])
    #expect(records.map(\.progress) == [progress, progress])
    #expect(records.map(\.finishedAt) == [Timestamp(seconds: 3), nil])
    let unknown = code {
      try store.write { try $0.checkpointImport(.init(rawValue: 99), progress) }
    }
    #expect(unknown == .notFound)
  }

  @Test func `counts tell kinds and dates`() throws {
    try add([("a", "P", 10), ("a", "P", 40), ("b", "Q", 20)])
    let counts = try store.read { try $0.counts() }
    #expect(counts.customers == 2 && counts.products == 2)
    #expect(counts.interactions == [.purchase: 3])
    #expect(counts.firstInteraction == Timestamp(seconds: 10))
    #expect(counts.lastInteraction == Timestamp(seconds: 40))
  }

  @Test func `the fingerprint changes with the data and only then`() throws {
    let empty = try store.read { try $0.dataFingerprint() }
    try add([("a", "P", 10)])
    let one = try store.read { try $0.dataFingerprint() }
    #expect(try store.read { try $0.dataFingerprint() } == one)
    try add([("a", "P", 10)])
    let two = try store.read { try $0.dataFingerprint() }
    #expect(Set([empty, one, two]).count == 3)
  }

  @Test func `times a thousand years apart are ordered too`() throws {
    let times: [Int64] = [Int64.max - 1, 0, Int64.min, 1 << 40, -5]
    try add(times.map { ("a", "P", $0) })
    let log = try store.read { try $0.interactionLog() }
    // Beyond the years that can be written there is only their end.
    #expect(log.occurredAt == times.sorted().map(Timestamp.init(seconds:)))
  }

  @Test func `indexes are whole after a bulk load, and after one that was undone`() throws {
    let count = Int(Writer.bulkThreshold) + 100
    func load(_ writer: Writer) throws {
      let product = try writer.productKey(for: .init("A"))
      for index in 0..<count {
        let customer = try writer.customerKey(for: .init("c\(index % 50)"))
        _ = try writer.insertInteraction(
          customer: customer, product: product, kind: .view,
          occurredAt: Timestamp(seconds: Int64(index)), eventID: "e\(index)")
      }
      #expect(writer.load.suspended != nil)
    }
    func check() throws {
      let plan = try store.withReadingConnection { connection throws(StoreError) in
        try connection.queryPlan(of: Reader.historySQL)
      }
      #expect(plan.first?.contains("USING INDEX interactions_by_customer") == true)
      #expect(try store.check() == [])
    }
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try store.write { writer in
        try load(writer)
        throw Refusal()
      }
    }
    try check()
    #expect(try store.read { try $0.lastInteractionKey() } == 0)
    try store.write { try load($0) }
    try check()
    // Much is stored now, so little more is kept up row by row.
    try store.write { writer in
      let customer = try writer.customerKey(for: .init("c1"))
      let product = try writer.productKey(for: .init("B"))
      let isNew = try writer.insertInteraction(
        customer: customer, product: product, kind: .cart,
        occurredAt: Timestamp(seconds: 1 << 30), eventID: "last")
      #expect(isNew && writer.load.suspended == nil)
      #expect(try writer.reading.history(of: customer, limit: 1).kinds == [.cart])
    }
    #expect(try store.read { try $0.interactionLog().count } == count + 1)
  }
}
