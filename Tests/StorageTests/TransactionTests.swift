import Dispatch
import Domain
import Testing

@testable import Storage

private struct Refusal: Error {}

@Suite struct TransactionTests {
  let directory = TemporaryDirectory()

  @Test func `a throwing write stores nothing`() throws {
    let store = try Store.create(at: directory.database)
    #expect(throws: Refusal.self) {
      try store.write { writer in
        _ = try writer.customerKey(for: .init("1"))
        throw Refusal()
      }
    }
    #expect(try store.read { try $0.counts().customers } == 0)
    // The key of the row that was undone is not remembered.
    try store.write { writer in
      let customer = try writer.customerKey(for: .init("1"))
      let product = try writer.productKey(for: .init("A"))
      _ = try writer.insertInteraction(
        customer: customer, product: product, kind: .view, occurredAt: Timestamp(seconds: 1))
    }
    #expect(try store.check() == [])
  }

  @Test func `a reader sees what was committed while a writer is at work`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { writer in
      _ = try writer.customerKey(for: .init("1"))
      #expect(try writer.reading.counts().customers == 1)
      #expect(try store.read { try $0.counts().customers } == 0)
    }
    #expect(try store.read { try $0.counts().customers } == 1)
  }

  @Test func `a reader keeps one state for its whole closure`() throws {
    let store = try Store.create(at: directory.database)
    try store.read { reader in
      #expect(try reader.counts().customers == 0)
      try store.write { _ = try $0.customerKey(for: .init("1")) }
      #expect(try reader.counts().customers == 0)
    }
  }

  @Test func `many threads read and write without loss`() throws {
    let store = try Store.create(at: directory.database)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      try? store.write { _ = try $0.customerKey(for: Customer.ID("c\(index)")) }
      _ = try? store.read { try $0.counts() }
    }
    #expect(try store.read { try $0.counts().customers } == 64)
    #expect(try store.check() == [])
  }

  @Test func `a full disk keeps what was committed`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("kept"))) }
    try store.withWritingConnection { connection throws(StoreError) in
      let pages = try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
      try connection.execute(script: "PRAGMA max_page_count = \(pages + 8)")
    }
    let long = String(repeating: "x", count: 1000)
    var failure: StoreError?
    do {
      try store.write { writer in
        for index in 0..<1000 {
          _ = try writer.upsert(Customer(id: Customer.ID("\(index)"), name: long))
        }
      }
    } catch { failure = error as? StoreError }
    #expect(failure?.code == .diskFull)
    #expect(failure?.message.contains("no space left for") == true)
    #expect(try store.read { try $0.customerIDs().ids } == [Customer.ID("kept")])
    try store.withWritingConnection { connection throws(StoreError) in
      try connection.execute(script: "PRAGMA max_page_count = 1000000")
    }
    try store.write { _ = try $0.upsert(Customer(id: .init("later"))) }
    #expect(try store.check() == [])
  }

  @Test func `an error that a closure swallows does not pass for success`() throws {
    let store = try Store.create(at: directory.database)
    let refused = code {
      try store.write { writer in
        _ = try writer.customerKey(for: .init("1"))
        try writer.connection.execute(script: "ROLLBACK")
      }
    }
    #expect(refused == .ioError)
  }

  @Test func `a write inside a write stops the program instead of hanging it`() async {
    await #expect(processExitsWith: .failure) { [path = directory.database as String] in
      let store = try Store.create(at: path)
      try store.write { _ in try store.checkpoint() }
    }
  }

  @Test func `no statement stays busy, after errors neither`() throws {
    let store = try Store.create(at: directory.database)
    let taken = code {
      try store.write { writer in
        try writer.createConversation(id: "a", startedAt: Timestamp(seconds: 1))
        try writer.createConversation(id: "a", startedAt: Timestamp(seconds: 1))
      }
    }
    #expect(taken == .constraint)
    try store.write { writer in
      _ = try writer.upsert(Customer(id: .init("1")))
      _ = try writer.saveModel(
        kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1],
        createdAt: Timestamp(seconds: 1))
    }
    _ = try store.read { reader in
      (try reader.interactionLog(), try reader.customer(.init("1")), try reader.activeModel(.churn))
    }
    let busy =
      try store.withWritingConnection { $0.busyStatements }
      + store.withReadingConnection { $0.busyStatements }
    #expect(busy == 0)
  }
}
