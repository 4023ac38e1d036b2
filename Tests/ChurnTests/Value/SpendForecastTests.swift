import Engine
import Evaluation
import Glibc
import Testing

@testable import Churn

@Suite struct SpendForecastTests {
  private let forecast = SpendForecast(
    predicted: [10, 8, 8, 1, 0, 3, 2, 2, 5, 4], actual: [30, 0, 20, 0, 0, 10, 0, 0, 40, 0])
  private let once = [Int](repeating: 1, count: 10)

  @Test func `the measures of a small case, by hand`() {
    // SciPy's spearmanr of the two.
    #expect(abs(forecast.value(of: .spearman, draws: once) - 0.635_442_494_5) < 1e-9)
    #expect(forecast.value(of: .topTenthShare, draws: once) == 0.3)
    #expect(abs(forecast.value(of: .meanAbsoluteError, draws: once) - 9.1) < 1e-12)
    #expect(
      abs(forecast.value(of: .rootMeanSquaredError, draws: once) - 190.7.squareRoot()) < 1e-12)
    #expect(abs(forecast.value(of: .bias, draws: once) + 0.57) < 1e-12)
  }

  @Test func `a case drawn twice counts twice`() {
    let doubled = SpendForecast(
      predicted: forecast.predicted + forecast.predicted,
      actual: forecast.actual + forecast.actual)
    let twice = [Int](repeating: 2, count: 10)
    for measure in SpendForecast.Measure.allCases {
      let other = doubled.value(of: measure, draws: once + once)
      #expect(abs(forecast.value(of: measure, draws: twice) - other) < 1e-12, "\(measure)")
    }
  }

  @Test func `the share of a part of a customer`() {
    #expect(forecast.spendShare(ofFirst: 0.05, draws: once) == 0.15)
    #expect(forecast.spendShare(ofFirst: 1, draws: once) == 1)
    #expect(forecast.spendShare(ofFirst: 0, draws: once) == 0)
  }

  @Test func `a forecast is no better than itself`() {
    for found in forecast.differences(from: forecast, seed: 1) {
      #expect(found.difference.metric.value == 0 && found.difference.p == 1, "\(found.name)")
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `intervals hold four outcomes of five of rows they were not made from`(
    seed: UInt64
  ) {
    var generator = SplitMix64(seed: seed)
    func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    func normal() -> Double {
      (-2 * log(uniform() + 1e-300)).squareRoot() * cos(6.2831853 * uniform())
    }
    // The scatter depends on the size, which the distribution does not know.
    func draw() -> (p: Double, mean: Double, spend: Double) {
      let p = 0.3 + 0.69 * uniform()
      let mean = 2 + 3 * uniform()
      let spend = uniform() < p ? max(0, exp(mean + (0.3 + mean / 5) * normal()) - 1) : 0
      return (p, mean, spend)
    }
    let fitted = (0..<4000).map { _ in draw() }
    var distribution = SpendDistribution(
      residuals: fitted.filter { $0.spend > 0 }.map { log1p($0.spend) - $0.mean })
    distribution.calibrate(
      buyProbabilities: fitted.map(\.p), logSpends: fitted.map(\.mean),
      spend: fitted.map(\.spend))
    let fresh = (0..<4000).map { _ in draw() }
    let inside = fresh.count {
      let (low, high) = distribution.interval(buyProbability: $0.p, logSpend: $0.mean)
      return $0.spend >= low && $0.spend <= high
    }
    #expect((0.78...0.87).contains(Double(inside) / 4000), "\(inside)")
  }

  @Test func `the way back to money is without bias where the scatter is alike`() {
    var generator = SplitMix64(seed: 5)
    let residuals = (0..<20_000).map { _ in
      Double(generator.next() >> 11) * 0x1p-53 * 2 - 1
    }
    let distribution = SpendDistribution(residuals: residuals)
    // The mean of the exponential of a uniform number of −1…1 is sinh 1.
    #expect(abs(distribution.mean(logSpend: log(100)) - (100 * sinh(1) - 1)) < 1)
  }

  @Test func `an interval of one who hardly ever buys is nothing alone`() {
    let distribution = SpendDistribution(residuals: [-0.5, 0, 0.5])
    let (low, high) = distribution.interval(buyProbability: 0.1, logSpend: 3)
    #expect(low == 0 && high == 0)
    let sure = distribution.interval(buyProbability: 1, logSpend: 3)
    #expect(sure.low > 0 && sure.low < expm1(3) && sure.high > expm1(3))
  }
}
