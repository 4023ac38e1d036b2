package import Domain

extension Writer {
  /// The key of a product, which is created where unknown.
  ///
  /// `title` and `category` are each stored only where none is known.
  package func productKey(
    for id: Product.ID, title: String? = nil, category: String? = nil
  ) throws(StoreError) -> Product.Key {
    if let known = products[id], !adds(known, title, category) { return known.key }
    if let known = try storedProduct(id) {
      guard adds(known, title, category) else { return known.key }
      try fillIn(id, known, title, category)
      return known.key
    }
    try connection.run("INSERT INTO products (id, title, category) VALUES (?1, ?2, ?3)") {
      $0.bind(1, id.rawValue)
      $0.bind(2, title)
      $0.bind(3, category)
    }
    let key = Product.Key(connection.lastInsertedKey)
    remember(id, KnownProduct(key: key, hasTitle: title != nil, hasCategory: category != nil))
    return key
  }

  /// The key of a product, or nil for an unknown one.
  package func existingProductKey(for id: Product.ID) throws(StoreError) -> Product.Key? {
    if let known = products[id] { return known.key }
    return try storedProduct(id)?.key
  }

  private func adds(_ known: KnownProduct, _ title: String?, _ category: String?) -> Bool {
    (title != nil && !known.hasTitle) || (category != nil && !known.hasCategory)
  }

  private func storedProduct(_ id: Product.ID) throws(StoreError) -> KnownProduct? {
    let known = try connection.first(
      "SELECT key, title IS NOT NULL, category IS NOT NULL FROM products WHERE id = ?1",
      bind: { $0.bind(1, id.rawValue) },
      row: {
        KnownProduct(
          key: Product.Key($0.integer(0)), hasTitle: $0.integer(1) != 0,
          hasCategory: $0.integer(2) != 0)
      })
    if let known { remember(id, known) }
    return known
  }

  private func fillIn(
    _ id: Product.ID, _ known: KnownProduct, _ title: String?, _ category: String?
  ) throws(StoreError) {
    try connection.run(
      """
      UPDATE products SET title = coalesce(title, ?2), category = coalesce(category, ?3)
      WHERE key = ?1
      """
    ) {
      $0.bind(1, known.key.rawValue)
      $0.bind(2, title)
      $0.bind(3, category)
    }
    remember(
      id,
      KnownProduct(
        key: known.key, hasTitle: known.hasTitle || title != nil,
        hasCategory: known.hasCategory || category != nil))
  }

  private func remember(_ id: Product.ID, _ known: KnownProduct) {
    if products.count >= Self.cacheCapacity { products.removeAll(keepingCapacity: true) }
    products[id] = known
  }

  /// Adds a product or merges into the stored one: nil fields keep what is
  /// stored, and attributes are merged by name.
  @discardableResult
  package func upsert(_ product: Product) throws(StoreError) -> Product.Key {
    let attributes = try connection.encode(product.attributes)
    products[product.id] = nil
    let key = try connection.first(
      """
      INSERT INTO products
        (id, title, description, category, price, currency, available, attributes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      ON CONFLICT (id) DO UPDATE SET
        title = coalesce(excluded.title, title),
        description = coalesce(excluded.description, description),
        category = coalesce(excluded.category, category),
        price = coalesce(excluded.price, price),
        currency = coalesce(excluded.currency, currency),
        available = coalesce(excluded.available, available),
        attributes = json_patch(attributes, excluded.attributes)
      RETURNING key
      """,
      bind: {
        $0.bind(1, product.id.rawValue)
        $0.bind(2, product.title)
        $0.bind(3, product.description)
        $0.bind(4, product.category)
        $0.bind(5, product.price)
        $0.bind(6, product.currency)
        $0.bind(7, product.available)
        $0.bind(8, attributes)
      }, row: { Product.Key($0.integer(0)) })
    guard let key else { throw reading.corrupt("a product that cannot be stored") }
    return key
  }
}
