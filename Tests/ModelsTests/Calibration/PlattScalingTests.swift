import Engine
import Testing

@testable import Models

/// The rows of Reference/calibration.py.
enum CalibrationRows {
  static let scores: [Double] = (0..<120).map { Double(($0 * 29) % 41) / 10 - 2 }
  static let labels: [Bool] = (0..<120).map { (i: Int) -> Bool in
    let residue: Int = (i * i * 5 + i * 31) % 43
    let share: Int = (i * 29) % 41
    return Double(residue) / 43 < Double(share) / 41
  }
}

@Suite struct PlattScalingTests {
  // scikit-learn 1.9.1, _sigmoid_calibration: Reference/calibration.py.
  @Test func `the line equals scikit-learn's`() throws {
    let scaling = try PlattScaling.fit(
      scores: CalibrationRows.scores, labels: CalibrationRows.labels)
    #expect(abs(scaling.slope - 1.1916164801219693) < 1e-4)
    #expect(abs(scaling.intercept + 0.13264364661742856) < 1e-4)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `the gradient is zero at the line, whatever the unit of the scores`(
    seed: UInt64
  ) throws {
    var generator = SplitMix64(seed: seed)
    let count = 5 + generator.index(below: 200)
    let unit = [1e-3, 1, 1e3][generator.index(below: 3)]
    let scores = (0..<count).map { _ in unit * (3 * generator.normal() - 5) }
    let labels = (0..<count).map { $0 < 2 || ($0 > 3 && generator.uniform() < 0.3) }
    let scaling = try PlattScaling.fit(scores: scores, labels: labels)
    let positives = Double(labels.count { $0 })
    let negatives = Double(count) - positives
    var gradient = (0.0, 0.0)
    for (score, label) in zip(scores, labels) {
      let target = label ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)
      let error = scaling.probability(score) - target
      gradient.0 += error * score / unit
      gradient.1 += error
    }
    #expect(abs(gradient.0) < 1e-4 && abs(gradient.1) < 1e-4, "seed \(seed): \(gradient)")
  }

  @Test func `separable and equal scores have a finite line`() throws {
    let separable = try PlattScaling.fit(
      scores: [-1, -1, 1, 1], labels: [false, false, true, true])
    #expect(separable.slope > 0 && separable.slope.isFinite)
    // The targets: one more row of either class.
    #expect(abs(separable.probability(1) - 0.75) < 1e-6)
    let equal = try PlattScaling.fit(scores: [2, 2, 2], labels: [true, false, false])
    #expect(abs(equal.probability(2) - (2.0 / 3 + 0.25 + 0.25) / 3) < 1e-6)
  }

  @Test func `unusable input is refused`() {
    for (scores, labels, code) in [
      ([], [], ModelError.Code.noData), ([1, 2], [true, true], .oneClass),
      ([1], [true, false], .shapeMismatch), ([1, .nan], [true, false], .notFinite),
    ] as [([Double], [Bool], ModelError.Code)] {
      for fit in [
        { _ = try PlattScaling.fit(scores: scores, labels: labels) },
        { _ = try IsotonicCalibration.fit(scores: scores, labels: labels) },
      ] as [() throws -> Void] {
        #expect { try fit() } throws: { code ~= $0 }
      }
    }
  }
}
