import Domain
import Engine
import Evaluation
import Ingest
import TestSupport
import Testing

@testable import Service

@Suite struct EvaluationFilesTests {
  private let directory = TemporaryDirectory()

  private func churn(_ text: String) throws -> Double? {
    try EvaluationFiles.churn(
      data: directory.file("churn.csv", text), label: "left", positive: nil,
      options: TrainingOptions(),
      cancellation: Cancellation())["auc"]?.value
  }

  /// The error that a body throws.
  private func failure(_ body: () throws -> Void) -> ImportError? {
    do {
      try body()
      return nil
    } catch {
      return error as? ImportError
    }
  }

  @Test func `a record that makes no sense ends it, with its line and the reason`() throws {
    let good = (0..<50).map { "\($0),\($0 % 3 == 0 ? "yes" : "no")\n" }.joined()
    let error = failure { _ = try churn("calls,left\n" + good + "7,yes,more\n" + good) }
    #expect(error?.line == 52)
    #expect(error?.message.contains("line 52: another number of columns") == true)
    let orders = "customer_id,product_id,occurred_at\nc1,p1,2025-01-01\n"
    let bad = failure {
      _ = try EvaluationFiles.recommender(
        train: directory.file("a.csv", orders + "c1,p2,someday\n"),
        test: directory.file("b.csv", orders), budget: 10, seed: 1, cancellation: Cancellation(),
        progress: nil)
    }
    #expect(bad?.line == 3)
    #expect(bad?.message.contains("an unreadable date") == true)
  }

  @Test(arguments: ["id", "name", "email", "country", "first_seen"])
  func `a column named as a customer's field is an attribute like any other`(
    column: String
  ) throws {
    var told = "\(column),calls,left\n"
    var blind = "\(column),calls,left\n"
    for number in 0..<200 {
      let hasLeft = (number % 4 == 0) != (number % 23 == 0)
      let end = "\(number * 7 % 11),\(hasLeft ? "yes" : "no")\n"
      told += "\(number % 4 == 0 ? "often" : "seldom"),\(end)"
      blind += "same,\(end)"
    }
    let (with, without) = (try churn(told), try churn(blind))
    #expect(try #require(with) > 0.85)
    #expect(try #require(without) < 0.7)
  }

  @Test func `a file may have an id and a name at once`() throws {
    var text = "id,name,left\n"
    for number in 0..<100 {
      text += "\(1000 + number),\(number % 5 < 2 ? "x" : "y"),"
      text += ((number % 5 < 2) != (number % 17 == 0)) ? "1\n" : "0\n"
    }
    #expect(try #require(try churn(text)) > 0.8)
  }

  private func recommender(_ train: String, _ test: String) throws -> EvaluationReport {
    try EvaluationFiles.recommender(
      train: directory.file("train.csv", train), test: directory.file("test.csv", test), budget: 10,
      seed: 1,
      cancellation: Cancellation(), progress: nil)
  }

  /// Pairs of forty customers of two tastes, by customer, in order.
  private func pairs(_ range: Range<Int>, header: String = "customer_id,product_id\n") -> String {
    var text = header
    for customer in 0..<40 {
      for step in range {
        text += "c\(customer),p\((customer + step * 3) % 6 + (customer < 20 ? 0 : 6))\n"
      }
    }
    return text
  }

  @Test func `a list of pairs needs neither times nor kinds`() throws {
    let report = try recommender(pairs(0..<8), pairs(8..<9))
    #expect(report.trainCount == 320)
    #expect(report.testCount == 40)
    #expect(try #require(report["hr@10"]).value > 0.9, "each taste has six products")
  }

  @Test func `lines without a time are a second apart, in the order of the file`() throws {
    // The same pairs with those times written out give the same figures.
    func timed(_ text: String, from start: Int) -> String {
      let lines = text.split(separator: "\n")
      return lines[0] + ",occurred_at\n"
        + lines.dropFirst().enumerated().map { "\($1),\(start + $0)\n" }.joined()
    }
    let (train, test) = (pairs(0..<8), pairs(8..<9))
    let start = Timestamp(year: 2000, month: 1, day: 1).seconds
    let made = try recommender(train, test)
    let given = try recommender(
      timed(train, from: Int(start)), timed(test, from: Int(start) + 320))
    #expect(made["ndcg@10"] == given["ndcg@10"])
  }

  @Test func `a missing column is named, with those there are`() {
    let error = failure {
      _ = try recommender("customer,article,kind\nc1,p1,purchase\n", pairs(0..<1))
    }
    #expect(error?.code == .missingField)
    #expect(error?.message.contains("feeds customer_id") == true, "\(error?.message ?? "none")")
    #expect(error?.message.contains("The columns are customer, article, kind.") == true)
    #expect(error?.description.contains("--map") == false)
  }

  @Test func `an empty file is named`() {
    let error = failure { _ = try recommender(pairs(0..<8), "customer_id,product_id\n") }
    #expect(error?.code == .emptyInput)
    #expect(error?.message.contains("test.csv") == true)
  }

  @Test(arguments: [
    ("customer_id,product_id\nx1,p1\n", "no customer bought in both files: 40 in "),
    ("customer_id,product_id\nc1,q1\n", "no product of "),
    ("customer_id,product_id,kind\nc1,p1,view\n", "test.csv has no purchases"),
  ])
  func `files with nothing in common say what is not`(test: String, reason: String) throws {
    let error = #expect(throws: ServiceError.self) { try recommender(pairs(0..<8), test) }
    #expect(error?.code == .nothingToLearn)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "none")")
    #expect(error?.hint != nil)
  }
}
