import Engine
import FoundationEssentials
import Testing

@testable import Models

@Suite struct IsotonicCalibrationTests {
  // scikit-learn 1.9.1, IsotonicRegression: Reference/calibration.py.
  @Test func `the blocks equal scikit-learn's`() {
    let blocks = IsotonicCalibration.blocks(CalibrationRows.scores, CalibrationRows.labels)
    let expected = [
      0, 0.095238095, 0.214285714, 0.222222222, 0.461538462, 0.666666667, 0.800000000, 1,
    ]
    #expect(blocks.count == expected.count)
    for (block, rate) in zip(blocks, expected) { #expect(abs(block.rate - rate) < 1e-8) }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `the curve rises, stays within 0 and 1 and meets every block at its centre`(
    seed: UInt64
  ) throws {
    var generator = SplitMix64(seed: seed)
    let count = 2 + generator.index(below: 80)
    let scores = (0..<count).map { _ in Double(generator.index(below: 30)) / 3 - 5 }
    let labels = scores.indices.map { row in
      row == 0 || (row > 1 && generator.uniform() < Logistic.sigmoid(scores[row]))
    }
    let curve = try IsotonicCalibration.fit(scores: scores, labels: labels)
    var previous = 0.0
    for step in -70...70 {
      let p = curve.probability(Double(step) / 10)
      #expect(p > 0 && p < 1 && p >= previous, "seed \(seed)")
      previous = p
    }
    for knot in curve.knots {
      #expect(abs(curve.probability(knot.score) - knot.probability) < 1e-12, "seed \(seed)")
    }
  }

  @Test func `certain blocks at the ends keep a finite loss`() throws {
    let curve = try IsotonicCalibration.fit(
      scores: [1, 2, 3, 4, 5, 6], labels: [false, false, false, true, true, true])
    #expect(curve.knots.map(\.probability) == [0.2, 0.8])
    #expect(curve.knots.map(\.score) == [2, 5])
    #expect(abs(curve.probability(3.5) - 0.5) < 1e-12)
    let level = try IsotonicCalibration.fit(scores: [1, 2], labels: [true, false])
    #expect(level.probability(-9) == 0.5 && level.probability(9) == 0.5)
  }

  @Test func `calibrations are stored exactly`() throws {
    for calibration in [
      ProbabilityCalibration.none, .platt(PlattScaling(slope: 0.1, intercept: -1 / 3)),
      .isotonic(
        try IsotonicCalibration.fit(
          scores: CalibrationRows.scores, labels: CalibrationRows.labels)),
    ] {
      let data = try JSONEncoder().encode(calibration)
      #expect(try JSONDecoder().decode(ProbabilityCalibration.self, from: data) == calibration)
    }
  }
}
