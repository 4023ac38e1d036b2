import Glibc
import Terminal
import TestSupport
import Testing

@testable import rapport

/// The program on the shipped data, as a person would use it.
@Suite struct TranscriptTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  @Test func `imports and training say what they did`() throws {
    let steps = try TrainedShop.shared.get().steps
    for step in steps { #expect(step.finished.code == 0, "\(step.command): \(step.finished.told)") }
    func output(_ command: String) -> String {
      steps.first { $0.command == command }?.finished.output ?? ""
    }
    #expect(output("init").contains("Created"))
    #expect(output("import customers").contains("400 customers added or updated"))
    #expect(output("import products").contains("250 products added or updated"))
    #expect(output("import interactions").contains("interactions added."))
    #expect(output("import faq").contains("45 FAQ entries added or updated"))
    for name in ["recommender-1", "churn-1", "value-1", "support-1"] {
      #expect(output("train").contains(name))
    }
  }

  @Test func `the same file again adds nothing`() throws {
    let again = try rapport(
      "import", "interactions", TrainedShop.seedFolder + "/interactions.csv", "--db", db)
    #expect(again.code == 0)
    #expect(again.output.contains(": 0 interactions added"), "\(again.output)")
    #expect(again.output.contains("stored already (same event_id)"))
  }

  @Test func `recommendations with reasons`() throws {
    let text = try rapport("recommend", "c042", "--explain", "--db", db)
    #expect(text.code == 0, "\(text.told)")
    #expect(text.output.contains("bought"))
    let answer = try rapport(
      "recommend", "c042", "--explain", "--limit", "7", "--json", "--db", db
    ).json()
    let items = try #require(answer["items"]).elements
    #expect(items.count == 7)
    for item in items {
      let sum = (item["reasons"]?.elements ?? []).compactMap { $0["contribution"]?.number }
        .reduce(0, +)
      #expect(abs(sum - (item["score"]?.number ?? .nan)) < 1e-4)
    }
    let stranger = try rapport("recommend", "nobody", "--db", db)
    #expect(stranger.code == 0)
    #expect(stranger.output.hasPrefix("Note: There is no customer \"nobody\", and no history"))
    let filtered = try rapport(
      "recommend", "c042", "--category", "Coffee & Tea", "--new", "--json", "--db", db
    ).json()
    #expect(
      filtered["items"]?.elements.allSatisfy { $0["category"] == .string("Coffee & Tea") } == true)
    let similar = try rapport("similar", "p001", "--limit", "3", "--json", "--db", db).json()
    #expect(similar["items"]?.elements.count == 3)
  }

  @Test func `churn of one customer and of the top`() throws {
    let top = try rapport("churn", "--top", "5", "--db", db)
    #expect(top.code == 0)
    #expect(top.output.contains("customers scored as of 2026-07-01"))
    let list = try rapport("churn", "--top", "5", "--json", "--db", db).json()
    let id = try #require(list["customers"]?[0]?["customer_id"]?.string)
    let one = try rapport("churn", id, "--json", "--db", db).json()
    let risks = try #require(one["top_risk_factors"]).elements
    let protections = try #require(one["top_protective_factors"]).elements
    var sum = try #require(one["base_log_odds"]?.number)
    sum += try #require(one["other_factors_contribution"]?.number)
    for factor in risks + protections { sum += factor["contribution"]?.number ?? .nan }
    let probability = try #require(one["churn_probability"]?.number)
    #expect(abs(1 / (1 + exp(-sum)) - probability) < 1e-9)
    #expect(try rapport("churn", id, "--db", db).output.contains("an average customer"))
  }

  @Test func `questions to the bot`() throws {
    let answer = try rapport("ask", "where", "is", "my", "parcel?", "--explain", "--db", db)
    #expect(answer.code == 0, "\(answer.told)")
    #expect(!answer.output.isEmpty)
    let chinese = try rapport("ask", "怎么退货？", "--json", "--customer", "c042", "--db", db).json()
    #expect(chinese["customer"]?["customer_id"] == .string("c042"))
    #expect(chinese["intent_ranking"]?.elements.isEmpty == false)
  }

  @Test(arguments: ["recommender", "churn", "value", "support"])
  func `every model can be measured`(model: String) throws {
    let finished = try rapport("evaluate", model, "--json", "--db", db)
    #expect(finished.code == 0, "\(finished.told)")
    let report = try finished.json()
    #expect(report["task"] == .string(model))
    #expect((report["n_test"]?.number ?? 0) > 0)
    for (name, metric) in try #require(report["metrics"]).members {
      #expect(metric["value"] != nil && metric["low"] != nil && metric["high"] != nil, "\(name)")
    }
    #expect(report["models"]?.members.isEmpty == false)
  }

  @Test func `status, models, check and backup`() throws {
    let status = try rapport("status", "--json", "--db", db).json()
    #expect(status["customers"] == .number(400))
    #expect(status["products"] == .number(250))
    #expect(try rapport("status", "--db", db).output.contains("Customers     400"))
    let models = try rapport("models", "--db", db)
    #expect(models.output.contains("recommender-1"))
    #expect(try rapport("models", "--json", "--db", db).json().elements.count == 4)
    let check = try rapport("check", "--db", db)
    #expect(check.code == 0, "\(check.told)")
    let copy = directory.file("copy.db")
    #expect(try rapport("backup", copy, "--db", db).code == 0)
    let answer = try rapport("recommend", "c042", "--json", "--db", db).output
    #expect(try rapport("recommend", "c042", "--json", "--db", copy).output == answer)
    #expect(try rapport("backup", copy, "--db", db).code == 73)
  }

  @Test func `the environment names the database, and the option wins`() throws {
    let other = directory.file("other.db")
    #expect(try rapport("init", "--db", other).code == 0)
    let here = try rapport("status", in: directory)
    #expect(here.code == 66, "there is no rapport.db here: \(here.told)")
    #expect(here.errors.contains("rapport init"))
  }

  @Test func `rolling back uses an earlier version`() throws {
    let trained = try rapport("train", "churn", "--horizon", "60", "--db", db)
    #expect(trained.output.contains("churn-2"), "\(trained.told)")
    let rolled = try rapport("models", "rollback", "churn", "1", "--db", db)
    #expect(rolled.output == "churn-1 is in use now.\n", "\(rolled.told)")
    let missing = try rapport("models", "rollback", "churn", "9", "--db", db)
    #expect(missing.code == 65)
    #expect(missing.errors.contains("ept are 1, 2"))
  }
}

@Suite struct DemoTests {
  @Test func `the demo tells its story and leaves nothing behind`() throws {
    let directory = TemporaryDirectory()
    let demo = try rapport("demo", in: directory)
    #expect(demo.code == 0, "\(demo.told)")
    for heading in [
      "A small shop is loaded", "Four models learn from it",
      "How good they are on data they have not seen",
      "should see next, and why", "The five customers most likely to leave",
      "Three questions to the support bot", "Next",
    ] {
      #expect(demo.output.contains(heading), "\(heading)")
    }
    #expect(!demo.output.contains("is not known"))
    #expect(rmdir(directory.path) == 0, "the temporary folder is empty again")
  }
}
