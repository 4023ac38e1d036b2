import Domain
import Features
import Testing

@testable import Support

@Suite struct RivalRunTests {
  private static let texts = SupportFixture.entries.filter { $0.language == "en" }
  private static let intents = texts.map(\.intent)
  private static let training = TrainingTexts(
    tokens: texts.flatMap { entry in entry.examples.map { TextTokens($0) } },
    labels: texts.enumerated().flatMap { row, entry in entry.examples.map { _ in row } })
  private static let tests = texts.enumerated().map { row, entry in
    TestText(entry.questions[0], truth: row)
  }

  @Test(arguments: IntentRival.allCases)
  func `each rival learns, and the same twice`(rival: IntentRival) throws {
    func run() throws -> RivalRun {
      var run = RivalRun(rival)
      try run.add(
        training: Self.training, tests: Self.tests + [TestText("", truth: nil)],
        intentCount: Self.intents.count, seed: 3, threads: 2, cancellation: nil)
      return run
    }
    let found = try run()
    let right = found.texts.count { $0.truth != nil && $0.truth == $0.predicted }
    #expect(right >= 2, "\(right) of \(Self.tests.count)")
    for text in found.texts.dropLast() where !text.probabilities.isEmpty {
      #expect(abs(text.probabilities.reduce(0, +) - 1) < 1e-4)
      #expect(text.confidence == Double(text.probabilities.max() ?? 0))
    }
    #expect(found.trainSeconds > 0 && found.predictSeconds > 0)
    #expect(try run().texts.map(\.probabilities) == found.texts.map(\.probabilities))
  }

  @Test func `an intent without a text in the part is never named`() throws {
    var run = RivalRun(.linear)
    let kept = Self.training.labels.indices.filter { Self.training.labels[$0] != 1 }
    try run.add(
      training: TrainingTexts(
        tokens: kept.map { Self.training.tokens[$0] }, labels: kept.map { Self.training.labels[$0] }
      ),
      tests: Self.tests, intentCount: Self.intents.count, seed: 3, threads: 2, cancellation: nil)
    #expect(run.texts.allSatisfy { $0.predicted != 1 && $0.probabilities[1] == 0 })
  }

  @Test func `no text is scored by a model that saw it`() throws {
    // Labels that mean nothing: only who saw a text names its own.
    let tokens = (0..<40).map { TextTokens("\(UnicodeScalar(UInt8(97 + $0 % 26)))\($0 * 7919)") }
    let labels = (0..<40).map { $0 * $0 % 7 % 2 }
    let found = try OutOfFold.probabilities(
      TrainingTexts(tokens: tokens, labels: labels), intentCount: 2, folds: 4, seed: 1, threads: 2,
      cancellation: nil)
    #expect(found.count == 40)
    let ownNamed = found.indices.count { !found[$0].isEmpty && found[$0][labels[$0]] > 0.5 }
    #expect(ownNamed < 30, "\(ownNamed) of 40")
    // An intent's only text is in no fold.
    let single = try OutOfFold.probabilities(
      TrainingTexts(tokens: tokens + [TextTokens("eta")], labels: labels + [2]), intentCount: 3,
      folds: 4, seed: 1, threads: 2, cancellation: nil)
    #expect(single[40].isEmpty)
  }
}
