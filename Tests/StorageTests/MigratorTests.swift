import Domain
import FoundationEssentials
import Testing

@testable import Storage

@Suite struct MigratorTests {
  let directory = TemporaryDirectory()

  @Test func `every file of the migrations directory is embedded as it is`() throws {
    let root = String(#filePath.dropLast("Tests/StorageTests/MigratorTests.swift".count))
    let files = try FileManager.default.contentsOfDirectory(atPath: root + "migrations")
    #expect(
      files.filter { $0.hasSuffix(".sql") }.sorted() == Migration.all.map { $0.name + ".sql" })
    for migration in Migration.all {
      #expect(contents(of: root + "migrations/\(migration.name).sql") == migration.sql)
    }
  }

  // An applied migration must never change, or every existing database is refused.
  @Test func `migrations are numbered without gaps`() {
    for (index, migration) in Migration.all.enumerated() {
      let digits = String(index + 1)
      let number = String(repeating: "0", count: 4 - digits.count) + digits
      #expect(migration.name.hasPrefix(number + "_"))
    }
  }

  @Test(arguments: 1...Migration.all.count)
  func `a database of any earlier version is brought up to date`(version: Int) throws {
    let earlier = Array(Migration.all.prefix(version))
    try Store.create(at: directory.database, migrations: earlier).close()
    if version < Migration.all.count {
      let refused = code { _ = try Store(opening: directory.database, access: .readOnly) }
      #expect(refused == .olderThanBinary)
    }
    let store = try Store(opening: directory.database, access: .readWrite)
    #expect(try store.check() == [])
    #expect(try store.read { try $0.counts() } == StoreCounts())
  }

  @Test func `an altered migration is refused`() throws {
    try Store.create(at: directory.database).close()
    var altered = Migration.all
    altered[1] = Migration(name: altered[1].name, sql: altered[1].sql + Array("-- x".utf8))
    let text = message {
      _ = try Store(opening: directory.database, access: .readWrite, migrations: altered)
    }
    #expect(text.contains("migration \(altered[1].name)"))
    #expect(text.contains("is not the one this binary holds"))
  }

  @Test(arguments: [Store.Access.readOnly, .readWrite])
  func `a database newer than the binary is refused`(access: Store.Access) throws {
    let newer =
      Migration.all + [
        Migration(name: "9999_create_future", sql: Array("CREATE TABLE future (x ANY) STRICT".utf8))
      ]
    try Store.create(at: directory.database, migrations: newer).close()
    let text = message { _ = try Store(opening: directory.database, access: access) }
    let newest = try #require(Migration.all.last)
    #expect(
      text.contains("is at migration 9999_create_future, this binary knows \(newest.name)"))
    #expect(text.contains("run a newer rapport"))
  }

  @Test func `a failing migration changes nothing`() throws {
    try Store.create(at: directory.database).close()
    let broken =
      Migration.all + [
        Migration(name: "9998_a", sql: Array("CREATE TABLE extra (x INTEGER) STRICT;".utf8)),
        Migration(name: "9999_b", sql: Array("CREATE TABLE customers (x INTEGER) STRICT;".utf8)),
      ]
    let refused = code {
      _ = try Store(opening: directory.database, access: .readWrite, migrations: broken)
    }
    #expect(refused == .refusedStatement)
    let store = try Store(opening: directory.database, access: .readWrite)
    let tables = try store.withReadingConnection { connection throws(StoreError) in
      try connection.all("SELECT name FROM sqlite_schema WHERE name = 'extra'") { $0.text(0) }
    }
    #expect(tables == [])
  }

  @Test func `a failed creation leaves no file`() {
    let broken = [Migration(name: "0001_a", sql: Array("CREATE NONSENSE".utf8))]
    #expect(code { _ = try Store.create(at: directory.database, migrations: broken) } != nil)
    #expect(!exists(directory.database))
  }
}
