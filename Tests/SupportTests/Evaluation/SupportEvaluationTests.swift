import Domain
import Evaluation
import Support
import Testing

@Suite struct SupportEvaluationTests {
  private static let configuration = SupportConfiguration(
    seed: 3, folds: 3, hasNetwork: false, threads: 2)

  @Test func `entries with several wordings are cross-validated by wording`() throws {
    let report = try SupportEvaluation.crossValidate(
      SupportFixture.entries, folds: 3, seed: 3, configuration: Self.configuration
    ).report
    #expect(report.task == "support")
    #expect(report.protocol.contains("stratified 3-fold"))
    #expect(report.protocol.contains("20%"))
    #expect(report.trainCount == 39)
    // Every wording is tested once, in its fold or with its intent left out.
    #expect(report.testCount >= 39)
    #expect(report.models.map(\.name) == ["linear", "bm25"])
    let accuracy = try #require(report["accuracy"])
    #expect(accuracy.value > 0.5)
    #expect(accuracy.low <= accuracy.value && accuracy.value <= accuracy.high)
    let auroc = try #require(report["out_of_scope_auroc"])
    #expect(auroc.value > 0.5)
    for (name, metric) in report.metrics.entries
    where !["ms_per_text", "megabytes"].contains(name) {
      #expect((0...1).contains(metric.value), "\(name)")
      #expect(metric.low <= metric.high, "\(name)")
    }
  }

  @Test func `single wordings are tested distorted, and the protocol says so`() throws {
    let entries = SupportFixture.entries.filter { $0.language == "en" }.map { entry in
      FAQEntry(intent: entry.intent, questions: entry.questions, answer: entry.answer)
    }
    let report = try SupportEvaluation.crossValidate(
      entries, folds: 3, seed: 3, configuration: Self.configuration
    ).report
    #expect(report.protocol.contains("distorted"))
    #expect(try #require(report["accuracy"]).value > 0.6)
    let again = try SupportEvaluation.crossValidate(
      entries, folds: 3, seed: 3, configuration: Self.configuration
    ).report
    func figures(_ metrics: MetricList) -> [Metric] {
      metrics.entries.filter { $0.name != "ms_per_text" }.map(\.metric)
    }
    #expect(figures(again.metrics) == figures(report.metrics))
    #expect(again.models.map { figures($0.metrics) } == report.models.map { figures($0.metrics) })
    #expect(again.figures == report.figures)
  }

  private static let english = SupportFixture.entries.filter { $0.language == "en" }
  private static let train = english.flatMap { entry in
    entry.examples.map { LabelledText(text: $0, intent: entry.intent) }
  }
  private static let outside = [
    "who won the world cup", "capital of france", "tell me a joke", "weather tomorrow",
  ].map { LabelledText(text: $0, intent: "oos") }
  private static let test =
    english.flatMap { entry in
      entry.questions.map { LabelledText(text: $0, intent: entry.intent) }
    } + ["how old is the universe", "sing a song"].map { LabelledText(text: $0, intent: "oos") }

  @Test func `files with an out-of-scope label give scope figures`() throws {
    let report = try SupportEvaluation.evaluate(
      SupportEvaluation.Files(
        train: Self.train + Self.outside, test: Self.test,
        validation: Self.train + Self.outside, outOfScopeLabel: "oos"),
      configuration: Self.configuration
    ).report
    #expect(report.trainCount == 29 && report.testCount == 7)
    #expect(try #require(report["accuracy"]).value >= 0.8)
    #expect(try #require(report["out_of_scope_auroc"]).value >= 0.9)
    #expect(report["out_of_scope_recall"] != nil && report["in_scope_accuracy"] != nil)
    #expect(report.protocol.contains("oos"))
    let presets = try #require(report.figures.first { $0.name == "presets" })
    #expect(presets.sentence.contains("validation"))
    let plain = try SupportEvaluation.evaluate(
      SupportEvaluation.Files(train: Self.train, test: Array(Self.test.prefix(5))),
      configuration: Self.configuration
    ).report
    #expect(plain["out_of_scope_auroc"] == nil)
    #expect(!plain.figures.contains { $0.name == "scope-curve" })
  }

  @Test func `all models and the learning curve stand beside the bot`() throws {
    let report = try SupportEvaluation.evaluate(
      SupportEvaluation.Files(train: Self.train, test: Self.test, outOfScopeLabel: "oos"),
      configuration: Self.configuration,
      options: .init(comparesAll: true, drawsLearningCurve: true)
    ).report
    #expect(report.models.map(\.name) == IntentRival.allCases.map(\.rawValue))
    for model in report.models {
      let difference = try #require(model.differences.first).difference
      let gap = try #require(report["accuracy"]).value - #require(model.metrics["accuracy"]).value
      #expect(abs(difference.metric.value - gap) < 1e-12, "\(model.name)")
      #expect(difference.cases == 5)
      #expect(model.seconds != nil && model.metrics["ms_per_text"] != nil)
    }
    let curve = try #require(report.figures.first { $0.name == "learning-curve" })
    guard case .lines(let chart) = curve.content else { return #expect(Bool(false)) }
    #expect(chart.lines.map(\.name) == ["linear", "in use"])
    #expect(chart.lines[0].points.last?.x == 1)
  }

  @Test func `doubled texts and contradicted labels are named`() throws {
    let doubled = [
      LabelledText(text: "Start a return!", intent: "track_order"),
      LabelledText(text: "my parcel has not arrived, i want to track my parcel", intent: "returns"),
    ]
    let report = try SupportEvaluation.evaluate(
      SupportEvaluation.Files(
        train: Self.train + doubled,
        test: [LabelledText(text: "track my PARCEL", intent: "track_order")]),
      configuration: Self.configuration
    ).report
    let twice = try #require(report.figures.first { $0.name == "near-duplicates" })
    #expect(twice.sentence.contains("1 pair of training texts under different intents"))
    #expect(twice.sentence.contains("1 of 1 test texts are among the training texts"))
    let labels = try #require(report.figures.first { $0.name == "suspected-labels" })
    guard case .table(let table) = labels.content else { return #expect(Bool(false)) }
    #expect(table.rows.contains { $0[0] == .text(doubled[1].text) })
  }

  @Test func `a test intent unknown to training counts as wrong`() throws {
    let result = try SupportEvaluation.evaluate(
      SupportEvaluation.Files(
        train: Self.train,
        test: ["new", "cancel"].map { LabelledText(text: "cancel my purchase", intent: $0) }),
      configuration: Self.configuration)
    #expect(try #require(result.report["accuracy"]).value == 0.5)
    #expect(result.misreadings.map(\.intent) == ["new"])
  }

  @Test func `empty sets and single folds are refused`() {
    #expect(throws: SupportError.self) {
      try SupportEvaluation.evaluate(
        SupportEvaluation.Files(train: [], test: [LabelledText(text: "a", intent: "b")]))
    }
    #expect(throws: SupportError.self) {
      try SupportEvaluation.crossValidate(SupportFixture.entries, folds: 1)
    }
  }
}
