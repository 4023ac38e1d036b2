import Domain
import Testing

@testable import Storage

@Suite struct PageTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  @Test func `a page of interactions is found through the index without a sort`() throws {
    let plan = try store.withReadingConnection { connection throws(StoreError) in
      try connection.queryPlan(of: Reader.interactionPageSQL)
    }
    #expect(plan.contains { $0.contains("interactions_by_customer") }, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN") }, "\(plan)")
  }

  @Test func `pages begin behind the last record of the one before`() throws {
    let key = try store.write { writer in
      let customer = try writer.customerKey(for: .init("c"))
      let product = try writer.productKey(for: .init("p"))
      for second: Int64 in [5, 5, 7, 5, 9] {
        _ = try writer.insertInteraction(
          customer: customer, product: product, kind: .view,
          occurredAt: Timestamp(seconds: second))
      }
      return customer
    }
    var seen: [StoredInteraction] = []
    for _ in 0..<3 {
      let before = seen.last.map { (time: $0.occurredAt, key: $0.key) }
      seen += try store.read { try $0.interactions(of: key, before: before, limit: 2) }
    }
    #expect(seen.map(\.occurredAt.seconds) == [9, 7, 5, 5, 5])
    #expect(seen.map(\.key) == [5, 3, 4, 2, 1])
  }

  @Test func `replacing takes away what is not given`() throws {
    let isKnown = try store.write { writer in
      try writer.upsert(
        Customer(id: .init("c"), name: "n", country: "DE", attributes: ["a": .number(1)]))
      return [
        try writer.replace(Customer(id: .init("c"), country: "FR")),
        try writer.replace(Customer(id: .init("d"))),
      ]
    }
    #expect(isKnown == [true, false])
    let customer = try store.read { try $0.customers(after: nil, limit: 9) }
    #expect(customer == [Customer(id: .init("c"), country: "FR")])
  }

  @Test func `what came of a request counts for a day`() throws {
    func record(_ key: String, at second: Int64, status: Int?) -> IdempotencyRecord {
      IdempotencyRecord(
        id: .init(owner: "", route: "POST /v1/x", key: key), digest: "d", lines: 3,
        status: status, answer: [1, 2], createdAt: Timestamp(seconds: second))
    }
    let (old, new) = (record("a", at: 0, status: nil), record("b", at: 86_400, status: 200))
    try store.write { try $0.keep(old) }
    #expect(
      try store.read { try $0.idempotencyRecord(old.id, since: Timestamp(seconds: -1)) } == old)
    #expect(
      try store.read { try $0.idempotencyRecord(old.id, since: Timestamp(seconds: 0)) } == nil)
    try store.write { try $0.keep(new) }
    let since = Timestamp(seconds: -1)
    #expect(try store.read { try $0.idempotencyRecord(old.id, since: since) } == nil)
    #expect(try store.read { try $0.idempotencyRecord(new.id, since: since) } == new)
  }
}
