package import Domain

extension Reader {
  /// Every product, in the order of the keys.
  package func products() throws(StoreError) -> [(key: Product.Key, product: Product)] {
    let products = try connection.all(
      """
      SELECT key, id, title, description, category, price, currency, available, attributes
      FROM products ORDER BY key
      """
    ) { row throws(StoreError) in try product(row) }
    try checkAscending(products.lazy.map(\.key.rawValue), of: "products")
    return products
  }

  /// A product by the shop's identifier, or nil.
  package func product(
    _ id: Product.ID
  ) throws(StoreError) -> (key: Product.Key, product: Product)? {
    try connection.first(
      """
      SELECT key, id, title, description, category, price, currency, available, attributes
      FROM products WHERE id = ?1
      """,
      bind: { $0.bind(1, id.rawValue) },
      row: { row throws(StoreError) in try product(row) })
  }

  func product(
    _ row: Statement
  ) throws(StoreError) -> (key: Product.Key, product: Product) {
    let price = row.optionalReal(5)
    guard price.map({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw corrupt("a product of an impossible price")
    }
    let product = Product(
      id: Product.ID(row.text(1)), title: row.optionalText(2), description: row.optionalText(3),
      category: row.optionalText(4), price: price, currency: row.optionalText(6),
      available: row.optionalInteger(7).map { $0 != 0 },
      attributes: try connection.decodeAttributes(row.text(8)))
    return (Product.Key(row.integer(0)), product)
  }

  /// Stored ids that one may have meant by an unknown one, the nearest first; as
  /// ``customerIDs(similarTo:limit:)``.
  package func productIDs(
    similarTo id: Product.ID, limit: Int = 3
  ) throws(StoreError) -> [Product.ID] {
    let nearest = try SimilarIDs(wanted: id.rawValue).search { text throws(StoreError) in
      try connection.all(
        "SELECT id FROM products WHERE id >= ?1 ORDER BY id LIMIT 40",
        bind: { $0.bind(1, text) }, row: { $0.text(0) })
        + connection.all(
          "SELECT id FROM products WHERE id < ?1 ORDER BY id DESC LIMIT 40",
          bind: { $0.bind(1, text) }, row: { $0.text(0) })
    }
    return nearest.prefix(limit).map { Product.ID($0) }
  }
}
