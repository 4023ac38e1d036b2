package import Domain

extension Writer {
  /// The key of a customer, who is created where unknown.
  ///
  /// `firstSeen` moves the stored time back where it is earlier; `country` is
  /// stored only where none is known.
  package func customerKey(
    for id: Customer.ID, firstSeen: Timestamp? = nil, country: String? = nil
  ) throws(StoreError) -> Customer.Key {
    if let known = customers[id], !adds(known, firstSeen, country) { return known.key }
    if let known = try storedCustomer(id) {
      guard adds(known, firstSeen, country) else { return known.key }
      try fillIn(id, known, firstSeen, country)
      return known.key
    }
    try connection.run("INSERT INTO customers (id, country, first_seen) VALUES (?1, ?2, ?3)") {
      $0.bind(1, id.rawValue)
      $0.bind(2, country)
      $0.bind(3, firstSeen?.seconds)
    }
    let key = Customer.Key(connection.lastInsertedKey)
    remember(id, KnownCustomer(key: key, firstSeen: firstSeen, hasCountry: country != nil))
    return key
  }

  /// The key of a customer, or nil for an unknown one.
  package func existingCustomerKey(for id: Customer.ID) throws(StoreError) -> Customer.Key? {
    if let known = customers[id] { return known.key }
    return try storedCustomer(id)?.key
  }

  private func adds(_ known: KnownCustomer, _ time: Timestamp?, _ country: String?) -> Bool {
    if country != nil, !known.hasCountry { return true }
    guard let time else { return false }
    return known.firstSeen.map { time < $0 } ?? true
  }

  private func storedCustomer(_ id: Customer.ID) throws(StoreError) -> KnownCustomer? {
    let known = try connection.first(
      "SELECT key, first_seen, country IS NOT NULL FROM customers WHERE id = ?1",
      bind: { $0.bind(1, id.rawValue) },
      row: {
        KnownCustomer(
          key: Customer.Key($0.integer(0)),
          firstSeen: $0.optionalInteger(1).map { Timestamp(seconds: $0) },
          hasCountry: $0.integer(2) != 0)
      })
    if let known { remember(id, known) }
    return known
  }

  private func fillIn(
    _ id: Customer.ID, _ known: KnownCustomer, _ time: Timestamp?, _ country: String?
  ) throws(StoreError) {
    try connection.run(
      """
      UPDATE customers SET country = coalesce(country, ?2),
        first_seen = CASE WHEN first_seen <= ?3 OR ?3 IS NULL THEN first_seen ELSE ?3 END
      WHERE key = ?1
      """
    ) {
      $0.bind(1, known.key.rawValue)
      $0.bind(2, country)
      $0.bind(3, time?.seconds)
    }
    let earliest = [known.firstSeen, time].compactMap(\.self).min()
    remember(
      id,
      KnownCustomer(
        key: known.key, firstSeen: earliest, hasCountry: known.hasCountry || country != nil))
  }

  private func remember(_ id: Customer.ID, _ known: KnownCustomer) {
    if customers.count >= Self.cacheCapacity { customers.removeAll(keepingCapacity: true) }
    customers[id] = known
  }

  /// Adds a customer or merges into the stored one: nil fields keep what is
  /// stored, and attributes are merged by name.
  @discardableResult
  package func upsert(_ customer: Customer) throws(StoreError) -> Customer.Key {
    let attributes = try connection.encode(customer.attributes)
    customers[customer.id] = nil
    let key = try connection.first(
      """
      INSERT INTO customers (id, name, email, country, first_seen, attributes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (id) DO UPDATE SET
        name = coalesce(excluded.name, name), email = coalesce(excluded.email, email),
        country = coalesce(excluded.country, country),
        first_seen = coalesce(excluded.first_seen, first_seen),
        attributes = json_patch(attributes, excluded.attributes)
      RETURNING key
      """,
      bind: {
        $0.bind(1, customer.id.rawValue)
        $0.bind(2, customer.name)
        $0.bind(3, customer.email)
        $0.bind(4, customer.country)
        $0.bind(5, customer.firstSeen?.seconds)
        $0.bind(6, attributes)
      }, row: { Customer.Key($0.integer(0)) })
    guard let key else { throw reading.corrupt("a customer that cannot be stored") }
    return key
  }
}
