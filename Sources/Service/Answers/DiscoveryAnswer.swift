/// Products for anybody, as the API and `--json` give them.
package struct DiscoveryAnswer: Codable, Sendable {
  package struct Item: Codable, Sendable {
    package var productId: String
    package var title: String?
    package var category: String?
    package var price: Double?
    package var currency: String?
    /// What the list is ordered by.
    package var score: Double
    /// In words, such as `12 customers in the last 7 days, 3.1 times its usual`.
    package var reason: String
  }

  package var items: [Item]
  /// The moment the counts are up to, in UTC; nil where nothing has happened.
  package var asOf: String?
  /// The customers counted, as `name=value`; nil for all.
  package var segment: String?
}
