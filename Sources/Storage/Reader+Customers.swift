package import Domain

extension Reader {
  /// Customers as columns of equal length, in the order of their keys.
  package struct CustomerColumns: Sendable {
    /// The key of each.
    package var keys: [Customer.Key] = []
    /// The id of each.
    package var ids: [Customer.ID] = []
    /// The country of each; nil where it is not known.
    package var countries: [String?] = []
  }

  /// Every customer's key, id and country, in the order of the keys.
  package func customerIDs() throws(StoreError) -> CustomerColumns {
    var columns = CustomerColumns()
    try connection.forEach("SELECT key, id, country FROM customers ORDER BY key") { row in
      columns.keys.append(Customer.Key(row.integer(0)))
      columns.ids.append(Customer.ID(row.text(1)))
      columns.countries.append(row.optionalText(2))
    }
    try checkAscending(columns.keys.lazy.map(\.rawValue), of: "customers")
    return columns
  }

  /// Every customer, in the order of the keys.
  package func customers() throws(StoreError) -> [(key: Customer.Key, customer: Customer)] {
    let customers = try connection.all(
      """
      SELECT key, id, name, email, country, first_seen, attributes FROM customers ORDER BY key
      """
    ) { row throws(StoreError) in try customer(row) }
    try checkAscending(customers.lazy.map(\.key.rawValue), of: "customers")
    return customers
  }

  /// A customer by the shop's identifier, or nil.
  package func customer(
    _ id: Customer.ID
  ) throws(StoreError) -> (key: Customer.Key, customer: Customer)? {
    try connection.first(
      """
      SELECT key, id, name, email, country, first_seen, attributes FROM customers WHERE id = ?1
      """,
      bind: { $0.bind(1, id.rawValue) },
      row: { row throws(StoreError) in try customer(row) })
  }

  /// A customer by the store's own key, or nil.
  package func customer(
    key: Customer.Key
  ) throws(StoreError) -> (key: Customer.Key, customer: Customer)? {
    try connection.first(
      """
      SELECT key, id, name, email, country, first_seen, attributes FROM customers WHERE key = ?1
      """,
      bind: { $0.bind(1, key.rawValue) },
      row: { row throws(StoreError) in try customer(row) })
  }

  func customer(
    _ row: Statement
  ) throws(StoreError) -> (key: Customer.Key, customer: Customer) {
    let customer = Customer(
      id: Customer.ID(row.text(1)), name: row.optionalText(2), email: row.optionalText(3),
      country: row.optionalText(4),
      firstSeen: row.optionalInteger(5).map { Timestamp(seconds: $0) },
      attributes: try connection.decodeAttributes(row.text(6)))
    return (Customer.Key(row.integer(0)), customer)
  }

  /// Stored ids that one may have meant by an unknown one, the nearest first.
  ///
  /// Looks at ids beside the given one in the order of the index and beside its
  /// upper- and lower-case form, so the cost does not grow with the shop.
  package func customerIDs(
    similarTo id: Customer.ID, limit: Int = 3
  ) throws(StoreError) -> [Customer.ID] {
    let nearest = try SimilarIDs(wanted: id.rawValue).search { text throws(StoreError) in
      try connection.all(
        "SELECT id FROM customers WHERE id >= ?1 ORDER BY id LIMIT 40",
        bind: { $0.bind(1, text) }, row: { $0.text(0) })
        + connection.all(
          "SELECT id FROM customers WHERE id < ?1 ORDER BY id DESC LIMIT 40",
          bind: { $0.bind(1, text) }, row: { $0.text(0) })
    }
    return nearest.prefix(limit).map { Customer.ID($0) }
  }
}
