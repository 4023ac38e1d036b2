package import Domain

/// One line of something bought.
package struct PurchaseLine: Sendable, Hashable {
  /// Which product.
  package var product: Product.Key
  /// How many pieces.
  package var quantity: Double
  /// What was paid in all, or the rating; nil where it is not known.
  package var value: Double?
  /// When it happened.
  package var occurredAt: Timestamp
  /// The source's own id of the event.
  package var eventID: String?

  package init(
    product: Product.Key, quantity: Double, value: Double?, occurredAt: Timestamp,
    eventID: String?
  ) {
    self.product = product
    self.quantity = quantity
    self.value = value
    self.occurredAt = occurredAt
    self.eventID = eventID
  }
}

extension Reader {
  /// The newest purchases of one customer, the newest first.
  package func purchases(
    of customer: Customer.Key, limit: Int
  ) throws(StoreError) -> [PurchaseLine] {
    try connection.all(
      """
      SELECT product_key, quantity, value, occurred_at, event_id FROM interactions
      WHERE customer_key = ?1 AND kind = ?2 ORDER BY occurred_at DESC, key DESC LIMIT ?3
      """,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, Int64(InteractionKind.purchase.rawValue))
        $0.bind(3, limit)
      },
      row: {
        PurchaseLine(
          product: Product.Key($0.integer(0)), quantity: $0.real(1), value: $0.optionalReal(2),
          occurredAt: Timestamp(seconds: $0.integer(3)), eventID: $0.optionalText(4))
      })
  }

  /// Event ids of the purchases stored last, from which the form of the shop's order
  /// numbers can be learned.
  ///
  /// - Parameters:
  ///   - key: only interactions of greater keys are looked at.
  ///   - limit: how many at the most.
  /// - Returns: the ids, the newest first.
  /// - Throws: `StoreError` where the database cannot be read.
  package func newestPurchaseEventIDs(
    after key: Int64 = 0, limit: Int
  ) throws(StoreError) -> [String] {
    try connection.all(
      """
      SELECT event_id FROM interactions WHERE key > ?3 AND kind = ?1 AND event_id IS NOT NULL
      ORDER BY key DESC LIMIT ?2
      """,
      bind: {
        $0.bind(1, Int64(InteractionKind.purchase.rawValue))
        $0.bind(2, limit)
        $0.bind(3, key)
      },
      row: { $0.text(0) })
  }
}
