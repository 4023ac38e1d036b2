/// What a customer did with a product.
package enum InteractionKind: UInt8, Sendable, Hashable, CaseIterable {
  case view = 1
  case cart = 2
  case purchase = 3
  case `return` = 4
  case rating = 5
  case like = 6
  case dislike = 7

  /// The name used in files, in the HTTP API and in answers.
  package var name: String {
    switch self {
    case .view: "view"
    case .cart: "cart"
    case .purchase: "purchase"
    case .return: "return"
    case .rating: "rating"
    case .like: "like"
    case .dislike: "dislike"
    }
  }

  /// The kind of that name, in any letter case.
  package init?(name: String) {
    let lowered = name.lowercased()
    guard let kind = Self.allCases.first(where: { $0.name == lowered }) else { return nil }
    self = kind
  }
}

/// One thing a customer did with a product at one time.
package struct Interaction: Sendable, Hashable {
  /// The greatest quantity and value taken in: far above any real one, and far
  /// below what sums of single-precision numbers can hold.
  package static let greatestAmount = 1e15
  /// The greatest rating taken in, on whatever scale the shop rates.
  package static let greatestRating = 1000.0

  package var customer: Customer.ID
  package var product: Product.ID
  package var kind: InteractionKind
  /// Pieces; above zero, a return included.
  package var quantity: Double
  /// The whole line in the shop's currency (quantity × price), or a rating's
  /// value; nil where the source says neither.
  package var value: Double?
  package var occurredAt: Timestamp
  /// The source's own identifier of the event, which makes re-sending harmless.
  package var eventID: String?

  package init(
    customer: Customer.ID, product: Product.ID, kind: InteractionKind, quantity: Double = 1,
    value: Double? = nil, occurredAt: Timestamp, eventID: String? = nil
  ) {
    self.customer = customer
    self.product = product
    self.kind = kind
    self.quantity = quantity
    self.value = value
    self.occurredAt = occurredAt
    self.eventID = eventID
  }
}

/// Interactions as columns of equal length, in the order of `occurredAt` and,
/// within one second, of arrival: what training reads.
package struct InteractionLog: Sendable {
  package var customers: [Customer.Key] = []
  package var products: [Product.Key] = []
  package var kinds: [InteractionKind] = []
  package var quantities: [Float] = []
  /// Zero where the source gave none.
  package var values: [Float] = []
  package var occurredAt: [Timestamp] = []

  package init() {}

  /// The number of interactions.
  package var count: Int { customers.count }

  /// Adds one interaction at the end.
  package mutating func append(
    customer: Customer.Key, product: Product.Key, kind: InteractionKind, quantity: Float,
    value: Float, occurredAt time: Timestamp
  ) {
    customers.append(customer)
    products.append(product)
    kinds.append(kind)
    quantities.append(quantity)
    values.append(value)
    occurredAt.append(time)
  }

  /// The interactions whose index satisfies the predicate, in the same order.
  package func filtered(_ isIncluded: (Int) -> Bool) -> InteractionLog {
    var result = InteractionLog()
    for index in 0..<count where isIncluded(index) {
      result.append(
        customer: customers[index], product: products[index], kind: kinds[index],
        quantity: quantities[index], value: values[index], occurredAt: occurredAt[index])
    }
    return result
  }

  /// These interactions followed by others.
  package func appending(_ others: InteractionLog) -> InteractionLog {
    var result = self
    result.customers += others.customers
    result.products += others.products
    result.kinds += others.kinds
    result.quantities += others.quantities
    result.values += others.values
    result.occurredAt += others.occurredAt
    return result
  }

  /// The same interactions in the opposite order.
  package func reversed() -> InteractionLog {
    var result = self
    result.customers.reverse()
    result.products.reverse()
    result.kinds.reverse()
    result.quantities.reverse()
    result.values.reverse()
    result.occurredAt.reverse()
    return result
  }
}
