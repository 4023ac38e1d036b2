import Domain
import Storage
import Support

/// What the bot may say to a customer, of that customer's own records and of nobody else's.
struct CustomerRecord: Sendable {
  var key: Customer.Key
  var id: Customer.ID
  var facts: CustomerFacts
  var orders: CustomerOrders
  /// Titles by product, of the products in the orders.
  var titles: [Product.Key: String] = [:]
  var currencies: [Product.Key: String] = [:]

  /// The most purchases looked through for a customer's orders.
  private static let mostLines = 2_000
  /// Attributes that say how loyal a customer is, the first found counts.
  private static let loyaltyAttributes = [
    "loyalty", "loyalty_tier", "loyalty_points", "plan",
  ]

  /// Reads what is on record of a customer.
  init(
    _ key: Customer.Key, _ customer: Customer, _ settings: SettingValues, _ catalogue: Catalogue,
    _ reader: Reader
  ) throws {
    let lines = try reader.purchases(of: key, limit: Self.mostLines)
    self.key = key
    id = customer.id
    facts = CustomerFacts(name: customer.name, attributes: customer.attributes)
    orders = CustomerOrders(lines)
    for line in lines {
      guard let product = catalogue[line.product] else { continue }
      titles[line.product] = product.title ?? product.id.rawValue
      currencies[line.product] = product.currency
    }
    facts.lastOrder = orders.orders.first.map(described)
    facts.returnWindowDays = settings[.returnWindowDays].map { Int($0) }
    facts.loyalty = Self.loyalty(of: customer)
  }

  /// The last order, as answers tell it beside their words.
  var context: SupportAnswer.CustomerContext {
    let last = orders.orders.first
    return SupportAnswer.CustomerContext(
      customerId: id.rawValue, lastOrderDate: last?.placedAt.date, lastOrderLines: last?.lines,
      lastOrderValue: facts.lastOrder?.value)
  }

  /// The facts with one of the customer's own orders as what it is about.
  func lookUp(_ number: String) -> OrderLookup {
    guard let order = orders[number] else { return .notFound }
    var facts = facts
    facts.order = described(order)
    return .found(facts)
  }

  private func described(_ order: CustomerOrders.Order) -> CustomerFacts.Order {
    CustomerFacts.Order(
      number: order.number, placedAt: order.placedAt,
      products: order.products.compactMap { titles[$0] },
      value: order.value.map { ($0 * 100).rounded() / 100 },
      currency: order.products.lazy.compactMap { currencies[$0] }.first)
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
}

extension Int64 {
  fileprivate init(clamping number: Double) {
    self = number.isFinite ? Int64(Swift.max(-9e15, Swift.min(9e15, number))) : 0
  }
}
