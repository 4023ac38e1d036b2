import Glibc
import TestSupport
import Testing

/// What the program says to input that it cannot use.
@Suite struct BadInputTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = directory.database
    let created = try rapport("init", "--db", db)
    guard created.code == 0 else { throw Running.Failure(what: created.told) }
  }

  private func load(_ path: String, _ more: String...) throws -> Finished {
    try Running(["import", "interactions", path, "--db", db] + more).finish()
  }

  @Test func `a missing file`() throws {
    let finished = try load(directory.file("missing.csv"))
    #expect(finished.code == 66)
    #expect(finished.errors.contains("There is no file"))
    #expect(finished.output.isEmpty)
  }

  @Test func `a directory`() throws {
    let finished = try load(directory.path)
    #expect(finished.code == 65)
    #expect(finished.errors.contains("is a directory"))
  }

  @Test func `gzip, binary and empty files`() throws {
    for (name, bytes, text) in [
      ("a.csv", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0] as [UInt8], "zcat"),
      ("b.csv", [0x61, 0, 0x62, 0], "binary"), ("c.csv", [], "is empty"),
      ("d.csv", Array("PK\u{3}\u{4}".utf8), "ZIP"),
    ] {
      write(bytes, to: directory.file(name))
      let finished = try load(directory.file(name))
      #expect(finished.code == 65, "\(name)")
      #expect(finished.errors.contains(text), "\(finished.errors)")
    }
  }

  @Test func `a column that is not there names those that are`() throws {
    let file = directory.file("e.csv", "Kunde,Artikel,Datum\n1,2,2025-01-01\n")
    let finished = try load(file, "--map", "customer_id=Customer", "--set", "kind=purchase")
    #expect(finished.code == 65)
    for column in ["Kunde", "Artikel", "Datum"] { #expect(finished.errors.contains(column)) }
    let bare = try load(file)
    #expect(bare.code == 65)
    #expect(bare.errors.contains("customer_id"))
  }

  @Test func `a file all of whose lines are refused says why`() throws {
    let file = directory.file(
      "f.csv", "customer_id,product_id,kind,occurred_at\nc,p,stole,2025-01-01\n")
    let rejects = directory.file("rejects.csv")
    let finished = try load(file, "--rejects", rejects)
    #expect(finished.output.contains("1 refused"), "\(finished.told)")
    #expect(finished.code == 65 && finished.errors.contains("Nothing was stored"))
    #expect(String(decoding: contents(of: rejects), as: UTF8.self).contains("stole"))
  }

  @Test(arguments: [
    ["recomend", "c1"], ["recommend"], ["recommend", "c1", "--limt", "3"],
    ["recommend", "c1", "--limit", "none"], ["recommend", "c1", "--limit", "0"], ["churn"],
    ["churn", "c1", "--top", "3"], ["train", "weather"], ["train", "--as-of", "2025-02-30"],
    ["evaluate", "support", "--train", "x.csv"], ["import", "orders", "x.csv"],
    ["import", "interactions", "x.csv", "--map", "nothing"], ["serve", "--port", "70000"], [],
    ["models", "rollback", "churn", "zero"], ["churn", "c1", "--csv"],
    ["churn", "--top", "3", "--pairs"], ["value", "c1", "--top", "3"],
    ["serve", "--host", "nohost"],
    ["import", "interactions", "x.csv", "--set", "kind=purchase,event_id=No"],
  ])
  func `a wrong command line`(words: [String]) throws {
    let finished = try Running(words + ["--db", db]).finish()
    #expect(finished.code == 64, "\(finished.told)")
    #expect(finished.errors.hasPrefix("Error: "))
    #expect(finished.output.isEmpty)
  }

  @Test func `an empty database says how to fill it`() throws {
    for command in ["popular", "trending", "new"] {
      let finished = try rapport(command, "--db", db)
      #expect(finished.output.contains("There are no products yet"), "\(finished.told)")
    }
    #expect(
      try rapport("init", "--db", db).output
        == "\(db) is there already and up to date: it is empty.\n")
  }

  @Test func `a file whose name says no format`() throws {
    let finished = try load(directory.file("comma.txt", "customer_id,product_id\n1,2\n"))
    #expect(finished.code == 64 && finished.errors.contains("--format csv"), "\(finished.told)")
  }

  @Test func `a misspelt option and command suggest the right one`() throws {
    #expect(
      try rapport("recommend", "c1", "--limt", "3", "--db", db).errors.contains("--limit"))
    #expect(try rapport("recomend", "c1").errors.contains("recommend"))
  }

  @Test func `questions before training and training before an import`() throws {
    for words in [["recommend", "c1"], ["churn", "--top", "3"], ["ask", "hello"]] {
      let finished = try Running(words + ["--db", db]).finish()
      #expect(finished.code == 69, "\(finished.told)")
      #expect(finished.errors.contains("rapport train"))
    }
    let finished = try rapport("train", "--db", db)
    #expect(finished.code == 69)
    #expect(finished.errors.contains("rapport import"))
  }
}

/// What the program says to a database that it cannot use.
@Suite struct BadDatabaseTests {
  private let directory = TemporaryDirectory()

  private func expectRefusal(
    _ db: String, _ code: Int32, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = contents(of: db)
    for words in [["status"], ["train"], ["recommend", "c001"], ["serve", "--port", "0"]] {
      let finished = try Running(words + ["--db", db]).finish()
      #expect(
        finished.code == code, "\(words): \(finished.told)", sourceLocation: sourceLocation)
      #expect(
        finished.errors.contains(text), "\(words): \(finished.told)",
        sourceLocation: sourceLocation)
    }
    #expect(contents(of: db) == before, "it is left as it was", sourceLocation: sourceLocation)
  }

  @Test func `a missing one`() throws {
    try expectRefusal(directory.database, 66, "rapport init")
    #expect(contents(of: directory.database + ".lock").isEmpty)
  }

  @Test func `a text file`() throws {
    try expectRefusal(directory.file("notes.txt", "buy milk\n"), 65, "notes.txt")
    let created = try rapport("init", "--db", directory.file("notes.txt"))
    #expect(created.code == 65)
  }

  @Test func `a database of another program`() throws {
    #expect(try rapport("init", "--db", directory.database).code == 0)
    var bytes = contents(of: directory.database)
    // PRAGMA application_id, 4 bytes at offset 68.
    for offset in 68..<72 { bytes[offset] = 0 }
    write(bytes, to: directory.file("other.db"))
    try expectRefusal(directory.file("other.db"), 65, "other.db")
  }

  @Test func `a truncated one`() throws {
    let db = try TrainedShop.copy(to: directory)
    let bytes = contents(of: db)
    write(Array(bytes.prefix(bytes.count / 2)), to: db)
    try expectRefusal(db, 65, "shop.db")
  }

  @Test func `one whose model was altered`() throws {
    let db = try TrainedShop.copy(to: directory)
    var bytes = contents(of: db)
    // The blobs are the greatest part of the file, so its middle is in one; not where
    // a page begins, for there is the number of the next one.
    let middle = bytes.count / 2 + 1024
    for offset in middle..<(middle + 64) { bytes[offset] ^= 0xff }
    write(bytes, to: db)
    let check = try rapport("check", "--db", db)
    #expect(check.code == 65, "\(check.told)")
    #expect(check.output.contains("model") || check.output.contains("page"), "\(check.told)")
  }

  @Test func `a directory that does not exist`() throws {
    let finished = try rapport("init", "--db", directory.path + "/no/where.db")
    #expect(finished.code == 73, "\(finished.told)")
  }
}
