import Domain
import Testing

@testable import Storage

@Suite struct RestoreTests {
  let directory = TemporaryDirectory()
  private var copy: String { directory.path + "/copy.db" }
  private var kept: String { directory.database + ".kept" }

  /// A database with one customer, a backup of it, and a second customer.
  private func makeBackup() throws {
    let store = try Store.create(at: directory.database)
    try store.write { writer in
      _ = try writer.upsert(Customer(id: .init("1"), name: "Ada"))
      try writer.saveModel(
        kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1, 2, 3],
        createdAt: Timestamp(seconds: 1))
    }
    try store.backup(to: copy)
    try store.write { _ = try $0.upsert(Customer(id: .init("2"))) }
    store.close()
  }

  private func customers(_ path: String) throws -> [String] {
    let store = try Store(opening: path, access: .readOnly)
    defer { store.close() }
    return try store.read { try $0.customerIDs().ids.map(\.rawValue) }
  }

  private func restore() throws -> Restoration {
    try Store.restore(copy, to: directory.database, keepingAs: ".kept")
  }

  @Test func `a backup comes back and what was there is kept`() throws {
    try makeBackup()
    let done = try restore()
    #expect(done.replaced == kept && done.hasChecksum)
    #expect(try customers(directory.database) == ["1"])
    #expect(try customers(kept) == ["1", "2"])
    #expect(!exists(directory.database + ".restoring"))
    let store = try Store(opening: directory.database, access: .readWrite)
    try store.write { _ = try $0.upsert(Customer(id: .init("3"))) }
    #expect(try store.check() == [])
  }

  @Test func `where there is no database it is put there`() throws {
    try makeBackup()
    let elsewhere = directory.path + "/new.db"
    // A log that a stopped restore left is not taken for that of the backup.
    write([UInt8](repeating: 1, count: 5000), to: elsewhere + "-wal")
    let done = try Store.restore(copy, to: elsewhere, keepingAs: ".kept")
    #expect(done.replaced == nil)
    #expect(try customers(elsewhere) == ["1"])
  }

  @Test func `a database that cannot be read is replaced and kept with its log`() throws {
    try makeBackup()
    write([UInt8](repeating: 0, count: 9000), to: directory.database)
    write([1, 2, 3], to: directory.database + "-wal")
    #expect(try restore().replaced == kept)
    #expect(try customers(directory.database) == ["1"])
    #expect(contents(of: kept).count == 9000)
    #expect(contents(of: kept + "-wal") == [1, 2, 3])
  }

  @Test func `a database in use stays`() throws {
    try makeBackup()
    let store = try Store(opening: directory.database, access: .readWrite)
    #expect(code { _ = try restore() } == .locked)
    store.close()
    #expect(try customers(directory.database) == ["1", "2"])
    #expect(try restore().replaced == kept)
  }

  @Test func `any altered byte of a backup is found by its checksum`() throws {
    try makeBackup()
    let whole = contents(of: copy)
    for offset in [120, whole.count / 2, whole.count - 1] {
      var altered = whole
      altered[offset] ^= 1
      write(altered, to: copy)
      #expect(code { _ = try restore() } == .truncatedOrCorrupt)
    }
    #expect(try customers(directory.database) == ["1", "2"])
    #expect(!exists(kept) && !exists(directory.database + ".restoring"))
  }

  @Test func `without a checksum the content is looked at`() throws {
    try makeBackup()
    try #require(remove(copy + ".sha256"))
    let damaged = try Store(opening: copy, access: .readWrite)
    try damaged.withWritingConnection { connection throws(StoreError) in
      try connection.execute(
        script: "UPDATE model_versions SET blob = x'00'; PRAGMA foreign_keys = OFF;"
          + "INSERT INTO churn_labels (customer_key, has_churned) VALUES (99, 0)")
    }
    damaged.close()
    let text = message { _ = try restore() }
    #expect(text.contains("nothing was restored"))
    #expect(text.contains("churn_labels refers to a missing row"))
    #expect(text.contains("model churn-1 has been altered"))
    #expect(try customers(directory.database) == ["1", "2"])
  }

  @Test func `what the caller finds wrong stops it too`() throws {
    try makeBackup()
    let refused = code {
      _ = try Store.restore(copy, to: directory.database, keepingAs: ".kept") { _ in ["no"] }
    }
    #expect(refused == .truncatedOrCorrupt)
    #expect(!exists(kept))
  }

  @Test func `what is no backup is told`() throws {
    try makeBackup()
    let missing = directory.path + "/none.db"
    #expect(code { _ = try Store.restore(missing, to: copy, keepingAs: "x") } == .notFound)
    write(Array("hello".utf8), to: missing)
    #expect(code { _ = try Store.restore(missing, to: copy, keepingAs: "x") } == .notADatabase)
    #expect(code { _ = try Store.restore(copy, to: copy, keepingAs: "x") } == .cannotCreate)
    write([], to: kept)
    #expect(code { _ = try restore() } == .cannotCreate)
    #expect(try customers(directory.database) == ["1", "2"])
  }
}
