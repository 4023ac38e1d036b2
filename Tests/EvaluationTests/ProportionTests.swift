import Testing

@testable import Evaluation

@Suite struct ProportionTests {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion:
  // comparison of seven methods", Statistics in Medicine 17, table I, method 3; the
  // last row is the mirror image of the third.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718), (20, 20, 0.8389, 1),
  ])
  func `Wilson's interval is the published one`(
    successes: Int, trials: Int, low: Double, high: Double
  ) {
    let metric = Metric.proportion(successes, of: trials)
    #expect(metric.value == Double(successes) / Double(trials))
    #expect(abs(metric.low - low) < 0.5e-4)
    #expect(abs(metric.high - high) < 0.5e-4)
  }

  @Test func `no trials have no proportion`() {
    let metric = Metric.proportion(0, of: 0)
    #expect(metric.value.isNaN && metric.low.isNaN && metric.high.isNaN)
  }
}
