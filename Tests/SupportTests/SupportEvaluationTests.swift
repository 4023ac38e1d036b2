import Domain
import Evaluation
import Support
import Testing

@Suite struct SupportEvaluationTests {
  private static let configuration = SupportConfiguration(seed: 3, folds: 3, threads: 2)

  @Test func `entries with several wordings are cross-validated by wording`() throws {
    let report = try SupportEvaluation.crossValidate(
      SupportFixture.entries, folds: 3, seed: 3, configuration: Self.configuration)
    #expect(report.task == "support")
    #expect(report.protocol.contains("stratified 3-fold"))
    #expect(report.protocol.contains("20 %"))
    #expect(report.trainCount == 39)
    // Every wording is tested once, in its fold or with its intent left out.
    #expect(report.testCount >= 39)
    #expect(report.models.map(\.name) == ["linear", "bm25"])
    let accuracy = try #require(report["accuracy"])
    #expect(accuracy.value > 0.5)
    #expect(accuracy.low <= accuracy.value && accuracy.value <= accuracy.high)
    let auroc = try #require(report["out_of_scope_auroc"])
    #expect(auroc.value > 0.5)
    for (name, metric) in report.metrics.entries {
      #expect((0...1).contains(metric.value), "\(name)")
      #expect(metric.low <= metric.high, "\(name)")
    }
  }

  @Test func `single wordings are tested distorted, and the protocol says so`() throws {
    let entries = SupportFixture.entries.filter { $0.language == "en" }.map { entry in
      FAQEntry(intent: entry.intent, questions: entry.questions, answer: entry.answer)
    }
    let report = try SupportEvaluation.crossValidate(
      entries, folds: 3, seed: 3, configuration: Self.configuration)
    #expect(report.protocol.contains("distorted"))
    #expect(try #require(report["accuracy"]).value > 0.6)
    let again = try SupportEvaluation.crossValidate(
      entries, folds: 3, seed: 3, configuration: Self.configuration)
    #expect(again.metrics == report.metrics)
    #expect(again.models.map(\.metrics) == report.models.map(\.metrics))
  }

  @Test func `files with an out-of-scope label give scope figures`() throws {
    let train = SupportFixture.entries.filter { $0.language == "en" }.flatMap { entry in
      entry.examples.map { (text: $0, intent: entry.intent) }
    }
    let outside = [
      "who won the world cup", "capital of france", "tell me a joke", "weather tomorrow",
    ].map { (text: $0, intent: "oos") }
    let test =
      SupportFixture.entries.filter { $0.language == "en" }.flatMap { entry in
        entry.questions.map { (text: $0, intent: entry.intent) }
      } + [(text: "how old is the universe", intent: "oos"), (text: "sing a song", intent: "oos")]
    let report = try SupportEvaluation.evaluate(
      train: train + outside, test: test, outOfScopeLabel: "oos",
      configuration: Self.configuration)
    #expect(report.trainCount == 29 && report.testCount == 7)
    #expect(try #require(report["accuracy"]).value >= 0.8)
    #expect(try #require(report["out_of_scope_auroc"]).value >= 0.9)
    #expect(report["out_of_scope_recall"] != nil && report["in_scope_accuracy"] != nil)
    #expect(report.protocol.contains("oos"))
    let plain = try SupportEvaluation.evaluate(
      train: train, test: Array(test.prefix(5)), configuration: Self.configuration)
    #expect(plain["out_of_scope_auroc"] == nil)
  }

  @Test func `a test intent unknown to training counts as wrong`() throws {
    let train = SupportFixture.entries.filter { $0.language == "en" }.flatMap { entry in
      entry.examples.map { (text: $0, intent: entry.intent) }
    }
    let report = try SupportEvaluation.evaluate(
      train: train, test: [("cancel my purchase", "new"), ("cancel my purchase", "cancel")],
      configuration: Self.configuration)
    #expect(try #require(report["accuracy"]).value == 0.5)
  }

  @Test func `empty sets and single folds are refused`() {
    #expect(throws: SupportError.self) {
      try SupportEvaluation.evaluate(train: [], test: [("a", "b")])
    }
    #expect(throws: SupportError.self) {
      try SupportEvaluation.crossValidate(SupportFixture.entries, folds: 1)
    }
  }
}
