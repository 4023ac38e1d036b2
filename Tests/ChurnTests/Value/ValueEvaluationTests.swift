import Domain
import Engine
import Evaluation
import Features
import Glibc
import Testing

@testable import Churn

@Suite struct ValueEvaluationTests {
  private static let start = Timestamp(year: 2025, month: 1, day: 1)

  /// Customers of gamma distributed rates who buy for a lognormal price of their own.
  private static func log(customers: Int, days: Int, seed: UInt64) -> InteractionLog {
    var generator = SplitMix64(seed: seed)
    func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    let rates = (0..<customers).map { _ in 0.005 + 0.06 * uniform() * uniform() }
    let prices = (0..<customers).map { _ in exp(2 + 2 * uniform()) }
    let lastDays = (0..<customers).map { _ in uniform() < 0.4 ? Int(uniform() * 300) : 1000 }
    var log = InteractionLog()
    for day in 0..<days {
      for customer in 0..<customers where day <= lastDays[customer] {
        guard uniform() < rates[customer] else { continue }
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(1), kind: .purchase,
          quantity: 1, value: Float(prices[customer] * (0.5 + uniform())),
          occurredAt: start.adding(days: day))
      }
    }
    return log
  }

  @Test func `it finds what the customers will spend, and says so beside its rivals`() throws {
    let log = Self.log(customers: 1500, days: 360, seed: 11)
    let report = try ValueEvaluation.evaluate(
      log, configuration: ValueTrainer.Configuration(horizonDays: 60),
      asOf: Self.start.adding(days: 360), seed: 1)
    #expect(report.task == "value")
    #expect(try #require(report["spearman"]).value > 0.4)
    #expect(try #require(report["spend_in_top_10_percent"]).value > 0.25)
    #expect(abs(try #require(report["bias"]).value) < 0.15)
    #expect((0.76...0.95).contains(try #require(report["interval_coverage"]).value))
    #expect(
      report.models.map(\.name) == [
        "BG/NBD purchases × mean order", "BG/NBD × gamma-gamma", "same as last period",
      ])
    let last = try #require(report.models.last?.differences.first { $0.name == "rmse" })
    #expect(last.difference.metric.high < 0)
    #expect(report.figures.map(\.name) == ["spend-gain", "spend-calibration"])
    guard case .lines(let gain) = try #require(report.figures.first).content else {
      Issue.record("the gain is no line chart")
      return
    }
    for line in gain.lines {
      #expect(line.points.first?.y == 0)
      #expect(abs((line.points.last?.y ?? 0) - 1) < 1e-9, "\(line.name)")
      #expect(zip(line.points, line.points.dropFirst()).allSatisfy { $0.y <= $1.y + 1e-12 })
    }
  }

  @Test func `shuffled spend cannot be predicted`() throws {
    var log = Self.log(customers: 1500, days: 360, seed: 12)
    // Who bought after the first cut-off is drawn anew for each purchase.
    var generator = SplitMix64(seed: 9)
    for index in 0..<log.count where log.occurredAt[index] >= Self.start.adding(days: 190) {
      log.customers[index] = Customer.Key(Int64(generator.next() % 1500))
      log.values[index] = 10
    }
    let report = try ValueEvaluation.evaluate(
      log, configuration: ValueTrainer.Configuration(horizonDays: 60),
      asOf: Self.start.adding(days: 360), seed: 1)
    #expect(abs(try #require(report["spearman"]).value) < 0.08)
  }

  @Test func `nobody who spends in the test horizon`() throws {
    let log = Self.log(customers: 300, days: 200, seed: 13)
    let error = #expect(throws: ChurnError.self) {
      try ValueEvaluation.evaluate(
        log, configuration: ValueTrainer.Configuration(horizonDays: 60),
        asOf: Self.start.adding(days: 260), seed: 1)
    }
    #expect(error?.code == .tooLittleData)
  }
}
