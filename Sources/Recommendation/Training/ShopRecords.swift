package import Domain

/// What a shop knows besides its interactions.
package struct ShopRecords: Sendable {
  package var products: [Product.Key: Product]
  package var countries: [Customer.Key: String]

  package init(
    products: [Product.Key: Product] = [:], countries: [Customer.Key: String] = [:]
  ) {
    self.products = products
    self.countries = countries
  }
}
