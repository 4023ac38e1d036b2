/// Products for anybody, as the API and `--json` give them.
package struct DiscoveryAnswer: Codable, Sendable {
  /// One product of the list.
  package struct Item: Codable, Sendable {
    /// The shop's own id of the product.
    package var productId: String
    /// The product's title; nil where it has none.
    package var title: String?
    /// The product's category; nil where it has none.
    package var category: String?
    /// The price of one; nil where it is not known.
    package var price: Double?
    /// Of the amounts; nil where it is not known.
    package var currency: String?
    /// What the list is ordered by.
    package var score: Double
    /// In words, such as `12 customers in the last 7 days, 3.1 times its usual`.
    package var reason: String
  }

  /// The best first.
  package var items: [Item]
  /// The moment the counts are up to, in UTC; nil where nothing has happened.
  package var asOf: String?
  /// The customers counted, as `name=value`; nil for all.
  package var segment: String?
}
