import Engine
import Testing

@testable import Evaluation

@Suite struct PopulationStabilityTests {
  private func normal(_ count: Int, mean: Double, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(generator.normal() + mean) }
  }

  @Test func `the index equals the hand-computed value`() {
    // Shares (50.5, 30.5, 20.5) / 101.5 and (20.5, 30.5, 50.5) / 101.5:
    // 2 · 30 / 101.5 · ln(50.5 / 20.5).
    let stability = PopulationStability(
      feature: "contract", then: [50, 30, 20, 0], now: [20, 30, 50, 0])
    #expect(abs(stability.index - 0.532_935_0) < 1e-6)
    // (1 / 100 + 1 / 100) · 9.210, the 99 % quantile at two degrees of freedom.
    #expect(abs(stability.chance - 0.1842) < 0.002)
    #expect(stability.reading == .shifted)
  }

  @Test func `numbers fall into ten bins of equal count`() {
    let distribution = FeatureDistribution("age", .numbers(normal(5000, mean: 0, seed: 1)))
    #expect(distribution.counts.prefix(10) == ArraySlice(repeating: 500, count: 10))
    #expect(distribution.counts.dropFirst(10).allSatisfy { $0 == 0 })
  }

  // With ten bins of equal count the index of two normal distributions one shift
  // apart is Σ (q − 0.1) ln(q / 0.1): scipy 1.17, q = diff(norm.cdf(norm.ppf(k / 10) - shift)).
  @Test(arguments: [(0.0, 0.0, "stable"), (0.4, 0.15263, "shifting"), (1.0, 0.92614, "shifted")])
  func `a shifted mean has the index that theory gives it`(
    shift: Double, index: Double, reading: String
  ) {
    let training = FeatureDistribution("age", .numbers(normal(40_000, mean: 0, seed: 1)))
    let stability = PopulationStability(
      training, now: .numbers(normal(40_000, mean: shift, seed: 2)))
    #expect(stability.reading.rawValue == reading)
    #expect(abs(stability.index - index) < 0.06 * index + 0.002, "\(stability.index)")
  }

  @Test func `a few rows of the same distribution do not count as a shift`() {
    var alarms = 0
    var above = 0
    for seed in 0..<200 as Range<UInt64> {
      let training = FeatureDistribution("age", .numbers(normal(400, mean: 0, seed: seed)))
      let stability = PopulationStability(
        training, now: .numbers(normal(60, mean: 0, seed: seed &+ 1000)))
      if stability.index >= 0.1 { above += 1 }
      if stability.reading != .stable { alarms += 1 }
    }
    #expect(above > 60, "the index alone would have raised the alarm \(above) times")
    #expect(alarms <= 8, "\(alarms) of 200")
  }

  @Test func `missing values and unseen levels have bins of their own and leave it finite`() {
    let numbers = FeatureDistribution("age", .numbers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    let missing = PopulationStability(numbers, now: .numbers([Float](repeating: .nan, count: 10)))
    #expect(missing.index.isFinite && missing.index > 1)
    let levels = FeatureDistribution("city", .categories(["a", "b", "a", nil]))
    #expect(levels.counts == [2, 1, 0, 1])
    #expect(levels.counts(of: .categories(["c", "a", nil, "d"])) == [1, 0, 2, 1])
    let same = PopulationStability(levels, now: .categories(["a", nil, "a", "b"]))
    #expect(same.index == 0 && same.reading == .stable)
  }

  @Test func `repeated values, one value and nothing can be compared`() {
    let zeros: [Float] = [Float](repeating: 0, count: 90) + (1...10).map(Float.init)
    let spiked = FeatureDistribution("balance", .numbers(zeros))
    #expect(spiked.counts.first == 90)
    #expect(PopulationStability(spiked, now: .numbers(zeros)).index == 0)
    let constant = FeatureDistribution("k", .numbers([5, 5, 5]))
    #expect(PopulationStability(constant, now: .numbers([5])).index == 0)
    let empty = FeatureDistribution("none", .numbers([]))
    #expect(PopulationStability(empty, now: .numbers([1])).index.isNaN)
    #expect(PopulationStability(empty, now: .numbers([1])).reading == .stable)
    #expect(PopulationStability.figure([PopulationStability(empty, now: .numbers([]))]) == nil)
  }

  @Test func `more levels than are kept are counted together`() {
    let names = (0..<10_000).map { "city \($0 % 2000)" }
    let distribution = FeatureDistribution("city", .categories(names))
    #expect(distribution.counts.count == 52)
    #expect(distribution.counts[50] == 10_000 - 50 * 5)
    #expect(distribution.counts.reduce(0, +) == 10_000)
  }

  @Test func `the table begins with what moved most`() throws {
    let figure = try #require(
      PopulationStability.figure([
        PopulationStability(feature: "a", then: [500, 500], now: [500, 500]),
        PopulationStability(feature: "b", then: [500, 500], now: [100, 900]),
      ]))
    #expect(
      figure.sentence
        == "1 of 2 features has moved since training, b most of all, with a stability index of "
        + "0.88 (stable below 0.1, shifted above 0.25).")
    guard case .table(let table) = figure.content else { return }
    #expect(table.rows.map(\.first) == [.text("b"), .text("a")])
  }

  @Test func `calibration drift sees probabilities that have become too high`() throws {
    var generator = SplitMix64(seed: 3)
    let probabilities = (0..<4000).map { _ in 0.1 + 0.4 * generator.uniform() }
    let (then, now) = (
      probabilities.map { generator.uniform() < $0 },
      probabilities.map { generator.uniform() < $0 / 2 }
    )
    let drift = [
      CalibrationDrift(period: "then", probabilities: probabilities, labels: then),
      CalibrationDrift(period: "now", probabilities: probabilities, labels: now),
    ]
    #expect(drift.map(\.hasDrifted) == [false, true])
    #expect(drift[1].line.interceptInTheLarge < -0.5)
    #expect(try #require(CalibrationDrift.figure(drift)).sentence.contains("in 1 of 2"))
    let none = CalibrationDrift(period: "none", probabilities: [], labels: [])
    #expect(!none.hasDrifted && CalibrationDrift.figure([none]) == nil)
  }
}
