import Domain
import Storage
import Support

/// What the bot may know of the customer who asks.
struct CustomerRecord: Sendable {
  var key: Customer.Key
  var facts: CustomerFacts
  var orders: CustomerOrders
  /// Titles by product, of the products in the orders.
  var titles: [Product.Key: String]
  var currencies: [Product.Key: String]

  /// The facts with one of the customer's own orders as what it is about.
  func lookUp(_ number: String) -> OrderLookup {
    guard let order = orders[number] else { return .notFound }
    var facts = facts
    facts.order = described(order)
    return .found(facts)
  }

  func described(_ order: CustomerOrders.Order) -> CustomerFacts.Order {
    CustomerFacts.Order(
      number: order.number, placedAt: order.placedAt,
      products: order.products.compactMap { titles[$0] },
      value: order.value.map { ($0 * 100).rounded() / 100 },
      currency: order.products.lazy.compactMap { currencies[$0] }.first)
  }
}

extension Rapport {
  /// The most purchases looked through for a customer's orders.
  private static let mostLines = 2_000
  /// Attributes that say how loyal a customer is, the first found counts.
  private static let loyaltyAttributes = [
    "loyalty", "loyalty_tier", "loyalty_points", "plan",
  ]

  /// What the bot may say to a customer, of that customer's own records and of nobody
  /// else's.
  func customerRecord(_ key: Customer.Key, _ customer: Customer) throws -> CustomerRecord {
    let lines = try store.read { try $0.purchases(of: key, limit: Self.mostLines) }
    let catalogue = try catalogue()
    var titles: [Product.Key: String] = [:]
    var currencies: [Product.Key: String] = [:]
    for line in lines {
      guard let product = catalogue[line.product] else { continue }
      titles[line.product] = product.title ?? product.id.rawValue
      currencies[line.product] = product.currency
    }
    var record = CustomerRecord(
      key: key, facts: CustomerFacts(name: customer.name, attributes: customer.attributes),
      orders: CustomerOrders(lines), titles: titles, currencies: currencies)
    record.facts.lastOrder = record.orders.orders.first.map(record.described)
    record.facts.returnWindowDays = try settingValue(.returnWindowDays).map { Int($0) }
    record.facts.loyalty = Self.loyalty(of: customer)
    return record
  }

  private static func loyalty(of customer: Customer) -> String? {
    for name in loyaltyAttributes {
      switch customer.attributes[name] {
      case .text(let text): return text
      case .number(let number):
        let amount = number == number.rounded() ? String(Int64(clamping: number)) : "\(number)"
        return name == "loyalty_points" ? "\(amount) points" : amount
      case .flag, nil: continue
      }
    }
    return nil
  }

  /// Whether a customer's probability of leaving reaches the setting; false where there
  /// is no score.
  func isAtRisk(_ key: Customer.Key) throws -> Bool {
    guard let limit = try settingValue(.handoffRisk), limit < 1 else { return false }
    return try churnProbability(of: key).map { $0 >= limit } ?? false
  }
}

extension Int64 {
  fileprivate init(clamping number: Double) {
    self = number.isFinite ? Int64(Swift.max(-9e15, Swift.min(9e15, number))) : 0
  }
}
