package import Domain

/// What an answer may say of the customer it goes to; nil where nothing is known.
///
/// Filled from the records of that one customer and of nobody else.
package struct CustomerFacts: Sendable, Hashable {
  /// One purchase.
  package struct Order: Sendable, Hashable {
    package var number: String?
    package var placedAt: Timestamp?
    /// Titles of what was bought.
    package var products: [String]
    package var value: Double?
    /// ISO 4217, such as `EUR`.
    package var currency: String?

    package init(
      number: String? = nil, placedAt: Timestamp? = nil, products: [String] = [],
      value: Double? = nil, currency: String? = nil
    ) {
      self.number = number
      self.placedAt = placedAt
      self.products = products
      self.value = value
      self.currency = currency
    }
  }

  package var name: String?
  package var lastOrder: Order?
  /// The order that the conversation is about: one of the customer's own, or no
  /// more than the number the customer gave.
  package var order: Order?
  /// Days after an order on which it may be returned.
  package var returnWindowDays: Int?
  /// A tier such as `gold`, or points such as `120 points`.
  package var loyalty: String?
  /// Whatever else the shop knows, by name.
  package var attributes: [String: AttributeValue]

  package init(
    name: String? = nil, lastOrder: Order? = nil, order: Order? = nil,
    returnWindowDays: Int? = nil, loyalty: String? = nil,
    attributes: [String: AttributeValue] = [:]
  ) {
    self.name = name
    self.lastOrder = lastOrder
    self.order = order
    self.returnWindowDays = returnWindowDays
    self.loyalty = loyalty
    self.attributes = attributes
  }
}
