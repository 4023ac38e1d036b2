import Testing

@testable import Terminal

@Suite struct CommandParsingTests {
  let table = CommandTable.sample

  @Test func `the sample table has no defects`() {
    #expect(table.defects == [])
  }

  @Test(arguments: [
    "--db other.db recommend 17850 --limit 5 --json",
    "recommend --db other.db 17850 --limit=5 --json",
    "recommend 17850 -n 5 --json --db=other.db",
    "--json recommend -n5 --db other.db -- 17850",
  ])
  func `options count wherever they stand`(line: String) throws {
    let invocation = try table.run(line)
    #expect(invocation.command.name == "recommend")
    #expect(invocation.string("CUSTOMER") == "17850")
    #expect(try invocation.requiredInt("limit", in: 1...100) == 5)
    #expect(invocation.flag("json"))
    #expect(!invocation.flag("quiet"))
    #expect(invocation.string("db") == "other.db")
  }

  @Test func `a value comes from the line, then the environment, then the default`() throws {
    let environment = ["SHOP_DB": "env.db"]
    let first = try table.run("init --db line.db", environment)
    #expect(first.string("db") == "line.db")
    #expect(first.origin(of: "db") == .commandLine)
    let second = try table.run("init", environment)
    #expect(second.string("db") == "env.db")
    #expect(second.origin(of: "db") == .environment("SHOP_DB"))
    let third = try table.run("init", ["SHOP_DB": ""])
    #expect(third.string("db") == "shop.db")
    #expect(third.origin(of: "db") == .defaultValue)
  }

  @Test func `a lone dash is an argument and a negative number a value`() throws {
    let invocation = try table.run("import sales - --offset -2.5")
    #expect(invocation.string("FILE") == "-")
    #expect(try invocation.double("offset") == -2.5)
    #expect(try table.run("recommend -17850").string("CUSTOMER") == "-17850")
  }

  @Test func `two dashes end the options`() throws {
    #expect(try table.run("recommend -- --limit").string("CUSTOMER") == "--limit")
  }

  @Test func `letters may stand together`() throws {
    let invocation = try table.run("recommend 1 -qen7")
    #expect(invocation.flag("quiet"))
    #expect(invocation.flag("explain"))
    #expect(try invocation.int("limit") == 7)
  }

  @Test func `lists and pairs are cut at commas and gather repeats`() throws {
    let invocation = try table.run("import sales a.csv --map a=b,c=d=e --map f=")
    let pairs = try invocation.pairs("map")
    #expect(pairs.map(\.key) == ["a", "c", "f"])
    #expect(pairs.map(\.value) == ["b", "d=e", ""])
    #expect(invocation.list("map", separatedBy: nil) == ["a=b,c=d=e", "f="])
  }

  @Test func `a repeating argument takes all that is left`() throws {
    #expect(try table.run("train").list("MODEL") == [])
    #expect(try table.run("train churn support").list("MODEL") == ["churn", "support"])
  }

  @Test func `a command may have commands below it`() throws {
    #expect(try table.run("models").command.name == "models")
    let below = try table.run("models --json rollback 3 --reason worse")
    #expect(below.command.path == ["models", "rollback"])
    #expect(try below.requiredString("VERSION") == "3")
  }

  @Test func `asking for help wins over mistakes`() throws {
    for (line, path) in [
      ("", []), ("--help", []), ("help", []), ("help import", ["import"]),
      ("import --help", ["import"]), ("import --nonsense -h", ["import"]), ("keys -h", ["keys"]),
      ("models rollback --help", ["models", "rollback"]), ("nonsense --help", []),
    ] {
      guard case .help(let found) = try table.read(line) else {
        Issue.record("'\(line)' is not a request for help")
        continue
      }
      #expect(found == path, "\(line)")
    }
    guard case .version = try table.read("--version") else {
      Issue.record("--version is not understood")
      return
    }
  }

