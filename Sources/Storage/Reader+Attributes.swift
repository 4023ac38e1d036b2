extension Reader {
  /// Whether a customer has an attribute of that name; true where there are no
  /// customers to tell from.
  ///
  /// - Complexity: one pass over the customers where nobody has it.
  package func isCustomerAttribute(_ name: String) throws(StoreError) -> Bool {
    try connection.first(
      """
      SELECT NOT EXISTS (SELECT 1 FROM customers) OR EXISTS (
        SELECT 1 FROM customers, json_each(customers.attributes) AS attribute
        WHERE attribute.key = ?1)
      """, bind: { $0.bind(1, name) }, row: { $0.integer(0) }) != 0
  }
}
