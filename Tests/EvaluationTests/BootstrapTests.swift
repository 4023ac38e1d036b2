import Engine
import Testing

@testable import Evaluation

@Suite struct BootstrapTests {
  /// The half of the normal 95 % interval of the mean: 1.96 · s/√n.
  private func normalHalf(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (count - 1)
    return 1.96 * (variance / count).squareRoot()
  }

  private func noise(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.normal() }
  }

  @Test
  func `the interval of a mean holds it, repeats with its seed and is as wide as theory says`() {
    let values = (0..<200).map { Double($0 % 7) }
    let metric = Bootstrap.mean(of: values, seed: 3)
    #expect(metric.low < metric.value && metric.value < metric.high)
    #expect(metric == Bootstrap.mean(of: values, seed: 3))
    #expect(metric != Bootstrap.mean(of: values, seed: 4))
    let half = normalHalf(values)
    #expect(abs((metric.high - metric.low) / 2 - half) < 0.15 * half)
  }

  @Test(arguments: 0..<5 as Range<UInt64>)
  func `columns together give what each gives alone`(seed: UInt64) {
    var columns = (0..<19).map { noise(50, seed: seed &* 100 &+ $0) }
    columns[4][7] = .nan
    columns[11] = [Double](repeating: .nan, count: 50)
    let together = Bootstrap.means(of: columns, resamples: 200, seed: seed)
    for (column, metric) in zip(columns, together) where column.contains(where: \.isFinite) {
      #expect(metric == Bootstrap.mean(of: column, resamples: 200, seed: seed), "seed \(seed)")
    }
    #expect(together[11].value.isNaN && together[11].low.isNaN)
    #expect(together[4].value.isFinite, "a missing value is left out")
  }

  @Test func `no columns and no cases have no figures`() {
    #expect(Bootstrap.means(of: [], seed: 1).isEmpty)
    #expect(Bootstrap.mean(of: [], seed: 1).value.isNaN)
    #expect(Bootstrap.pairedDifference([], [], seed: 1).p.isNaN)
  }

  @Test func `a small difference of the same cases is seen where the cases differ much`() {
    let hard = noise(400, seed: 1).map { 10 * $0 }
    let better = zip(hard, noise(400, seed: 2)).map { $0 + 0.3 + 0.1 * $1 }
    let difference = Bootstrap.pairedDifference(better, hard, seed: 5)
    #expect(difference.metric.low > 0)
    #expect(difference.p == 2.0 / 1001, "the least that 1,000 resamples can say")
    #expect(difference.cases == 400)
    let half = normalHalf(zip(better, hard).map { $0 - $1 })
    let width = (difference.metric.high - difference.metric.low) / 2
    #expect(abs(width - half) < 0.15 * half)
    let alone = Bootstrap.mean(of: better, seed: 5)
    #expect(alone.high - alone.low > 20 * (difference.metric.high - difference.metric.low))
  }

  @Test func `a difference and its reverse mirror each other`() {
    let (a, b) = (noise(100, seed: 7), noise(100, seed: 8))
    let forth = Bootstrap.pairedDifference(a, b, resamples: 1001, seed: 2)
    let back = Bootstrap.pairedDifference(b, a, resamples: 1001, seed: 2)
    #expect(forth.metric.value == -back.metric.value)
    #expect(forth.metric.low == -back.metric.high)
    #expect(forth.p == back.p)
  }

  @Test func `equal models differ by nothing and with no significance`() {
    let values = noise(50, seed: 3)
    let difference = Bootstrap.pairedDifference(values, values, seed: 1)
    #expect(difference.metric == Metric(value: 0, low: 0, high: 0))
    #expect(difference.p == 1)
  }

  @Test func `models without a difference are told apart about one time in twenty`() {
    var significant = 0
    for trial in 0..<400 as Range<UInt64> {
      let (a, b) = (noise(60, seed: 2 * trial), noise(60, seed: 2 * trial + 1))
      if Bootstrap.pairedDifference(a, b, resamples: 400, seed: trial).p < 0.05 {
        significant += 1
      }
    }
    // Binomial(400, 0.05) has mean 20 and deviation 4.4; the percentile interval
    // of 60 cases is slightly too narrow.
    #expect((8...36).contains(significant), "\(significant) of 400")
  }

  @Test func `a case that one model lacks is left out of the difference`() {
    let difference = Bootstrap.pairedDifference([1, .nan, 3, 4], [0, 5, .nan, 3], seed: 1)
    #expect(difference.cases == 2)
    #expect(difference.metric.value == 1)
  }
}
