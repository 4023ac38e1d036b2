/// What the shop has of an order that a customer names.
package enum OrderLookup: Sendable {
  /// One of the customer's own.
  case found(CustomerFacts)
  /// None of the customer's own, whoever else's it may be.
  case notFound
  /// It is not known who asks.
  case unknownCustomer
}
