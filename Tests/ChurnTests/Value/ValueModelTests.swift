import Domain
import Engine
import Features
import Glibc
import Testing

@testable import Churn

/// Two hundred customers who buy at rates and prices of their own; a third stop.
private enum Spenders {
  static let start = Timestamp(year: 2025, month: 1, day: 1)
  static let asOf = start.adding(days: 300)
  static let horizon = 60

  static let log = make(seed: 3)
  static let model = Result { try train(log) }

  static func make(seed: UInt64, days: Int = 300, price: Float = 1) -> InteractionLog {
    var generator = SplitMix64(seed: seed)
    var log = InteractionLog()
    for day in 0..<days {
      for customer in 0..<200 {
        let gap = 4 + customer % 37
        let isOver = customer % 3 == 0 && day > 40 + customer
        guard !isOver, generator.next() % UInt64(gap) == 0 else { continue }
        let level = Float(5 + customer % 13 * 4)
        let scatter = Float(generator.next() % 100) / 100
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(day % 9)),
          kind: .purchase, quantity: 1, value: price * level * (0.6 + scatter),
          occurredAt: start.adding(days: day))
      }
    }
    return log
  }

  static func train(
    _ log: InteractionLog, asOf: Timestamp = asOf, horizon: Int = horizon
  ) throws -> ValueModel {
    try ValueTrainer(configuration: ValueTrainer.Configuration(horizonDays: horizon))
      .train(on: log, asOf: asOf)
  }

  static func rows(_ log: InteractionLog = log) throws -> ValueRows {
    try ValueRows(of: log, cutoff: asOf, horizonDays: horizon)
  }
}

@Suite struct ValueModelTests {
  @Test func `the expected spend is exactly what is shown`() throws {
    let model = try Spenders.model.get()
    let rows = try Spenders.rows()
    let predictions = model.predictions(of: rows)
    let scores = model.scores(of: rows, at: Array(0..<rows.count))
    #expect(scores.count == rows.count && rows.count > 190)
    for (score, prediction) in zip(scores, predictions) {
      let logOdds = score.factors.reduce(score.baseLogOdds) { $0 + $1.toLogOdds }
      let logSpend = score.factors.reduce(score.baseLogSpend) { $0 + $1.toLogSpend }
      #expect(abs(logOdds - score.logOdds) < 1e-9)
      #expect(abs(logSpend - score.logSpend) < 1e-9)
      #expect(abs(1 / (1 + exp(-logOdds)) - score.buyProbability) < 1e-9)
      #expect(abs(score.buyProbability * score.spendIfBuying - score.expectedSpend) < 1e-9)
      #expect(
        abs(score.expectedSpend - prediction.expectedSpend) <= 1e-5 * prediction.expectedSpend)
      #expect(score.low >= 0 && score.low <= score.high)
    }
  }

  @Test func `some rows alone are scored as among all`() throws {
    let model = try Spenders.model.get()
    let rows = try Spenders.rows()
    let all = model.scores(of: rows, at: Array(0..<rows.count))
    let some = model.scores(of: rows, at: [7, 3])
    #expect(some.map(\.customer) == [all[7].customer, all[3].customer])
    #expect(some.map(\.expectedSpend) == [all[7].expectedSpend, all[3].expectedSpend])
  }

  @Test func `what comes after the cut-off changes nothing`() throws {
    let model = try Spenders.model.get()
    let longer = Spenders.make(seed: 3, days: 360)
    let found = model.predictions(of: try Spenders.rows(longer))
    #expect(found == model.predictions(of: try Spenders.rows()))
  }

  @Test func `money in another unit is predicted in that unit`() throws {
    let model = try Spenders.train(Spenders.make(seed: 3, price: 100))
    let small = try Spenders.model.get().predictions(of: Spenders.rows())
      .reduce(0) { $0 + $1.expectedSpend }
    let large = try model.predictions(of: Spenders.rows(Spenders.make(seed: 3, price: 100)))
      .reduce(0) { $0 + $1.expectedSpend }
    #expect(abs(large / small / 100 - 1) < 0.1)
  }

  @Test func `who spends more is expected to spend more, who stopped less`() throws {
    let model = try Spenders.model.get()
    let rows = try Spenders.rows()
    let predictions = model.predictions(of: rows)
    func mean(_ isIncluded: (Int64) -> Bool) -> Double {
      let members = rows.table.customers.indices.filter {
        isIncluded(rows.table.customers[$0].rawValue)
      }
      return members.reduce(0) { $0 + predictions[$1].expectedSpend } / Double(members.count)
    }
    let stopped = mean { $0 % 3 == 0 && $0 < 150 }
    let active = mean { $0 % 3 != 0 }
    #expect(stopped < active / 5)
    #expect(mean { $0 % 3 != 0 && $0 % 13 < 3 } < mean { $0 % 3 != 0 && $0 % 13 > 9 } / 2)
  }

  @Test func `a stored model gives the same bits`() throws {
    let model = try Spenders.model.get()
    let again = try ValueModel(checkpoint: Checkpoint(decoding: model.checkpoint().encoded()))
    let rows = try Spenders.rows()
    #expect(again.predictions(of: rows) == model.predictions(of: rows))
    #expect(again.medianValue == model.medianValue && again.medianValue > 0)
    #expect(throws: ChurnError.self) {
      try ValueModel(checkpoint: Checkpoint(kind: "churn"))
    }
  }

  @Test func `training twice gives the same bits`() throws {
    let rows = try Spenders.rows()
    #expect(
      try Spenders.train(Spenders.log).predictions(of: rows)
        == Spenders.model.get().predictions(of: rows))
  }

  @Test func `purchases no reference model can be fitted to are no obstacle`() throws {
    // Each customer buys on one day only: nobody has a rate.
    var log = InteractionLog()
    for day in 0..<200 {
      for number in 0..<3 {
        log.append(
          customer: Customer.Key(Int64(day * 3 + number)), product: Product.Key(1),
          kind: .purchase, quantity: 1, value: 10, occurredAt: Spenders.start.adding(days: day))
      }
    }
    let asOf = Spenders.start.adding(days: 200)
    let error = #expect(throws: ChurnError.self) {
      try Spenders.train(log, asOf: asOf)
    }
    #expect(error?.code == .tooLittleData && "\(error!)".contains("spent anything"))
  }
}

