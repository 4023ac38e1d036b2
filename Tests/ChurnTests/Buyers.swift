import Domain
import Engine
import Features

@testable import Churn

/// Eighty customers who buy every few days; every third stops at a day of its own.
enum Buyers {
  static let start = Timestamp(year: 2025, month: 1, day: 1)
  static let asOf = start.adding(days: 300)

  static let log: InteractionLog = {
    var log = InteractionLog()
    for day in 0..<300 {
      for customer in 0..<80 where (day + customer) % (5 + customer % 11) == 0 {
        if customer % 3 == 0, day > 60 + customer * 2 { continue }
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(day % 9)),
          kind: .purchase, quantity: 1, value: Float(3 + customer % 7),
          occurredAt: start.adding(days: day))
      }
    }
    return log
  }()

  static let model = Result { try train(log) }

  static let configuration = ChurnTrainer.Configuration(horizonDays: 60)

  static func train(_ log: InteractionLog, asOf: Timestamp = asOf) throws -> ChurnModel {
    try ChurnTrainer(configuration: configuration)
      .train(on: .purchases(CustomerEvents(log: log), attributes: nil), asOf: asOf)
  }

  static func table(_ log: InteractionLog, cutoff: Timestamp = asOf) throws -> CustomerTable {
    try PurchaseFeatures.table(of: CustomerEvents(log: log), cutoff: cutoff)
  }

  static func learning(_ log: InteractionLog, asOf: Timestamp) -> PurchaseChurn {
    PurchaseChurn(
      events: CustomerEvents(log: log), attributes: nil, asOf: asOf,
      trainer: ChurnTrainer(configuration: configuration))
  }
}

/// The churn error that a closure ends with; nil where it ends well.
func churnError(_ body: () throws -> Void) -> ChurnError? {
  do {
    try body()
    return nil
  } catch {
    return error as? ChurnError
  }
}

/// Two numbers of which neither says anything alone.
enum Pairs {
  static let rows: ChurnRows = {
    var generator = SplitMix64(seed: 5)
    let count = 1500
    let left = (0..<count).map { _ in Float.random(in: -1..<1, using: &generator) }
    let right = (0..<count).map { _ in Float.random(in: -1..<1, using: &generator) }
    let labels = (0..<count).map { row in
      Double.random(in: 0..<1, using: &generator) < (left[row] * right[row] > 0 ? 0.9 : 0.1)
    }
    return ChurnRows(
      table: CustomerTable(
        customers: (0..<count).map { Customer.Key(Int64($0)) },
        numeric: [
          CustomerTable.NumericColumn(name: "left", values: left),
          CustomerTable.NumericColumn(name: "right", values: right),
        ]), labels: labels)
  }()
}
