package import Domain

/// What customer features need to know of products.
package struct ProductCatalogue: Sendable {
  /// What is known of one product.
  package struct Entry: Sendable, Hashable {
    /// The shop's own identifier, for messages.
    package var id: Product.ID?
    package var category: String?
    /// The price without a discount, in units of `currency`.
    package var price: Double?
    package var currency: String?

    package init(
      id: Product.ID? = nil, category: String? = nil, price: Double? = nil,
      currency: String? = nil
    ) {
      self.id = id
      self.category = category
      self.price = price
      self.currency = currency
    }
  }

  package var entries: [Product.Key: Entry]

  package init(_ entries: [Product.Key: Entry] = [:]) { self.entries = entries }

  package init(_ products: [(key: Product.Key, product: Product)]) {
    entries = Dictionary(minimumCapacity: products.count)
    for (key, product) in products {
      entries[key] = Entry(
        id: product.id, category: product.category, price: product.price,
        currency: product.currency)
    }
  }
}
