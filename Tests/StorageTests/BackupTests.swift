import Domain
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
