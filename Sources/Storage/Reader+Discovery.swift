package import Domain

extension Reader {
  /// The ids of some customers; one that is not stored is left out.
  package func customerIDs(
    of keys: [Customer.Key]
  ) throws(StoreError) -> [Customer.Key: Customer.ID] {
    var result: [Customer.Key: Customer.ID] = [:]
    for key in keys {
      result[key] = try connection.first(
        "SELECT id FROM customers WHERE key = ?1", bind: { $0.bind(1, key.rawValue) },
        row: { Customer.ID($0.text(0)) })
    }
    return result
  }

  /// When anybody first did something with each product; one that nobody met is left out.
  ///
  /// - Complexity: one pass over the interactions.
  package func firstInteractions() throws(StoreError) -> [Product.Key: Timestamp] {
    var first: [Int64: Int64] = [:]
    try connection.forEach("SELECT product_key, occurred_at FROM interactions") { row in
      let product = row.integer(0)
      let seconds = row.integer(1)
      if seconds < first[product] ?? .max { first[product] = seconds }
    }
    var result: [Product.Key: Timestamp] = [:]
    result.reserveCapacity(first.count)
    for (product, seconds) in first {
      result[Product.Key(product)] = Timestamp(seconds: seconds)
    }
    return result
  }
}
