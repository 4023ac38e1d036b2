import Evaluation
import Testing

@testable import Support

@Suite struct SupportMetricsTests {
  private func text(
    _ truth: Int?, _ predicted: Int?, _ confidence: Double, weight: Double = 1
  ) -> TestedText {
    TestedText(
      truth: truth, predicted: predicted, linear: predicted, keywords: nil,
      confidence: confidence, isRight: truth != nil && truth == predicted, weight: weight)
  }

  @Test func `accuracy and macro F1 of a table done by hand`() {
    let texts = [text(0, 0, 1), text(0, 1, 1), text(1, 1, 1), text(2, nil, 1), text(nil, 0, 1)]
    #expect(SupportMetrics.accuracy(texts) { $0.predicted } == 0.5)
    // F1: 2/3 for intent 0, 2/3 for 1, 0 for 2.
    #expect(abs(SupportMetrics.macroF1(texts) { $0.predicted } - 4.0 / 9) < 1e-12)
  }

  @Test func `confidence that comes true has no calibration error`() {
    let sure = (0..<10).map { _ in text(0, 0, 1) }
    #expect(SupportMetrics.calibrationError(sure) == 0)
    // Ten texts at 0.6, of which two are right: off by 0.4 in one bin.
    let boastful = (0..<10).map { text(0, $0 < 2 ? 0 : 1, 0.6) }
    #expect(abs(SupportMetrics.calibrationError(boastful, bins: 1) - 0.4) < 1e-12)
  }

  @Test func `weights shift the calibration error`() {
    let texts = [text(0, 0, 0.5), text(nil, 0, 0.5, weight: 3)]
    // A quarter of the weight is right at a confidence of a half.
    #expect(abs(SupportMetrics.calibrationError(texts, bins: 1) - 0.25) < 1e-12)
  }

  @Test func `AUROC counts pairs, ties half`() {
    let texts = [
      text(0, 0, 0.9), text(0, 0, 0.5), text(nil, 0, 0.5), text(nil, 0, 0.1), text(0, 0, 0.3),
    ]
    // Pairs: 0.9 wins both; 0.5 ties one, wins one; 0.3 loses one, wins one.
    #expect(SupportMetrics.scopeAUROC(texts) == 4.5 / 6)
    #expect(SupportMetrics.scopeAUROC([text(0, 0, 1)]) == nil)
  }

  @Test func `the threshold splits coverage, accuracy and recall`() {
    let texts = [
      text(0, 0, 0.9), text(0, 1, 0.8), text(1, 1, 0.2), text(nil, 0, 0.7), text(nil, 0, 0.1),
    ]
    #expect(abs(SupportMetrics.coverage(texts, threshold: 0.5) - 2.0 / 3) < 1e-12)
    #expect(SupportMetrics.answeredAccuracy(texts, threshold: 0.5) == 0.5)
    #expect(SupportMetrics.outOfScopeRecall(texts, threshold: 0.5) == 0.5)
    #expect(SupportMetrics.answeredAccuracy(texts, threshold: 1) == 1)
  }

  @Test func `the interval holds the figure and repeats with the seed`() {
    let texts = (0..<200).map { text(0, $0 % 4 == 0 ? 1 : 0, 0.5) }
    let (_, metric) = SupportMetrics.metric("accuracy", texts, seed: 1, threads: 2) {
      SupportMetrics.accuracy($0) { $0.predicted }
    }
    #expect(metric.value == 0.75)
    // ±1.96 √(0.75 · 0.25 / 200) = ±0.06
    #expect(metric.low > 0.66 && metric.low < 0.72 && metric.high > 0.78 && metric.high < 0.84)
    let (_, again) = SupportMetrics.metric("accuracy", texts, seed: 1, threads: 1) {
      SupportMetrics.accuracy($0) { $0.predicted }
    }
    #expect(again == metric)
  }
}
