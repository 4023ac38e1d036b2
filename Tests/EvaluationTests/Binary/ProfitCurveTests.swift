import Engine
import Testing

@testable import Evaluation

@Suite struct ProfitCurveTests {
  @Test func `profits equal those computed by hand`() {
    // Gains of 100 · 0.5 · 0.4 = 20 for a saved leaver, 40 for the last one.
    let curve = ProfitCurve(
      probabilities: [0.9, 0.5, 0.1, 0.3], labels: [true, false, true, true],
      values: [100, 100, 100, 200], cost: 6, saveRate: 0.5, margin: 0.4)
    // Expected: 12, 4, −4 and 6: the last comes second.
    #expect(curve.points.map(\.expected) == [0, 12, 18, 22, 18])
    #expect(curve.points.map(\.realised) == [0, 14, 48, 42, 56])
    #expect(curve.best == .init(share: 0.75, expected: 22, realised: 42))
    #expect(curve.hindsight == .init(share: 1, expected: 18, realised: 56))
    #expect(curve.realisedByRisk == 42)
    #expect(abs(curve.threshold - 6 / 25) < 1e-12)
  }

  @Test func `customers of equal value are contacted from the threshold on`() {
    var generator = SplitMix64(seed: 4)
    let probabilities = (0..<5000).map { _ in generator.uniform() }
    let labels = probabilities.map { generator.uniform() < $0 }
    let curve = ProfitCurve(
      probabilities: probabilities, labels: labels, cost: 0.1, saveRate: 0.5, margin: 0.4)
    #expect(abs(curve.threshold - 0.5) < 1e-12)
    #expect(curve.best.share == Double(probabilities.count { $0 > curve.threshold }) / 5000)
    #expect(curve.points.count <= 200)
    #expect(curve.points.allSatisfy { $0.expected <= curve.best.expected + 1e-9 })
    // The probabilities are right, so that what they expect comes about.
    #expect(abs(curve.best.realised - curve.best.expected) < 0.1 * curve.best.expected)
    #expect(curve.realisedByRisk == nil)
  }

  @Test func `a contact that costs more than it saves is not made`() {
    let curve = ProfitCurve(
      probabilities: [0.9, 0.2], labels: [true, false], cost: 2, saveRate: 1, margin: 1)
    #expect(curve.best == .init(share: 0, expected: 0, realised: 0))
    #expect(curve.threshold == 2)
    #expect(curve.figure(unit: "EUR")?.sentence.hasPrefix("Contacting nobody pays best") == true)
  }

  @Test func `the sentence says what was earned, and by risk alone`() {
    let curve = ProfitCurve(
      probabilities: [0.9, 0.5, 0.1, 0.3], labels: [true, false, true, true],
      values: [100, 100, 100, 200], cost: 6, saveRate: 0.5, margin: 0.4)
    #expect(
      curve.figure(unit: "GBP")?.sentence
        == "Contacting the 75% for whom it pays was expected to earn 22 GBP and earned 42; "
        + "contacting everybody would have earned 56. At the average value it pays from a "
        + "probability of 24% on. In the order of risk alone, as many contacts earned 42.")
  }

  @Test func `no customers, no values and no margin have a curve all the same`() {
    let empty = ProfitCurve(
      probabilities: [], labels: [], values: [], cost: 1, saveRate: 0.5, margin: 0.5)
    #expect(empty.points == [.init(share: 0, expected: 0, realised: 0)])
    #expect(empty.figure(unit: "EUR") == nil)
    let worthless = ProfitCurve(
      probabilities: [0.5], labels: [true], values: [0], cost: 1, saveRate: 0.5, margin: 0.5)
    #expect(worthless.threshold == .infinity && worthless.best.share == 0)
  }
}
