import Domain
import Testing

@testable import Storage

/// Damaged files give an error or what is left intact, and never a crash.
@Suite struct DamageTests {
  let directory = TemporaryDirectory()

  private func makeDatabase() throws -> [UInt8] {
    let store = try Store.create(at: directory.database)
    try store.write { writer in
      let product = try writer.upsert(Product(id: .init("A"), title: "Lamp"))
      for index in 0..<300 {
        let customer = try writer.upsert(
          Customer(id: .init("c\(index)"), name: "N", attributes: ["a": .number(1)]))
        _ = try writer.insertInteraction(
          customer: customer, product: product, kind: .view,
          occurredAt: Timestamp(seconds: Int64(index)), eventID: "e\(index)")
      }
      try writer.upsert(FAQEntry(intent: "i", questions: ["q"], answer: "a"))
      _ = try writer.saveModel(
        kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "",
        blob: [UInt8](repeating: 7, count: 20_000), createdAt: Timestamp(seconds: 1))
    }
    store.close()
    return contents(of: directory.database)
  }

  /// Reads all there is; false where the store says that something is wrong.
  private func isReadable(_ access: Store.Access) -> Bool {
    do {
      let store = try Store(opening: directory.database, access: access)
      defer { store.close() }
      try store.read { reader in
        _ = (try reader.customers(), try reader.products(), try reader.interactionLog())
        _ = (try reader.faqEntries(), try reader.activeModel(.churn), try reader.counts())
      }
      if access == .readWrite {
        try store.write { _ = try $0.upsert(Customer(id: .init("new"))) }
      }
      return try store.check().isEmpty
    } catch {
      #expect(error is StoreError)
      return false
    }
  }

  @Test func `a truncated file is refused at any length`() throws {
    let whole = try makeDatabase()
    let lengths = [1, 15, 16, 99, 100, 512, 4095, 4096, 4097, whole.count / 2, whole.count - 1]
    for length in lengths {
      for access in [Store.Access.readOnly, .readWrite] {
        write(Array(whole.prefix(length)), to: directory.database)
        #expect(!isReadable(access), "\(length) bytes")
      }
    }
    write(whole, to: directory.database)
    #expect(isReadable(.readWrite))
  }

  @Test func `a file cut to whole pages says truncated`() throws {
    let whole = try makeDatabase()
    write(Array(whole.prefix(8192)), to: directory.database)
    let text = message { _ = try Store(opening: directory.database, access: .readOnly) }
    #expect(text.contains("is truncated: restore it from a backup"))
  }

  @Test func `flipped bytes never crash`() throws {
    let whole = try makeDatabase()
    var state: UInt64 = 42
    for round in 0..<80 {
      var damaged = whole
      for _ in 0...(round % 8) {
        // Knuth's MMIX generator; the upper bits are the good ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // Half of the damage goes to the first page, where the schema is.
        let range = round % 2 == 0 ? 4096 : UInt64(whole.count)
        damaged[Int((state >> 20) % range)] ^= UInt8(truncatingIfNeeded: state >> 56) | 1
      }
      write(damaged, to: directory.database)
      write([], to: directory.database + "-wal")
      _ = isReadable(round % 3 == 0 ? .readWrite : .readOnly)
    }
    write(whole, to: directory.database)
    write([], to: directory.database + "-wal")
    #expect(isReadable(.readOnly))
  }

  @Test func `a damaged log gives back the state before it`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("kept"))) }
    try store.checkpoint()
    try store.write { _ = try $0.upsert(Customer(id: .init("lost"))) }
    let copy = TemporaryDirectory()
    write(contents(of: directory.database), to: copy.database)
    var log = contents(of: directory.database + "-wal")
    log[60] ^= 0xff
    write(log, to: copy.database + "-wal")
    let opened = try Store(opening: copy.database, access: .readWrite)
    #expect(try opened.read { try $0.customerIDs().ids } == [.init("kept")])
    #expect(try opened.check() == [])
  }

  @Test func `numbers that nobody could have stored are an error`() throws {
    _ = try makeDatabase()
    let shop = try Store(opening: directory.database, access: .readWrite)
    try shop.write { writer in
      for action in [SteeringRule.Action.boost(factor: 2), .pin(position: 3)] {
        _ = try writer.insert(
          SteeringRule(
            action: action, target: SteeringRule.Target(product: .init("A")),
            createdAt: Timestamp(seconds: 1)))
      }
    }
    shop.close()
    let whole = contents(of: directory.database)
    for change in [
      "UPDATE interactions SET value = 9e999", "UPDATE interactions SET quantity = 1e300",
      "UPDATE products SET price = -9e999", "UPDATE rules SET factor = 9e999 WHERE factor > 0",
      "UPDATE rules SET position = 9223372036854775807 WHERE position > 0",
    ] {
      write(whole, to: directory.database)
      let store = try Store(opening: directory.database, access: .readWrite)
      defer { store.close() }
      try store.withWritingConnection { connection throws(StoreError) in
        try connection.execute(script: change)
      }
      let error = #expect(throws: StoreError.self, "\(change)") {
        _ = try store.read { (try $0.interactionLog(), try $0.products(), try $0.rules()) }
      }
      #expect(error?.code == .truncatedOrCorrupt, "\(change)")
    }
  }

  @Test func `keys that do not ascend are an error`() throws {
    let store = try Store.create(at: directory.database)
    try store.read { reader in
      try reader.checkAscending([1, 2, 9], of: "customers")
      #expect(throws: StoreError.self) { try reader.checkAscending([1, 2, 2], of: "customers") }
      #expect(throws: StoreError.self) { try reader.checkAscending([3, 2], of: "customers") }
    }
  }
}
