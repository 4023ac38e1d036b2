import TestSupport
import Testing

/// `rapport value` and `rapport settings` as one types them.
@Suite struct ValueCommandTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  @Test func `one customer and the list`() throws {
    let text = try rapport("value", "c042", "--db", db)
    #expect(text.code == 0, "\(text.told)")
    #expect(text.output.contains("80% interval") && text.output.contains("BG/NBD"))
    #expect(text.output.contains("an average customer") && text.output.contains("in all"))
    let answer = try rapport("value", "c042", "--json", "--db", db).json()
    #expect((answer["expected_spend"]?.number ?? -1) >= 0)
    let list = try rapport("value", "--top", "5", "--json", "--db", db).json()
    #expect(list["customers"]?.elements.count == 5)
    #expect(try rapport("value", "--top", "5", "--db", db).output.contains("expected to spend"))
  }

  @Test func `what is asked wrongly`() throws {
    #expect(try rapport("value", "--db", db).code == 64)
    #expect(try rapport("value", "c042", "--top", "3", "--db", db).code == 64)
    let unknown = try rapport("value", "c04", "--db", db)
    #expect(unknown.code == 65 && unknown.errors.contains("id you mean"), "\(unknown.told)")
  }

  @Test func `settings are listed, set and taken back`() throws {
    func settings(_ words: String...) throws -> Finished {
      try Running(["settings"] + words + ["--db", db]).finish()
    }
    let list = try settings("list")
    #expect(list.output.contains("contact.cost") && list.output.contains("default"))
    let set = try settings("set", "contact.cost", "2.5")
    #expect(set.output.hasPrefix("contact.cost is 2.5: "), "\(set.told)")
    let found = try settings("list", "--json").json()
    #expect(found[0]?["value"]?.number == 2.5)
    #expect(found[0]?["is_default"] == .bool(false))
    let unset = try settings("unset", "contact.cost")
    #expect(unset.output == "contact.cost is the default again: 1.\n", "\(unset.told)")
    for words in [
      ["margin", "1.5"], ["margins", "0.5"], ["margin", "a lot"], ["margin", "nan"],
    ] {
      #expect(try settings("set", words[0], words[1]).code == 64, "\(words)")
    }
  }
}