  @Test(arguments: [
    ("imprt sales a.csv", "Unknown command 'imprt'. Did you mean 'import'?", "shop"),
    ("zzz", "Unknown command 'zzz'.", "shop"),
    ("models rolback 3", "Unknown subcommand 'rolback'. Did you mean 'rollback'?", "shop models"),
    ("recommend 1 --limt 5", "Unknown option '--limt'. Did you mean '--limit'?", "shop recommend"),
    ("recommend 1 -x", "Unknown option '-x'.", "shop recommend"),
    (
      "--limit 5 recommend 1", "Option '--limit' belongs after a command, such as 'recommend'.",
      "shop"
    ),
    ("recommend", "Missing expected argument CUSTOMER.", "shop recommend"),
    ("recommend 1 2", #"Unexpected argument "2"."#, "shop recommend"),
    ("recommend 1 --limit", "Missing value for '--limit N'.", "shop recommend"),
    ("recommend 1 --limit --json", "Missing value for '--limit N'.", "shop recommend"),
    (
      "models rollback 3 --reason -bad",
      "Missing value for '--reason TEXT'. A value that begins with a dash is written "
        + "'--reason=-bad'.", "shop models rollback"
    ),
    ("recommend 1 --explain=yes", "Option '--explain' takes no value.", "shop recommend"),
    ("recommend 1 -n 2 --limit 3", "Option '--limit' is given twice.", "shop recommend"),
    ("models rollback 3", "Missing required option '--reason TEXT'.", "shop models rollback"),
    ("keys", "Missing subcommand: create or list.", "shop keys"),
    ("--json", "Missing command.", "shop"),
    (
      "import sale a.csv",
      #"Invalid value "sale" for KIND: must be customers, products or sales. Did you mean 'sales'?"#,
      "shop import"
    ),
    (
      "import sales a --format xml",
      #"Invalid value "xml" for '--format': must be csv, tsv or jsonl."#, "shop import"
    ),
  ])
  func `a mistake is named with what would be right`(
    line: String, message: String, place: String
  ) throws {
    let failure = #expect(throws: CommandFailure.self) { try table.read(line) }
    #expect(failure?.message == message)
    #expect(failure?.hint == "See '\(place) --help'.")
    #expect(failure?.exitCode == .usage)
  }

  @Test func `a missing argument shows the usage line`() throws {
    let failure = #expect(throws: CommandFailure.self) { try table.read("recommend") }
    #expect(
      failure?.rendered() == """
        Error: Missing expected argument CUSTOMER.
        Usage: shop recommend CUSTOMER [options]
        See 'shop recommend --help'.
        """)
  }

  @Test func `an escape sequence in a word does not reach the terminal`() throws {
    let failure = #expect(throws: CommandFailure.self) { try table.read("\u{1B}[31m") }
    #expect(failure?.message == "Unknown command '\u{FFFD}[31m'.")
  }

  @Test(arguments: [
    ("0", "must be a whole number between 1 and 1,000."),
    ("1001", "must be a whole number between 1 and 1,000."),
    ("ten", "must be a whole number between 1 and 1,000."),
    ("1.5", "must be a whole number between 1 and 1,000."),
    ("99999999999999999999", "must be a whole number between 1 and 1,000."),
  ])
  func `a number out of its range is refused`(text: String, reason: String) throws {
    let invocation = try table.run("recommend 1 --limit \(text)")
    let failure = #expect(throws: CommandFailure.self) {
      try invocation.int("limit", in: 1...1000)
    }
    #expect(failure?.message == "Invalid value \"\(text)\" for '--limit': \(reason)")
  }

  @Test func `open ranges say which side is closed`() throws {
    let invocation = try table.run("import sales a --offset nan --format csv")
    let message = { (range: ClosedRange<Double>) in
      #expect(throws: CommandFailure.self) { try invocation.double("offset", in: range) }?.message
    }
    let start = "Invalid value \"nan\" for '--offset': must be a number"
    #expect(message(0...1) == start + " between 0 and 1.")
    #expect(message(0.5 ... .infinity) == start + ", at least 0.5.")
    #expect(message(-.infinity...2) == start + ", at most 2.")
    #expect(message(-.infinity ... .infinity) == start + ".")
  }

  @Test func `a wrong value from the environment is traced to its variable`() throws {
    let invocation = try table.run("init", ["SHOP_DB": "x"])
    #expect(
      invocation.invalid("db", "must be a file.").message
        == "Invalid value \"x\" for environment variable SHOP_DB: must be a file.")
  }

  @Test func `asking for a name nobody declared stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try CommandTable.sample.run("init").string("limit")
    }
  }
}
