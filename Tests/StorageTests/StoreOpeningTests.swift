import Domain
import Glibc
import Testing

@testable import Storage

@Suite struct StoreOpeningTests {
  let directory = TemporaryDirectory()

  @Test func `a new database holds every table and is sound`() throws {
    let store = try Store.create(at: directory.database)
    #expect(try store.check() == [])
    #expect(try store.read { try $0.counts() } == StoreCounts())
  }

  @Test func `creating twice keeps what is stored`() throws {
    let first = try Store.create(at: directory.database)
    try first.write { _ = try $0.upsert(Customer(id: .init("7"), name: "Ada")) }
    first.close()
    let second = try Store.create(at: directory.database)
    #expect(try second.read { try $0.customer(.init("7"))?.customer.name } == "Ada")
  }

  @Test func `a database is readable by its owner only`() throws {
    _ = try Store.create(at: directory.database)
    var status = stat()
    #expect(stat(directory.database, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test(arguments: [Store.Access.readOnly, .readWrite])
  func `a missing database is named and not created`(access: Store.Access) {
    let path = directory.database
    let text = message { _ = try Store(opening: path, access: access) }
    #expect(text == "no database at \(path): run 'rapport init'")
    #expect(!exists(path))
    #expect(!exists(path + ".lock"))
  }

  @Test func `a missing directory is named`() {
    let path = directory.path + "/nowhere/rapport.db"
    #expect(code { _ = try Store.create(at: path) } == .cannotCreate)
    #expect(message { _ = try Store.create(at: path) }.contains("/nowhere: create it"))
    #expect(code { _ = try Store(opening: path, access: .readOnly) } == .notFound)
  }

  @Test func `a directory is not a database`() {
    #expect(code { _ = try Store.create(at: directory.path) } == .notADatabase)
    #expect(
      message { _ = try Store(opening: directory.path, access: .readOnly) }
        .contains("is a directory"))
  }

  @Test func `an empty file may become a database but is none`() throws {
    write([], to: directory.database)
    #expect(
      code { _ = try Store(opening: directory.database, access: .readWrite) } == .notADatabase)
    let store = try Store.create(at: directory.database)
    #expect(try store.check() == [])
  }

  @Test func `garbage is refused and left as it is`() {
    let garbage = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    write(garbage, to: directory.database)
    #expect(code { _ = try Store.create(at: directory.database) } == .notADatabase)
    #expect(
      code { _ = try Store(opening: directory.database, access: .readWrite) } == .notADatabase)
    #expect(contents(of: directory.database) == garbage)
    #expect(!exists(directory.database + ".lock"))
  }

  @Test func `a database of another program is refused and left as it is`() throws {
    write([], to: directory.database)
    let foreign = try Connection(path: directory.database, role: .writer(.normal))
    try foreign.execute(script: "CREATE TABLE t (x); INSERT INTO t VALUES (1)")
    foreign.close()
    let before = contents(of: directory.database)
    let text = message { _ = try Store.create(at: directory.database) }
    #expect(text.contains("is an SQLite database, but not a Rapport one"))
    #expect(
      code { _ = try Store(opening: directory.database, access: .readOnly) } == .notOurs)
    #expect(contents(of: directory.database) == before)
  }

  @Test func `a second writer is told who holds the database`() throws {
    let store = try Store.create(at: directory.database)
    let text = message { _ = try Store(opening: directory.database, access: .readWrite) }
    #expect(text.contains("the database is in use by process \(getpid())"))
    #expect(code { _ = try Store.create(at: directory.database) } == .locked)
    store.close()
    let next = try Store(opening: directory.database, access: .readWrite)
    #expect(next.path == store.path)
  }

  @Test func `a symbolic link leads to the same lock`() throws {
    let store = try Store.create(at: directory.database)
    let link = directory.path + "/link.db"
    #expect(symlink(directory.database, link) == 0)
    #expect(code { _ = try Store(opening: link, access: .readWrite) } == .locked)
    store.close()
  }

  @Test func `a reading store works beside a writing one and cannot write`() throws {
    let writer = try Store.create(at: directory.database)
    let reader = try Store(opening: directory.database, access: .readOnly)
    try writer.write { _ = try $0.upsert(Customer(id: .init("7"))) }
    #expect(try reader.read { try $0.counts().customers } == 1)
    #expect(code { try reader.write { _ = try $0.customerKey(for: .init("8")) } } == .readOnly)
    let refused = code {
      try reader.withReadingConnection { connection throws(StoreError) in
        try connection.execute(script: "DELETE FROM customers")
      }
    }
    #expect(refused == .permissionDenied)
  }

  @Test func `what a killed writer had committed is read from its log`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("7"), name: "Ada")) }
    let copy = TemporaryDirectory()
    write(contents(of: directory.database), to: copy.database)
    write(contents(of: directory.database + "-wal"), to: copy.database + "-wal")
    #expect(!contents(of: copy.database + "-wal").isEmpty)
    let reader = try Store(opening: copy.database, access: .readOnly)
    #expect(try reader.read { try $0.customer(.init("7"))?.customer.name } == "Ada")
    reader.close()
    let writer = try Store(opening: copy.database, access: .readWrite)
    #expect(try writer.check() == [])
  }

  @Test func `a closed store says so and leaves one file to move`() throws {
    let store = try Store.create(at: directory.database)
    try store.write { _ = try $0.upsert(Customer(id: .init("7"))) }
    store.close()
    store.close()
    #expect(code { try store.read { _ = try $0.counts() } } == .closed)
    #expect(code { try store.write { _ = try $0.customerKey(for: .init("1")) } } == .closed)
    #expect(!exists(directory.database + "-wal"))
  }
}
