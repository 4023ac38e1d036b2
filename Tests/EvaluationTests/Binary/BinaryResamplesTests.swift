import Engine
import Testing

@testable import Evaluation

@Suite struct BinaryResamplesTests {
  private static func rows(_ count: Int, seed: UInt64) -> (p: [Double], q: [Double], y: [Bool]) {
    var generator = SplitMix64(seed: seed)
    let z = (0..<count).map { _ in generator.normal() }
    return (
      z.map { (Logistic.sigmoid($0 - 1) * 50).rounded() / 50 },
      z.map { Logistic.sigmoid(0.5 * $0 + generator.normal() - 1) },
      z.map { generator.uniform() < Logistic.sigmoid($0 - 1) }
    )
  }

  @Test func `resampling counts gives what resampling rows gives`() {
    let (p, _, y) = Self.rows(400, seed: 3)
    let fast = BinaryResamples(probabilities: p, labels: y, seed: 9, resamples: 40)
    // The same draws, as rows.
    var seeds = SplitMix64(seed: 9)
    let resamples = (0..<40).map { _ in
      var generator = SplitMix64(seed: seeds.next())
      return y.indices.map { _ in Int(generator.next().multipliedFullWidth(by: 400).high) }
    }
    func expect(
      _ measure: BinaryMeasure, within tolerance: Double = 1e-9,
      _ statistic: ([Double], [Bool]) -> Double
    ) {
      var draws = resamples.map { rows in statistic(rows.map { p[$0] }, rows.map { y[$0] }) }
      let slow = Bootstrap.metric(statistic(p, y), draws: &draws)
      let found = fast[measure]
      for (a, b) in [(found.value, slow.value), (found.low, slow.low), (found.high, slow.high)] {
        #expect(abs(a - b) < tolerance, "\(measure.name): \(a), not \(b)")
      }
    }
    expect(.auc) { ClassificationMetrics.auc(scores: $0, labels: $1) }
    expect(.averagePrecision) { ClassificationMetrics.averagePrecision(scores: $0, labels: $1) }
    expect(.brier) { ClassificationMetrics.brier(probabilities: $0, labels: $1) }
    expect(.logLoss) { ClassificationMetrics.logLoss(probabilities: $0, labels: $1) }
    expect(.calibrationError) {
      ClassificationMetrics.expectedCalibrationError(probabilities: $0, labels: $1)
    }
    // The line of a resample may be one Newton step from that of all rows.
    expect(.calibrationSlope, within: 2e-3) { CalibrationLine(probabilities: $0, labels: $1).slope }
    expect(.calibrationIntercept, within: 2e-3) {
      CalibrationLine(probabilities: $0, labels: $1).interceptInTheLarge
    }
    expect(.liftTopTenth) { ClassificationMetrics.lift(scores: $0, labels: $1) }
  }

  @Test func `a better model is seen to be better on the same rows`() throws {
    let (p, q, y) = Self.rows(2000, seed: 4)
    let (metrics, rivals) = BinaryReport.comparison(
      probabilities: p, rivals: [("noisy", q), ("same", p)], labels: y, seed: 1)
    #expect(metrics == BinaryReport.metrics(probabilities: p, labels: y, seed: 1))
    let noisy = try #require(rivals.first)
    #expect(noisy.name == "noisy")
    let auc = try #require(noisy.differences.first { $0.name == "auc" }).difference
    #expect(auc.metric.low > 0 && auc.p == 2.0 / 301 && auc.cases == 2000)
    let own = try #require(metrics["auc"])
    let theirs = try #require(noisy.metrics["auc"])
    #expect(abs(auc.metric.value - (own.value - theirs.value)) < 1e-12)
    let width = auc.metric.high - auc.metric.low
    #expect(width < (own.high - own.low) + (theirs.high - theirs.low))
    for difference in rivals[1].differences {
      #expect(difference.difference.metric == Metric(value: 0, low: 0, high: 0))
      #expect(difference.difference.p == 1)
    }
  }

  @Test func `the interval of the AUC is as wide as theory says`() {
    let (p, _, y) = Self.rows(3000, seed: 6)
    let auc = BinaryResamples(probabilities: p, labels: y, seed: 2, resamples: 600)[.auc]
    // Hanley & McNeil 1982, equation 1.
    let a = auc.value
    let positives = Double(y.count { $0 })
    let negatives = 3000 - positives
    let (q1, q2) = (a / (2 - a), 2 * a * a / (1 + a))
    let variance =
      (a * (1 - a) + (positives - 1) * (q1 - a * a) + (negatives - 1) * (q2 - a * a))
      / (positives * negatives)
    let half = 1.96 * variance.squareRoot()
    #expect(abs((auc.high - auc.low) / 2 - half) < 0.15 * half)
  }

  @Test func `intervals of very many rows hardly change when neighbours are drawn as one`() {
    let (_, q, y) = Self.rows(50_000, seed: 7)
    let outcomes = RankedOutcomes(scores: q, labels: y)
    #expect(outcomes.scores.count > 1 << 15)
    let pooled = outcomes.pooled(to: 1000)
    #expect(pooled.scores.count == 1000 && pooled.count == 50_000)
    #expect(pooled.positives.reduce(0, +) == outcomes.positives.reduce(0, +))
    #expect(abs(pooled.auc - outcomes.auc) < 1e-5)
    let found = BinaryResamples(probabilities: q, labels: y, seed: 3, resamples: 20)
    // The same draws, as rows.
    var seeds = SplitMix64(seed: 3)
    var draws = (0..<20).map { _ in
      var generator = SplitMix64(seed: seeds.next())
      var drawn = outcomes
      drawn.resample(using: &generator)
      return drawn.auc
    }
    let exact = Bootstrap.metric(outcomes.auc, draws: &draws)
    #expect(found[.auc].value == exact.value)
    #expect(abs(found[.auc].low - exact.low) < 1e-6 && abs(found[.auc].high - exact.high) < 1e-6)
  }

  @Test func `rows of one class and no rows have figures where these are defined`() {
    let one = BinaryReport.metrics(probabilities: [0.2, 0.4], labels: [true, true], seed: 1)
    #expect(one["auc"]?.value.isNaN == true && one["auc"]?.low.isNaN == true)
    #expect(one["brier"]?.value.isFinite == true)
    let none = BinaryReport.metrics(probabilities: [], labels: [], seed: 1)
    #expect(none.entries.map(\.name) == BinaryMeasure.allCases.map(\.name))
    #expect(none.entries.allSatisfy { $0.metric.value.isNaN && $0.metric.low.isNaN })
  }
}
