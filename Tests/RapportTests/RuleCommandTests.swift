import TestSupport
import Testing

/// `rapport rules` as one types it.
@Suite struct RuleCommandTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = directory.database
    #expect(try rapport("init", "--db", db).code == 0)
    let products = """
      id,title,category,price,available,colour
      p1,Red mug,Cups,4.50,true,red
      p2,Blue mug,Cups,5.50,true,blue
      p3,Green tea,Tea,9.00,true,
      """
    let customers = "id,country\nc1,DE\n"
    for (kind, text) in [("products", products), ("customers", customers)] {
      let loaded = try rapport("import", kind, directory.file("\(kind).csv", text), "--db", db)
      guard loaded.code == 0 else { throw Running.Failure(what: loaded.told) }
    }
  }

  private func rules(_ words: String...) throws -> Finished {
    try Running(["rules"] + words + ["--db", db]).finish()
  }

  @Test func `added, listed, removed and still on record`() throws {
    let added = try rules(
      "add", "boost", "--category", "Cups", "--attribute", "colour=red", "--price-max", "5",
      "--factor", "1.5", "--country", "DE", "--from", "2020-02-01", "--until", "2999-12-31",
      "--note", "spring")
    #expect(added.code == 0, "\(added.told)")
    #expect(
      added.output
        == "Rule 1 added: boost category \"Cups\", colour=red, price up to 5 by 1.5 "
        + "for country DE (1 product now).\n")
    #expect(try rules("add", "pin", "--product", "p2").code == 0)
    let list = try rules("list", "--json").json()
    #expect(list.elements.count == 2)
    #expect(list[0]?["state"]?.string == "active")
    #expect(list[0]?["valid_from"]?.string == "2020-02-01T00:00:00Z")
    #expect(list[0]?["valid_until"]?.string == "3000-01-01T00:00:00Z", "the last day counts")
    #expect(list[0]?["period"]?.string == "2020-02-01 to 2999-12-31")
    #expect(list[1]?["position"]?.number == 1)
    #expect(list[1]?["created_by"]?.string == "cli")
    let removed = try rules("remove", "1")
    #expect(removed.output.hasPrefix("Rule 1 removed: boost"), "\(removed.told)")
    #expect(try !rules("list").output.contains("boost"))
    let all = try rules("list", "--all")
    #expect(all.output.contains("removed") && all.output.contains("spring"), "\(all.told)")
    #expect(try rules("remove", "1").code == 65)
  }

  @Test func `contradictions are told on standard error and the rule is taken`() throws {
    #expect(try rules("add", "exclude", "--product", "p1").code == 0)
    let pin = try rules("add", "pin", "--product", "p1", "--json")
    #expect(pin.code == 0)
    #expect(pin.errors.contains("Warning: Rule 1 (exclude \"p1\")"), "\(pin.told)")
    #expect(try pin.json()["warnings"]?.elements.count == 1)
  }

  @Test(arguments: [
    (["add", "boost"], "names no products"), (["add", "lift", "--product", "p1"], "boost"),
    (["add", "boost", "--product", "p1", "--factor", "0"], "above 0"),
    (["add", "boost", "--product", "p1", "--factor", "much"], "--factor"),
    (["add", "pin", "--product", "p1", "--position", "101"], "between 1 and 100"),
    (["add", "pin", "--product", "p1", "--factor", "2"], "goes with boost"),
    (["add", "pin", "--category", "Cups"], "one product"),
    (["add", "bury", "--category", "Hats"], "Cups, Tea"),
    (["add", "bury", "--attribute", "red"], "NAME=VALUE"),
    (["add", "bury", "--product", "p1", "--until", "2020-01-01"], "over already"),
    (["add", "bury", "--product", "p1", "--from", "2999-02-30"], "2011-12-09"),
    (
      ["add", "bury", "--product", "p1", "--from", "2999-02-03", "--until", "2999-02-02"],
      "before it begins"
    ),
    (["remove", "one"], "whole number"),
  ])
  func `a rule that makes no sense`(words: [String], text: String) throws {
    let finished = try Running(["rules"] + words + ["--db", db]).finish()
    #expect(finished.code == 64, "\(finished.told)")
    #expect(finished.errors.contains(text), "\(finished.told)")
    #expect(finished.output.isEmpty)
    #expect(try rules("list", "--json", "--all").json().elements.isEmpty)
  }

  @Test func `an unknown product and the same rule twice`() throws {
    let unknown = try rules("add", "bury", "--product", "p9")
    #expect(unknown.code == 65 && unknown.errors.contains("Did you mean"), "\(unknown.told)")
    #expect(try rules("add", "bury", "--product", "p1").code == 0)
    let twice = try rules("add", "bury", "--product", "p1")
    #expect(twice.code == 64 && twice.errors.contains("rules remove 1"), "\(twice.told)")
  }
}
