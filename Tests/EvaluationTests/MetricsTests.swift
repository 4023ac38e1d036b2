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
  }

  @Test func `metrics of a list with two of three relevant items equal the hand-computed values`() {
    let hits = [false, true, false, true]
    func value(_ metric: (Int, [Bool], Int) -> Double, at k: Int = 4) -> Double {
      metric(k, hits, 3)
    }
    #expect(value(RankingMetrics.recall) == 2.0 / 3)
    #expect(value(RankingMetrics.precision) == 0.5)
    #expect(value(RankingMetrics.precision, at: 10) == 0.2, "empty places are not right")
    #expect(value(RankingMetrics.reciprocalRank) == 0.5)
    #expect(value(RankingMetrics.reciprocalRank, at: 1) == 0)
    // Precision is 1/2 at rank 2 and 2/4 at rank 4.
    #expect(value(RankingMetrics.averagePrecision) == (0.5 + 0.5) / 3)
    #expect(value(RankingMetrics.averagePrecision, at: 2) == 0.25)
  }

  @Test func `a perfect list has all its relevant items first`() {
    for relevant in 1...15 {
      let hits = (0..<10).map { $0 < relevant }
      #expect(RankingMetrics.ndcg(at: 10, hits: hits, relevantCount: relevant) == 1)
      #expect(RankingMetrics.averagePrecision(at: 10, hits: hits, relevantCount: relevant) == 1)
      #expect(RankingMetrics.reciprocalRank(at: 10, hits: hits, relevantCount: relevant) == 1)
      let recall = RankingMetrics.recall(at: 10, hits: hits, relevantCount: relevant)
      #expect(recall == Double(min(10, relevant)) / Double(relevant))
    }
  }

  @Test func `a metric is not defined where nothing is relevant`() {
    for metric in [
      RankingMetrics.ndcg, RankingMetrics.recall, RankingMetrics.precision,
      RankingMetrics.reciprocalRank, RankingMetrics.averagePrecision,
    ] {
      #expect(metric(10, [false], 0).isNaN)
    }
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
}
