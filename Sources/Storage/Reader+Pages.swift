package import Domain

/// One stored interaction with what names its place among those of its customer.
package struct StoredInteraction: Sendable, Hashable {
  /// Ascends with the order of arrival.
  package var key: Int64
  /// Which product.
  package var product: Product.ID
  /// What kind it is.
  package var kind: InteractionKind
  /// How many pieces.
  package var quantity: Double
  /// What was paid in all, or the rating; nil where it is not known.
  package var value: Double?
  /// When it happened.
  package var occurredAt: Timestamp
  /// The source's own id of the event.
  package var eventID: String?
}

/// Pages of records that stay as they are while others arrive: each begins behind the last
/// record of the one before, not after a count of them.
extension Reader {
  static let interactionPageSQL: StaticString = """
    SELECT interactions.key, products.id, kind, quantity, value, occurred_at, event_id
    FROM interactions JOIN products ON products.key = product_key
    WHERE customer_key = ?1 AND (occurred_at, interactions.key) < (?2, ?3)
    ORDER BY occurred_at DESC, interactions.key DESC LIMIT ?4
    """

  /// Customers behind an id, in the order of their ids' bytes.
  package func customers(
    after id: Customer.ID?, limit: Int
  ) throws(StoreError) -> [Customer] {
    try connection.all(
      """
      SELECT key, id, name, email, country, first_seen, attributes FROM customers
      WHERE id > ?1 ORDER BY id LIMIT ?2
      """,
      bind: {
        $0.bind(1, id?.rawValue ?? "")
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try customer(row).customer })
  }

  /// Products behind an id, in the order of their ids' bytes.
  package func products(after id: Product.ID?, limit: Int) throws(StoreError) -> [Product] {
    try connection.all(
      """
      SELECT key, id, title, description, category, price, currency, available, attributes
      FROM products WHERE id > ?1 ORDER BY id LIMIT ?2
      """,
      bind: {
        $0.bind(1, id?.rawValue ?? "")
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try product(row).product })
  }

  /// Interactions of a customer, the newest first and of one second the last to arrive
  /// first.
  ///
  /// `before` is the time and the key of the last one seen; nil begins with the newest.
  package func interactions(
    of customer: Customer.Key, before: (time: Timestamp, key: Int64)?, limit: Int
  ) throws(StoreError) -> [StoredInteraction] {
    try connection.all(
      Self.interactionPageSQL,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, before?.time.seconds ?? Int64.max)
        $0.bind(3, before?.key ?? Int64.max)
        $0.bind(4, limit)
      },
      row: { row throws(StoreError) in
        guard let kind = UInt8(exactly: row.integer(2)).flatMap({ InteractionKind(rawValue: $0) })
        else { throw corrupt("an interaction of an unknown kind") }
        return StoredInteraction(
          key: row.integer(0), product: Product.ID(row.text(1)), kind: kind,
          quantity: row.real(3), value: row.optionalReal(4),
          occurredAt: Timestamp(seconds: row.integer(5)), eventID: row.optionalText(6))
      })
  }
}
