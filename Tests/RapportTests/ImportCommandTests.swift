import TestSupport
import Testing

/// What `rapport import` tells of files as shops export them.
@Suite struct ImportCommandTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = directory.database
    let created = try rapport("init", "--db", db)
    guard created.code == 0 else { throw Running.Failure(what: created.told) }
  }

  private func load(_ kind: String, _ text: String, _ more: String...) throws -> Finished {
    try Running(["import", kind, directory.file("a.csv", text), "--db", db] + more).finish()
  }

  @Test func `refused lines come with an example and a cure`() throws {
    let loaded = try load(
      "interactions",
      """
      customer_id,product_id,kind,occurred_at,price
      c1,p1,purchase,02.03.2026,1
      c1,p1,purchase,2026-03-02,"4,90"
      c1,p1,purchase,46082,1
      c1,p1,purchase,2026-03-02,1

      """)
    #expect(loaded.code == 0, "\(loaded.told)")
    #expect(loaded.output.contains("4 records read in "))
    #expect(loaded.output.contains(": 1 interaction added, 3 refused.\n"))
    for text in [
      "an unreadable date (first on line 2: 02.03.2026)", #"--date-format "%d.%m.%Y %H:%M""#,
      "an unreadable number (first on line 3: 4,90)", "as 1234.50",
      "(first on line 4: 46082)", "a spreadsheet's days",
    ] {
      #expect(loaded.output.contains(text), "\(text) in \(loaded.output)")
    }
  }

  @Test func `the order's number as event id loses nothing without a word`() throws {
    let orders = """
      event_id,customer_id,product_id,kind,occurred_at
      1001,c1,p1,purchase,2026-03-02
      1001,c1,p2,purchase,2026-03-02
      1002,c1,p1,purchase,2026-03-03

      """
    for added in [2, 0] {
      let loaded = try load("interactions", orders)
      #expect(loaded.output.contains(": \(added) interactions added"), "\(loaded.output)")
      #expect(loaded.output.contains("1 refused."))
      #expect(
        loaded.output.contains(
          "an event_id that an earlier line has with another content (first on line 3: 1001)"))
      #expect(loaded.output.contains("An event_id names one line"))
    }
  }

  @Test func `a file of another kind is stored with a warning`() throws {
    let loaded = try load("products", "id,name,email,country\nc1,Ada,a@shop.example,DE\n")
    #expect(loaded.code == 0 && loaded.output.contains("1 product added or updated"))
    #expect(
      loaded.errors
        == "Warning: Columns such as name, email, country are those of customers, not of "
        + "products. Was this the right file?\n", "\(loaded.errors)")
  }

  @Test func `an import that stored nothing is no reason to warn of the next`() throws {
    let text = "customer_id,product_id,kind,occurred_at\nc,p,view,02.03.2026\n"
    #expect(try load("interactions", text).code == 65)
    let mended = try load("interactions", text, "--date-format", "%d.%m.%Y")
    #expect(mended.code == 0 && mended.errors.isEmpty, "\(mended.told)")
  }

  @Test func `the help tells what each field means`() throws {
    let help = try rapport("import", "--help").output
    for text in ["faq:", "occurred_at*   ", "price of one piece", "--set FIELD=VALUE"] {
      #expect(help.contains(text), "\(text)")
    }
    let fields = help.split(separator: "\n").filter { $0.hasPrefix("    ") && !$0.contains("zcat") }
    #expect(fields.allSatisfy { $0.count <= 80 })
  }
}