@Suite struct ValueBadInputTests {
  private func error(
    _ log: InteractionLog, days: Int = 300, horizon: Int = 60
  ) throws -> ChurnError {
    try #require(
      #expect(throws: ChurnError.self) {
        try Spenders.train(
          log, asOf: Spenders.start.adding(days: days), horizon: horizon)
      })
  }

  @Test func `no interactions, and none that are purchases`() throws {
    #expect(try "\(error(InteractionLog()))".contains("no interactions"))
    var views = Spenders.log
    views.kinds = views.kinds.map { _ in .view }
    let found = try error(views)
    #expect(found.code == .tooLittleData && "\(found)".contains("nobody has bought"))
  }

  @Test func `one customer is too few`() throws {
    let log = Spenders.log.filtered { Spenders.log.customers[$0].rawValue == 7 }
    let found = try error(log)
    #expect(found.code == .tooLittleData, "\(found)")
  }

  @Test func `purchases without a price`() throws {
    var log = Spenders.log
    log.values = log.values.map { _ in 0 }
    let found = try error(log)
    #expect(found.code == .tooLittleData && "\(found)".contains("prices"), "\(found)")
  }

  @Test func `a horizon longer than the data says what is possible`() throws {
    let found = try error(Spenders.log, horizon: 400)
    #expect(found.code == .tooLittleData && "\(found)".contains("--horizon 270"), "\(found)")
  }

  @Test func `more returned than bought is no negative spend`() throws {
    var log = Spenders.log
    for customer in 0..<40 {
      log.append(
        customer: Customer.Key(Int64(customer)), product: Product.Key(1), kind: .return,
        quantity: 1, value: 100_000, occurredAt: Spenders.start.adding(days: 299))
    }
    let rows = try Spenders.rows(log)
    #expect(rows.days.means.allSatisfy { $0 >= 0 })
    let cutoff = Spenders.start.adding(days: 240)
    let earlier = try ValueRows(of: log, cutoff: cutoff, horizonDays: 60)
    let spend = earlier.spend(in: log, from: cutoff, horizonDays: 60)
    #expect(spend.allSatisfy { $0 >= 0 } && spend.contains(0))
    let predictions = try Spenders.train(log).predictions(of: rows)
    #expect(predictions.allSatisfy { $0.expectedSpend.isFinite && $0.low >= 0 })
  }
}
