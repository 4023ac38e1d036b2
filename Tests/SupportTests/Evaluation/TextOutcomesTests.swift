import Evaluation
import Testing

@testable import Support

@Suite struct TextOutcomesTests {
  @Test func `accuracy and macro F1 of a table done by hand`() {
    let outcomes = TextOutcomes([
      .made(0, 0), .made(0, 1), .made(1, 1), .made(2, nil), .made(nil, 0),
    ])
    #expect(outcomes.accuracy(outcomes.once) == 0.5)
    // F1: 2/3 for intent 0, 2/3 for 1, 0 for 2.
    #expect(abs(outcomes.macroF1(outcomes.once) - 4.0 / 9) < 1e-12)
  }

  @Test func `an intent never trained on is one that is never named`() {
    let outcomes = TextOutcomes([.made(ScoredText.untrained, 0), .made(0, 0)])
    #expect(outcomes.accuracy(outcomes.once) == 0.5)
    // F1: 2/3 for intent 0, 0 for the unknown one.
    #expect(abs(outcomes.macroF1(outcomes.once) - 1.0 / 3) < 1e-12)
  }

  @Test func `bins are open below and closed above`() {
    #expect(TextOutcomes.bin(of: 0) == 0)
    #expect(TextOutcomes.bin(of: 0.2) == 2)
    #expect(TextOutcomes.bin(of: 0.2.nextUp) == 3)
    #expect(TextOutcomes.bin(of: 1) == 14)
  }

  @Test func `confidence that comes true has no error`() {
    let sure = TextOutcomes((0..<10).map { _ in .made(0, 0, 1) })
    #expect(sure.confidenceError(sure.once) == 0)
    // Ten texts at 0.6, of which two are right: off by 0.4 in one bin.
    let boastful = TextOutcomes((0..<10).map { .made(0, $0 < 2 ? 0 : 1, 0.6) })
    #expect(abs(boastful.confidenceError(boastful.once) - 0.4) < 1e-12)
  }

  @Test func `texts out of scope weigh what is assumed of them`() {
    let outcomes = TextOutcomes([.made(0, 0, 0.5), .made(0, 0, 0.5), .made(nil, 0, 0.5)])
    let weights = outcomes.assuming(outOfScopeShare: 0.75, outcomes.once)
    #expect(weights == [1, 1, 6])
    // A quarter of the weight is right at a confidence of a half.
    #expect(abs(outcomes.confidenceError(weights) - 0.25) < 1e-12)
  }

  @Test func `the surest part is cut inside of equally sure texts`() {
    let outcomes = TextOutcomes([
      .made(0, 0, 0.9), .made(1, 1, 0.8), .made(1, 0, 0.4), .made(2, 2, 0.4), .made(2, 0, 0.1),
    ])
    #expect(outcomes.selectiveAccuracy(outcomes.once, coverage: 0.4) == 1)
    // 0.6 of five texts are three: two right, half of the next two.
    #expect(abs(outcomes.selectiveAccuracy(outcomes.once, coverage: 0.6) - 2.5 / 3) < 1e-12)
    #expect(abs(outcomes.selectiveAccuracy(outcomes.once, coverage: 1) - 0.6) < 1e-12)
  }

  @Test func `AUROC counts pairs, ties half`() {
    let outcomes = TextOutcomes([
      .made(0, 0, 0.9), .made(0, 0, 0.5), .made(nil, 0, 0.5), .made(nil, 0, 0.1),
      .made(0, 0, 0.3),
    ])
    // Pairs: 0.9 wins both; 0.5 ties one, wins one; 0.3 loses one, wins one.
    #expect(outcomes.scopeAUROC(outcomes.once) == 4.5 / 6)
    #expect(outcomes.falseAcceptance(outcomes.once) == 0.5)
    let inside = TextOutcomes([.made(0, 0, 1)])
    #expect(inside.scopeAUROC(inside.once).isNaN)
    #expect(ScopeCurve(inside).points.isEmpty && ScopeCurve(inside).balanced == nil)
  }

