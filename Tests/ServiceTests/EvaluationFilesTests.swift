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
      data: directory.file("churn.csv", text), label: "left", positive: nil, seed: 1,
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
        test: directory.file("b.csv", orders), seed: 1, cancellation: Cancellation(),
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
}
