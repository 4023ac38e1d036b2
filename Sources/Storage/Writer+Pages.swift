package import Domain

extension Writer {
  /// Makes a stored customer what is given, absent fields and attributes included.
  ///
  /// - Returns: false where the customer is unknown.
  package func replace(_ customer: Customer) throws(StoreError) -> Bool {
    let attributes = try connection.encode(customer.attributes)
    customers[customer.id] = nil
    try connection.run(
      """
      UPDATE customers SET name = ?2, email = ?3, country = ?4, first_seen = ?5, attributes = ?6
      WHERE id = ?1
      """
    ) {
      $0.bind(1, customer.id.rawValue)
      $0.bind(2, customer.name)
      $0.bind(3, customer.email)
      $0.bind(4, customer.country)
      $0.bind(5, customer.firstSeen?.seconds)
      $0.bind(6, attributes)
    }
    return connection.changes > 0
  }

  /// Makes a stored product what is given, absent fields and attributes included.
  ///
  /// - Returns: false where the product is unknown.
  package func replace(_ product: Product) throws(StoreError) -> Bool {
    let attributes = try connection.encode(product.attributes)
    products[product.id] = nil
    try connection.run(
      """
      UPDATE products SET title = ?2, description = ?3, category = ?4, price = ?5,
        currency = ?6, available = ?7, attributes = ?8
      WHERE id = ?1
      """
    ) {
      $0.bind(1, product.id.rawValue)
      $0.bind(2, product.title)
      $0.bind(3, product.description)
      $0.bind(4, product.category)
      $0.bind(5, product.price)
      $0.bind(6, product.currency)
      $0.bind(7, product.available)
      $0.bind(8, attributes)
    }
    return connection.changes > 0
  }
}