  @Test func `an operating point splits coverage, accuracy and recall`() {
    let outcomes = TextOutcomes(
      [
        .made(0, 0, 0.9), .made(0, 1, 0.8), .made(1, 1, 0.2), .made(nil, 0, 0.7),
        .made(nil, 0, 0.1),
      ],
      points: [
        OperatingPoint("half") { $0.confidence >= 0.5 },
        OperatingPoint("never") { _ in false },
      ])
    let once = outcomes.once
    #expect(abs(outcomes.coverage(once, at: 0) - 2.0 / 3) < 1e-12)
    #expect(outcomes.answeredAccuracy(once, at: 0) == 0.5)
    #expect(abs(outcomes.inScopeAccuracy(once, at: 0) - 1.0 / 3) < 1e-12)
    #expect(outcomes.outOfScopeRecall(once, at: 0) == 0.5)
    #expect(outcomes.outOfScopePrecision(once, at: 0) == 0.5)
    #expect(outcomes.answeredAccuracy(once, at: 1) == 1)
    #expect(outcomes.outOfScopeRecall(once, at: 1) == 1)
  }

  @Test func `the curve runs from all to none, each point as its threshold does`() {
    let texts: [ScoredText] = [
      .made(0, 0, 0.9), .made(0, 1, 0.8), .made(1, 1, 0.2), .made(nil, 0, 0.7), .made(nil, 0, 0.1),
    ]
    let points = ScopeCurve(texts).points
    #expect(points.first?.recall == 0 && points.last?.recall == 1)
    #expect(points.first.map { abs($0.inScopeAccuracy - 2.0 / 3) < 1e-12 } == true)
    #expect(points.last?.inScopeAccuracy == 0)
    for point in points {
      let outcomes = TextOutcomes(texts, points: [.accepting("", upTo: point.threshold)])
      #expect(outcomes.inScopeAccuracy(outcomes.once, at: 0) == point.inScopeAccuracy)
      #expect(outcomes.outOfScopeRecall(outcomes.once, at: 0) == point.recall)
      #expect(outcomes.outOfScopePrecision(outcomes.once, at: 0) == point.precision)
    }
  }

  @Test func `intervals hold the figure and repeat with the seed, whatever the threads`() throws {
    let texts = (0..<200).map { ScoredText.made(0, $0 % 4 == 0 ? 1 : 0, 0.5) }
    let found = OutcomeMetrics(texts, seed: 1, threads: 2).intents
    let metric = try #require(found["accuracy"])
    #expect(metric.value == 0.75)
    // ±1.96 √(0.75 · 0.25 / 200) = ±0.06
    #expect(metric.low > 0.66 && metric.low < 0.72 && metric.high > 0.78 && metric.high < 0.84)
    #expect(OutcomeMetrics(texts, seed: 1, threads: 1).intents == found)
    #expect(OutcomeMetrics([], seed: 1, threads: 1).intents.entries.isEmpty)
    #expect(OutcomeMetrics(texts, seed: 1, threads: 1).scope.entries.isEmpty)
  }
}

extension ScoredText {
  /// A text whose confidence is that it is in scope too.
  static func made(
    _ truth: Int?, _ predicted: Int?, _ confidence: Double = 1, text: String = ""
  ) -> ScoredText {
    var probabilities = [Float](repeating: 0, count: 3)
    if let predicted { probabilities[predicted] = Float(confidence) }
    return ScoredText(
      text: text, truth: truth, predicted: predicted,
      probabilities: predicted == nil ? [] : probabilities,
      uncalibrated: predicted == nil ? [] : probabilities, confidence: confidence,
      outOfScopeScore: 1 - confidence, isRight: truth != nil && truth == predicted,
      isAnswered: [0.75, 0.5, 0.25].map { confidence >= $0 })
  }
}
