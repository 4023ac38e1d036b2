package import Domain

extension Writer {
  /// Adds one interaction.
  ///
  /// Many go fastest in one transaction, however many they are.
  ///
  /// - Returns: false where the event id is stored already, which changes nothing.
  package func insertInteraction(
    customer: Customer.Key, product: Product.Key, kind: InteractionKind, quantity: Double = 1,
    value: Double? = nil, occurredAt: Timestamp, eventID: String? = nil
  ) throws(StoreError) -> Bool {
    if load.stored == nil { load.stored = try lastInteractionKey() }
    let isNew = try insert(customer, product, kind, quantity, value, occurredAt, eventID)
    if isNew { try countInteraction() }
    return isNew
  }

  private func insert(
    _ customer: Customer.Key, _ product: Product.Key, _ kind: InteractionKind, _ quantity: Double,
    _ value: Double?, _ occurredAt: Timestamp, _ eventID: String?
  ) throws(StoreError) -> Bool {
    let statement = try connection.statement(
      """
      INSERT INTO interactions
        (customer_key, product_key, kind, quantity, value, occurred_at, event_id)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (event_id) WHERE event_id IS NOT NULL DO NOTHING
      """)
    defer { statement.reset() }
    statement.bind(1, customer.rawValue)
    statement.bind(2, product.rawValue)
    statement.bind(3, Int64(kind.rawValue))
    statement.bind(4, quantity)
    statement.bind(5, value)
    statement.bind(6, occurredAt.seconds)
    statement.bind(7, eventID)
    _ = try statement.step()
    // Without an event id there is nothing to be in conflict with.
    return eventID == nil || connection.changes > 0
  }

  /// Removes every interaction whose key is at least this one: those of the last
  /// import and whatever came after it.
  ///
  /// - Returns: how many there were.
  @discardableResult
  package func deleteInteractions(from key: Int64) throws(StoreError) -> Int {
    try connection.run("DELETE FROM interactions WHERE key >= ?1") { $0.bind(1, key) }
    return connection.changes
  }

  /// The greatest key of any interaction; zero where there is none.
  package func lastInteractionKey() throws(StoreError) -> Int64 {
    try reading.lastInteractionKey()
  }
}
