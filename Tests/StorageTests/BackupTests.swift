import Digest
import Domain
import Synchronization
import Testing

@testable import Storage

@Suite struct BackupTests {
  let directory = TemporaryDirectory()

  @Test func `a backup is one file that opens by itself`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("1"), name: "Ada")) }
    let copy = directory.path + "/copy.db"
    try store.backup(to: copy)
    try store.write { _ = try $0.upsert(Customer(id: .init("2"))) }
    #expect(!exists(copy + ".partial") && !exists(copy + "-wal"))
    let restored = try Store(opening: copy, access: .readOnly)
    #expect(try restored.read { try $0.customerIDs().ids } == [.init("1")])
    #expect(try restored.check() == [])
    restored.close()
    let writable = try Store(opening: copy, access: .readWrite)
    try writable.write { _ = try $0.upsert(Customer(id: .init("3"))) }
    #expect(try writable.check() == [])
  }

  @Test func `a backup is of one moment while others write`() async throws {
    let store = try Store.create(at: directory.database)
    let long = String(repeating: "x", count: 400)
    try store.write { writer in
      for index in 0..<10_000 {
        _ = try writer.upsert(Customer(id: Customer.ID("\(index)"), name: long))
      }
    }
    let stepCount = Mutex(0)
    let copy = directory.path + "/copy.db"
    // Between two steps something is written each time.
    try store.backup(to: copy) {
      stepCount.withLock { $0 += 1 }
      try? store.write { _ = try $0.upsert(Customer(id: Customer.ID("0"), name: "changed")) }
      return false
    }
    #expect(stepCount.withLock { $0 } > 1)
    let restored = try Store(opening: copy, access: .readOnly)
    #expect(try restored.read { try $0.customer(.init("0"))?.customer.name } == long)
    #expect(try restored.check() == [])
    #expect(try store.read { try $0.customer(.init("0"))?.customer.name } == "changed")
  }

  @Test func `a backup that is stopped leaves nothing`() throws {
    let store = try Store.create(at: directory.database)
    let copy = directory.path + "/copy.db"
    #expect(code { try store.backup(to: copy) { true } } == .cancelled)
    for ending in ["", ".partial", ".sha256"] { #expect(!exists(copy + ending)) }
  }

  @Test func `a backup states its checksum`() throws {
    let store = try Store.create(at: directory.database)
    let copy = directory.path + "/copy.db"
    let made = try store.backup(to: copy)
    #expect(made.sha256 == SHA256.hexadecimal(of: contents(of: copy)))
    #expect(made.byteCount == contents(of: copy).count)
    let text = String(decoding: contents(of: copy + ".sha256"), as: UTF8.self)
    #expect(text == "\(made.sha256)  copy.db\n")
  }

  @Test func `a backup overwrites nothing`() throws {
    let store = try Store.create(at: directory.database)
    let copy = directory.path + "/copy.db"
    write([1, 2, 3], to: copy)
    #expect(code { try store.backup(to: copy) } == .cannotCreate)
    #expect(contents(of: copy) == [1, 2, 3])
    #expect(code { try store.backup(to: directory.path + "/no/copy.db") } == .cannotCreate)
  }

  @Test func `a reading store can make a backup`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("1"))) }
    let reader = try Store(opening: directory.database, access: .readOnly)
    try reader.backup(to: directory.path + "/copy.db")
    let restored = try Store(opening: directory.path + "/copy.db", access: .readOnly)
    #expect(try restored.read { try $0.counts().customers } == 1)
  }
}
