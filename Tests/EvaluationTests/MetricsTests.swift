import Testing

@testable import Evaluation

@Suite struct MetricsTests {
  // Hand-computed: 1/log2(2) = 1, 1/log2(3) = 0.63093, 1/log2(4) = 0.5.
  @Test(arguments: [
    ([true, false, false], 1, 1.0),
    ([false, true, false], 1, 0.630_929_753_571_457_4),
    ([false, false, true], 2, 0.306_573_596_382_729_2),
    ([true, true, false], 3, 0.765_360_636_988_621_7),
    ([false, false, false], 2, 0.0),
  ])
  func `NDCG equals the hand-computed value`(hits: [Bool], relevant: Int, expected: Double) {
    let value = RankingMetrics.ndcg(at: 10, hits: hits, relevantCount: relevant)
    #expect(abs(value - expected) < 1e-12)
  }

  @Test func `a hit below rank k does not count`() {
    let hits = [false, false, true]
    #expect(RankingMetrics.ndcg(at: 2, hits: hits, relevantCount: 1) == 0)
    #expect(RankingMetrics.hitRate(at: 2, hits: hits) == 0)
    #expect(RankingMetrics.hitRate(at: 3, hits: hits) == 1)
    #expect(RankingMetrics.ndcg(at: 10, hits: [], relevantCount: 0).isNaN)
  }

  @Test func `AUC counts ties one half and is not defined for one class`() {
    // scikit-learn 1.9 roc_auc_score([0,0,1,1], [.1,.4,.35,.8]) == 0.75
    let labels = [false, false, true, true]
    #expect(ClassificationMetrics.auc(scores: [0.1, 0.4, 0.35, 0.8], labels: labels) == 0.75)
    #expect(ClassificationMetrics.auc(scores: [1, 1, 1, 1], labels: labels) == 0.5)
    #expect(ClassificationMetrics.auc(scores: [1, 2], labels: [true, true]).isNaN)
  }

  @Test func `Brier score and calibration error equal the hand-computed values`() {
    let probabilities = [0.1, 0.9, 0.8, 0.3]
    let labels = [false, true, true, false]
    // ((0.1)^2 + (0.1)^2 + (0.2)^2 + (0.3)^2) / 4
    let brier = ClassificationMetrics.brier(probabilities: probabilities, labels: labels)
    #expect(abs(brier - 0.0375) < 1e-12)
    // Two bins: {0.1, 0.3} without and {0.8, 0.9} with the event.
    let error = ClassificationMetrics.expectedCalibrationError(
      probabilities: probabilities, labels: labels, bins: 2)
    #expect(abs(error - (0.4 + 0.3) / 4) < 1e-12)
  }

  @Test func `lift compares the top share with the base rate`() {
    let scores = (0..<10).map(Double.init)
    let labels = scores.map { $0 >= 8 }
    #expect(ClassificationMetrics.lift(scores: scores, labels: labels) == 5)
  }

  @Test func `the bootstrap interval holds the mean and repeats with its seed`() {
    let values = (0..<200).map { Double($0 % 7) }
    let metric = Bootstrap.mean(of: values, seed: 3)
    #expect(metric.low < metric.value && metric.value < metric.high)
    #expect(metric == Bootstrap.mean(of: values, seed: 3))
    // The normal interval of the mean: 1.96 · s/√n.
    let mean = values.reduce(0, +) / 200
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 199
    let half = 1.96 * (variance / 200).squareRoot()
    #expect(abs((metric.high - metric.low) / 2 - half) < 0.15 * half)
  }
}
