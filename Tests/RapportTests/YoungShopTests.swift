import TestSupport
import Testing

/// A shop with little data: what can be learned is learned, the rest is named.
@Suite struct YoungShopTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = directory.database
    let created = try rapport("init", "--db", db)
    guard created.code == 0 else { throw Running.Failure(what: created.told) }
  }

  private func load(_ kind: String, _ text: String, _ more: String...) throws -> Finished {
    let name = kind == "faq" ? "faq.jsonl" : "\(kind).csv"
    return try Running(
      ["import", kind, directory.file(name, text), "--db", db] + more
    ).finish()
  }

  private func loadMonth() throws {
    var orders = "customer_id,product_id,kind,value,occurred_at\n"
    for number in 0..<300 {
      let day = number / 11 + 1
      orders += "c\(number % 40),p\(number % 13),purchase,\(number % 9 + 1),"
      orders += "2025-03-\(day < 10 ? "0" : "")\(day)\n"
    }
    #expect(try load("interactions", orders).code == 0)
    #expect(try load("faq", SampleShop.faq).code == 0)
  }

  @Test func `a month of orders trains all but churn and value, which are named`() throws {
    try loadMonth()
    let trained = try rapport("train", "--db", db)
    #expect(trained.code == 0, "\(trained.told)")
    #expect(trained.output.contains("recommender-1"))
    #expect(trained.output.contains("support-1"))
    #expect(!trained.output.contains("churn-1"))
    #expect(trained.errors.contains("Warning: No churn model"), "\(trained.errors)")
    #expect(trained.errors.contains("Warning: No value model"), "\(trained.errors)")
    #expect(try rapport("models", "--json", "--db", db).json().elements.count == 2)
    let alone = try rapport("train", "churn", "--db", db)
    #expect(alone.code == 69, "what was asked for by name must be learned: \(alone.told)")
    #expect(!alone.errors.contains("Warning"), "the reason is said once: \(alone.errors)")
    let both = try rapport("train", "support", "churn", "--db", db)
    #expect(both.code == 69 && both.output.contains("support-2"), "\(both.told)")
    #expect(both.errors.hasSuffix("Error: Not trained: churn.\n"), "\(both.errors)")
    #expect(both.errors.contains("Next: rapport evaluate support\n      rapport ask TEXT\n"))
  }

  @Test func `where nothing can be learned the training fails`() throws {
    let dislike = "customer_id,product_id,kind,occurred_at\nc,p,dislike,2025-01-01\n"
    #expect(try load("interactions", dislike).code == 0)
    let trained = try rapport("train", "--json", "--db", db)
    #expect(trained.code == 69, "\(trained.told)")
    #expect(trained.output.isEmpty)
    #expect(trained.errors.hasSuffix("Error: Nothing was trained.\n"))
    #expect(trained.errors.contains("No recommender model"))
    #expect(trained.errors.contains("No churn model"))
  }

  @Test func `training tells programs what was trained and what was not`() throws {
    try loadMonth()
    let trained = try rapport("train", "--json", "--db", db)
    #expect(trained.code == 0, "\(trained.told)")
    let answer = try trained.json()
    let models = try #require(answer["models"]).elements
    #expect(models.map { $0["name"]?.string } == ["recommender-1", "support-1"])
    for model in models {
      #expect(model["learned_from"]?.string?.isEmpty == false)
      #expect((model["bytes"]?.number ?? 0) > 0 && (model["seconds"]?.number ?? -1) >= 0)
    }
    #expect(answer["not_trained"]?.elements.count == 2)
    #expect(answer["not_trained"]?[0]?["kind"] == .string("churn"))
    #expect(answer["not_trained"]?[1]?["kind"] == .string("value"))
    for index in 0..<2 {
      #expect(answer["not_trained"]?[index]?["reason"]?.string?.contains("days") == true)
    }
    let named = try rapport("train", "support", "--json", "--db", db).json()
    #expect(named["models"]?.elements.count == 1)
    #expect(named["not_trained"] == .array([]))
  }

  @Test func `a kind without any data is told as well`() throws {
    #expect(try load("faq", SampleShop.faq).code == 0)
    let answer = try rapport("train", "--json", "--db", db).json()
    #expect(answer["models"]?.elements.map { $0["kind"]?.string } == ["support"])
    #expect(
      answer["not_trained"]?.elements.map { $0["kind"]?.string }
        == ["recommender", "churn", "value"])
  }

  @Test func `an import tells programs what it did`() throws {
    let lines =
      "customer_id,product_id,sku,kind,price,occurred_at\nc1,p1,s1,purchase,2,2025-01-01\n"
      + "c1,p1,s1,stole,2,2025-01-01\n"
    let first = try load("interactions", lines, "--json")
    #expect(first.code == 0, "\(first.told)")
    let answer = try first.json()
    #expect(answer["kind"] == .string("interactions"))
    #expect(answer["records_read"] == .number(2))
    #expect(answer["stored"] == .number(1))
    #expect(answer["refused"] == .number(1))
    #expect(answer["was_stopped"] == .bool(false))
    #expect(answer["refusals"]?[0]?["code"] == .string("unknown_kind"))
    #expect(answer["refusals"]?[0]?["first_line"] == .number(3))
    #expect(answer["columns_ignored"] == .array([.string("sku")]))
    #expect(answer["already_imported"] == nil)
    let again = try load("interactions", lines, "--json").json()
    #expect(again["stored"] == .number(0))
    #expect(again["already_imported"]?["records"] == .number(1))
    let other = try load("interactions", lines, "--json", "--map", "product_id=sku")
    #expect(try other.json()["stored"] == .number(1))
    #expect(try other.json()["same_with_other_options"]?["source"]?.string != nil)
  }

  @Test func `the same file with another map is stored again, with a warning`() throws {
    let lines = "customer_id,product_id,sku,kind,occurred_at\nc1,p1,s1,view,2025-01-01\n"
    #expect(try load("interactions", lines).errors.isEmpty)
    let other = try load("interactions", lines, "--map", "product_id=sku")
    #expect(other.code == 0)
    #expect(other.output.contains("1 interaction added"))
    #expect(other.errors.contains("Warning: The same bytes were imported"), "\(other.told)")
  }

  @Test func `customers imported again are updated`() throws {
    _ = try load("customers", SampleShop.customers)
    let again = try load("customers", SampleShop.customers)
    #expect(again.output.contains("60 customers added or updated"), "\(again.told)")
    #expect(!again.output.contains("known by their content"))
    #expect(again.errors.isEmpty)
  }
}

/// What programs and people are told of a shop with a history.
@Suite struct TrainedShopTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  @Test(arguments: ["train", "evaluate"])
  func `a day beyond the data is a wrong command line`(command: String) throws {
    let finished = try rapport(command, "churn", "--as-of", "2026-07-02", "--db", db)
    #expect(finished.code == 64, "\(finished.told)")
    #expect(finished.errors.contains("2026-07-01"), "\(finished.told)")
    #expect(finished.output.isEmpty)
  }

  @Test func `a rollback tells programs the model in use`() throws {
    let rolled = try rapport("models", "rollback", "churn", "1", "--json", "--db", db)
    #expect(rolled.code == 0, "\(rolled.told)")
    #expect(
      try rolled.json()
        == .object(["kind": .string("churn"), "name": .string("churn-1"), "version": .number(1)]))
  }
}
