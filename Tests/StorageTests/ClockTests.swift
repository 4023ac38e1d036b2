import Domain
import Testing

@testable import Storage

/// A clock that goes backwards, or did, loses nothing.
@Suite struct ClockTests {
  let directory = TemporaryDirectory()
  private let future = Timestamp(year: 2099, month: 1, day: 1)
  private let past = Timestamp(year: 2001, month: 1, day: 1)

  private func save(_ store: Store, at time: Timestamp, _ byte: UInt8) throws -> Int {
    try store.write {
      try $0.saveModel(
        kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [byte],
        createdAt: time)
    }
  }

  @Test func `the model saved last is the one in use, whatever its date`() throws {
    let store = try Store.create(at: directory.database)
    for byte in UInt8(1)...6 {
      let number = try save(store, at: byte % 2 == 0 ? past : future, byte)
      #expect(number == Int(byte))
      #expect(try store.read { try $0.activeModel(.churn)?.blob } == [byte])
    }
    // The oldest number goes, not the oldest date.
    #expect(try store.read { try $0.modelVersions().map(\.version) } == [2, 3, 4, 5, 6])
  }

  @Test func `an event of the future is sent again in the past without effect`() throws {
    let store = try Store.create(at: directory.database)
    for time in [future, past] {
      try store.write { writer in
        let customer = try writer.customerKey(for: .init("c"))
        let product = try writer.productKey(for: .init("p"))
        let isNew = try writer.insertInteraction(
          customer: customer, product: product, kind: .view, occurredAt: time, eventID: "e")
        #expect(isNew == (time == future))
      }
    }
    #expect(try store.read { try $0.counts().interactions.values.reduce(0, +) } == 1)
  }

  @Test func `the newest import is the one that began last`() throws {
    let store = try Store.create(at: directory.database)
    for (time, source) in [(future, "one"), (past, "two")] {
      _ = try store.write {
        try $0.beginImport(
          kind: "interactions", source: source, options: "", startedAt: time)
      }
    }
    let sources = try store.read { try $0.imports(kind: "interactions").map(\.source) }
    #expect(sources == ["two", "one"])
  }
}
