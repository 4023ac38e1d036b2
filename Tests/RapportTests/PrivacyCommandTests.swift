import Glibc
import TestSupport
import Testing

/// `rapport customer`, `export`, `retention` and `overview` as one types them.
@Suite struct PrivacyCommandTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = directory.database
    #expect(try rapport("init", "--db", db).code == 0)
    let records = [
      ("customers", "id,name,email\nc1,Ada Person,ada@example.org\nc2,Bob,\n"),
      ("products", "id,title\np1,Red mug\n"),
      (
        "interactions",
        """
        event_id,customer_id,product_id,kind,price,occurred_at
        o1,c1,p1,purchase,4.50,2026-01-01
        o2,c2,p1,purchase,4.50,2026-03-02
        """
      ),
    ]
    for (kind, text) in records {
      let loaded = try rapport("import", kind, directory.file("\(kind).csv", text), "--db", db)
      guard loaded.code == 0 else { throw Running.Failure(what: loaded.told) }
    }
  }

  private func run(_ words: String...) throws -> Finished {
    try Running(words + ["--db", db]).finish()
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func `a person is exported to a file of the owner's`() throws {
    let path = directory.file("c1.json")
    #expect(try run("customer", "export", "c1", "--output", path).code == 0)
    #expect(mode(of: path) == 0o600)
    let export = try JSON(parsing: String(decoding: contents(of: path), as: UTF8.self))
    #expect(export["customer"]?["name"]?.string == "Ada Person")
    #expect(export["interactions"]?[0]?["title"]?.string == "Red mug")
    #expect(try run("customer", "export", "c1", "--output", path).code == 73)
    #expect(try run("customer", "export", "c9").code == 65)
  }

  @Test func `erasing asks, rehearses and does it`() throws {
    let refused = try run("customer", "erase", "c1")
    #expect(refused.code == 64 && refused.errors.contains("--yes"), "\(refused.told)")
    let rehearsal = try run("customer", "erase", "c1", "--dry-run")
    #expect(
      rehearsal.output == "Of customer c1 the record and 1 interaction would go.\n",
      "\(rehearsal.told)")
    let erased = try run("customer", "erase", "c1", "--yes")
    #expect(erased.code == 0, "\(erased.told)")
    #expect(erased.output.hasPrefix("Of customer c1 the record and 1 interaction are gone.\n"))
    #expect(erased.output.contains("No byte of the customer is left"))
    #expect(try run("customer", "erase", "c1", "--yes").code == 65)
    #expect(!String(decoding: contents(of: db), as: UTF8.self).contains("Ada Person"))
    #expect(try run("check").code == 0)
  }

  @Test func `a server that has the database is told of`() throws {
    let server = try Running(["serve", "--port", "0", "--db", db])
    _ = try server.waitForMessage("http://")
    let refused = try run("customer", "erase", "c1", "--yes")
    #expect(refused.code == 69 && refused.errors.contains("curl -X DELETE"), "\(refused.told)")
    server.signal(SIGTERM)
    _ = try server.finish()
  }

  @Test func `exports are pseudonymised under a key that only the owner reads`() throws {
    let key = directory.file("shop.key")
    let words = ["export", "customers", "--pseudonymise", "--db", db]
    #expect(try Running(words).finish().code == 64)
    #expect(try Running(words + ["--key-file", key]).finish().code == 66)
    let first = try Running(words + ["--key-file", key, "--new-key"]).finish()
    #expect(first.code == 0 && mode(of: key) == 0o600, "\(first.told)")
    #expect(!first.output.contains("Ada") && !first.output.contains("\nc1,"))
    #expect(try Running(words + ["--key-file", key]).finish().output == first.output)
    #expect(try Running(words + ["--key-file", key, "--new-key"]).finish().code == 73)
    chmod(key, 0o640)
    #expect(try Running(words + ["--key-file", key]).finish().code == 77)
    #expect(try run("export", "customers").output.contains("c1,Ada Person,ada@example.org"))
  }

  @Test func `retention is set, rehearsed and run`() throws {
    let all = try run("retention", "list")
    #expect(all.output.contains("for ever"), "\(all.told)")
    #expect(try run("retention", "set", "interactions", "1y").output.contains("365 days"))
    #expect(try run("retention", "set", "interactions", "soon").code == 64)
    #expect(try run("retention", "run", "--dry-run").code == 0)
    #expect(try run("retention", "set", "interactions", "off").code == 0)
    #expect(try run("retention", "run").output.contains("for ever"))
  }

  @Test func `an overview without models says what is missing`() throws {
    let page = try run("overview", "c1")
    #expect(page.code == 0 && page.output.contains("Ada Person"), "\(page.told)")
    #expect(page.output.contains("Not known: no churn model has been trained yet"))
    #expect(page.output.contains("1 purchase worth 4.50"))
    #expect(try run("overview", "c9").code == 65)
  }
}
