import Engine
import Testing

@testable import Evaluation

@Suite struct RankedOutcomesTests {
  /// The rows of Reference/binary_metrics.py.
  static let probabilities: [Double] = (0..<300).map { Double(1 + ($0 * 37) % 101) / 103 }
  static let labels: [Bool] = (0..<300).map { (i: Int) -> Bool in
    let residue: Int = (i * i * 7 + i * 53) % 97
    return Double(residue) / 97 < probabilities[i] * probabilities[i]
  }
  private let outcomes = RankedOutcomes(scores: probabilities, labels: labels)

  // scikit-learn 1.9.1 and scipy 1.17.1: Reference/binary_metrics.py.
  @Test func `the metrics equal scikit-learn's`() {
    #expect(abs(outcomes.auc - 0.8705412551939993) < 1e-12)
    #expect(abs(outcomes.averagePrecision - 0.7186203720701905) < 1e-12)
    #expect(abs(outcomes.brier - 0.17799886888490904) < 1e-12)
    #expect(abs(outcomes.logLoss - 0.5437312765915698) < 1e-12)
    #expect(abs(outcomes.kolmogorovSmirnov - 0.629917435648373) < 1e-12)
    let line = CalibrationLine(probabilities: Self.probabilities, labels: Self.labels)
    #expect(abs(line.slope - 1.1537200338824514) < 1e-9)
    #expect(abs(line.intercept + 1.3658163929653424) < 1e-9)
    #expect(abs(line.interceptInTheLarge + 1.2678668845115124) < 1e-9)
  }

  @Test func `a certainty that was wrong costs what scikit-learn makes it cost`() {
    let loss = ClassificationMetrics.logLoss(
      probabilities: [0, 1, 0], labels: [false, true, true])
    #expect(abs(loss - 12.014551129705717) < 1e-12)
  }

  @Test func `no figure depends on the order of the rows`() {
    var generator = SplitMix64(seed: 5)
    for seed in 0..<20 {
      let count = 1 + generator.index(below: 60)
      // Few different scores, so that cuts go through ties.
      let rows = (0..<count).map { _ in
        (Double(generator.index(below: 5)) / 5, generator.uniform() < 0.4)
      }
      var shuffled = rows
      generator.shuffle(&shuffled)
      let a = RankedOutcomes(scores: rows.map(\.0), labels: rows.map(\.1))
      let b = RankedOutcomes(scores: shuffled.map(\.0), labels: shuffled.map(\.1))
      #expect(a.bins(10) == b.bins(10), "seed \(seed)")
      #expect(a.shares(10) == b.shares(10), "seed \(seed)")
      #expect(a.positives == b.positives && a.negatives == b.negatives, "seed \(seed)")
    }
  }

  @Test func `bins are as large as can be and hold all rows`() {
    for count in [1, 9, 10, 11, 57] {
      let scores = (0..<count).map { Double($0 % 7) }
      let outcomes = RankedOutcomes(scores: scores, labels: scores.map { $0 > 3 })
      for bins in [outcomes.bins(10), outcomes.shares(10)] {
        #expect(bins.count == 10)
        #expect(
          bins.allSatisfy { $0.count == $0.count.rounded() && $0.count * 10 < Double(count + 10) })
        #expect(bins.map(\.count).reduce(0, +) == Double(count))
        #expect(abs(bins.map(\.positives).reduce(0, +) - outcomes.positives.reduce(0, +)) < 1e-9)
        #expect(abs(bins.map(\.scoreSum).reduce(0, +) - scores.reduce(0, +)) < 1e-9)
      }
    }
  }

  @Test func `a constant probability equal to the base rate has no calibration error`() {
    // In the order of their labels, which must not matter.
    let labels = (0..<100).map { $0 < 30 }
    let constant = [Double](repeating: 0.3, count: 100)
    let outcomes = RankedOutcomes(scores: constant, labels: labels)
    #expect(outcomes.expectedCalibrationError() < 1e-12)
    #expect(outcomes.auc == 0.5)
    #expect(abs(outcomes.averagePrecision - 0.3) < 1e-12)
    #expect(abs(outcomes.lift() - 1) < 1e-12)
  }

  @Test func `the ROC curve has the area of the AUC and is thinned to its limit`() {
    var generator = SplitMix64(seed: 2)
    let labels = (0..<5000).map { _ in generator.uniform() < 0.3 }
    let scores = labels.map { generator.normal() + ($0 ? 1 : 0) }
    let outcomes = RankedOutcomes(scores: scores, labels: labels)
    for limit in [2, 3, 50, 200, .max] {
      let points = outcomes.rocPoints(atMost: limit)
      #expect(points.count <= limit)
      #expect(points.first == .init(falsePositiveRate: 0, truePositiveRate: 0))
      #expect(points.last == .init(falsePositiveRate: 1, truePositiveRate: 1))
      var area = 0.0
      for (a, b) in zip(points, points.dropFirst()) {
        #expect(a.falsePositiveRate <= b.falsePositiveRate)
        #expect(a.truePositiveRate <= b.truePositiveRate)
        area +=
          (b.falsePositiveRate - a.falsePositiveRate)
          * (a.truePositiveRate + b.truePositiveRate) / 2
      }
      if limit >= 200 { #expect(abs(area - outcomes.auc) < (limit == .max ? 1e-12 : 2e-3)) }
    }
    #expect(outcomes.rocPoints(atMost: 200).count > 150)
  }

  @Test func `figures are not defined for one class or for nothing`() {
    for labels in [[], [true, true], [false, false]] {
      let scores = labels.indices.map { Double($0 + 1) / 4 }
      let outcomes = RankedOutcomes(scores: scores, labels: labels)
      #expect(outcomes.auc.isNaN && outcomes.averagePrecision.isNaN)
      #expect(outcomes.kolmogorovSmirnov.isNaN)
      #expect(outcomes.rocPoints().isEmpty)
      let line = CalibrationLine(probabilities: scores, labels: labels)
      #expect(line.slope.isNaN && line.intercept.isNaN && line.interceptInTheLarge.isNaN)
      #expect(outcomes.brier.isNaN == labels.isEmpty)
      #expect(outcomes.logLoss.isNaN == labels.isEmpty)
      #expect(outcomes.expectedCalibrationError().isNaN == labels.isEmpty)
      #expect(outcomes.lift().isNaN == (labels.first != true))
    }
  }

  @Test func `outcomes that a threshold tells apart have no slope but an intercept`() {
    let line = CalibrationLine(
      probabilities: [0.1, 0.4, 0.4, 0.8], labels: [false, false, true, true])
    #expect(line.slope.isNaN && line.intercept.isNaN)
    #expect(line.interceptInTheLarge.isFinite)
  }

  @Test func `right log-odds times a slope plus a shift have the inverse line`() {
    var generator = SplitMix64(seed: 8)
    let truth = (0..<60_000).map { _ in generator.normal() }
    let labels = truth.map { generator.uniform() < Logistic.sigmoid($0) }
    let line = CalibrationLine(
      probabilities: truth.map { Logistic.sigmoid(2 * $0 - 1) }, labels: labels)
    #expect(abs(line.slope - 0.5) < 0.02)
    #expect(abs(line.intercept - 0.5) < 0.04)
    // Certain 0 and 1 are taken for a small and a large log-odds.
    let extreme = CalibrationLine(
      probabilities: [0, 0, 1, 1, 0, 1], labels: [false, true, true, false, false, true])
    #expect(extreme.slope > 0 && extreme.slope < 0.1)
  }
}
