import Features
import Testing

@testable import Support

@Suite struct LearningCurveTests {
  private static let labels = (0..<60).map { $0 % 3 == 0 ? 0 : 1 }

  @Test func `every intent keeps its share, at least one text`() {
    let kept = LearningCurve.kept(.share(0.1), of: Self.labels + [2], seed: 1) ?? []
    #expect(kept.count { $0 < 60 && Self.labels[$0] == 0 } == 2)
    #expect(kept.count { $0 < 60 && Self.labels[$0] == 1 } == 4)
    #expect(kept.contains(60))
  }

  @Test func `smaller parts lie within larger ones`() {
    let sizes: [LearningCurve.Size] = [.share(0.1), .share(0.25), .share(0.5), .share(1)]
    let parts = sizes.compactMap { LearningCurve.kept($0, of: Self.labels, seed: 3) }.map(Set.init)
    for (smaller, larger) in zip(parts, parts.dropFirst()) {
      #expect(smaller.isStrictSubset(of: larger))
    }
    #expect(parts.last?.count == 60)
  }

  @Test func `a count that takes in everything is left out`() {
    #expect(LearningCurve.kept(.count(5), of: Self.labels, seed: 1)?.count == 10)
    #expect(LearningCurve.kept(.count(30), of: Self.labels, seed: 1)?.count == 50)
    #expect(LearningCurve.kept(.count(40), of: Self.labels, seed: 1) == nil)
  }

  @Test func `folds add up`() throws {
    let texts = ["refund my money", "give me a refund", "track a parcel", "where is the parcel"]
    let training = TrainingTexts(tokens: texts.map { TextTokens($0) }, labels: [0, 0, 1, 1])
    let tests = [TestText("refund", truth: 0), TestText("parcel", truth: 1)]
    var curve = LearningCurve()
    for _ in 0..<2 {
      try curve.add(
        training: training, tests: tests + [TestText("football", truth: nil)], intentCount: 2,
        seed: 1, threads: 2, cancellation: nil)
    }
    let full = try #require(curve.points.first { $0.size == .share(1) })
    #expect(full.trained == 8 && full.tested == 4 && full.right == 4)
    #expect(!curve.points.contains { $0.size == .count(5) })
  }
}
