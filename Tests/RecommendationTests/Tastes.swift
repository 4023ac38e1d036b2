import Domain
import Engine
import Features

@testable import Recommendation

/// Thirty customers of two tastes: customers 0…14 buy products 0…5, the others
/// 6…11, one thing every few days.
enum Tastes {
  static let start = Timestamp(year: 2025, month: 1, day: 1)

  static let log: InteractionLog = {
    var log = InteractionLog()
    var generator = SplitMix64(seed: 3)
    for day in 0..<200 {
      for customer in 0..<30 where (day + customer) % 5 == 0 {
        let product = Int(generator.next() % 6) + (customer < 15 ? 0 : 6)
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(product)),
          kind: .purchase, quantity: 1, value: 5, occurredAt: start.adding(days: day))
      }
    }
    return log
  }()

  /// Customers 0…9 live in DE: 400 purchases; customer 29 alone in LI: 40.
  static let countries: [Customer.Key: String] = {
    var countries: [Customer.Key: String] = [:]
    for customer in 0..<10 { countries[Customer.Key(Int64(customer))] = "DE" }
    countries[Customer.Key(29)] = "LI"
    return countries
  }()

  static func train(seed: UInt64 = 1) throws -> RecommenderModel {
    try RecommenderTrainer(configuration: .standard, seed: seed)
      .train(on: log, records: ShopRecords(countries: countries))
  }

  static let model = Result { try train() }

  static let nothing = CustomerHistory(items: [], sequence: [], asOf: start)

  /// The history of a customer as of the end of the log.
  static func history(_ customer: Int64, _ model: RecommenderModel) -> CustomerHistory {
    model.historyBuilder.history(
      in: log.filtered { log.customers[$0] == Customer.Key(customer) }, asOf: model.trainedAsOf)
  }

  static func history(
    of events: [(product: Int64, kind: InteractionKind)], _ model: RecommenderModel
  ) -> CustomerHistory {
    var log = InteractionLog()
    for event in events {
      log.append(
        customer: Customer.Key(99), product: Product.Key(event.product), kind: event.kind,
        quantity: 1, value: 0, occurredAt: model.trainedAsOf)
    }
    return model.historyBuilder.history(in: log, asOf: model.trainedAsOf)
  }
}
