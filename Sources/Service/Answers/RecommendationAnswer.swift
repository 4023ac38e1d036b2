/// Products for a customer, as the API and `--json` give them.
package struct RecommendationAnswer: Codable, Sendable {
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
    /// The higher, the better.
    package var score: Double
    /// What changed its place or score beside the models: rules, diversity,
    /// exploration; nil where nothing did.
    package var effects: [EffectAnswer]?
    /// Sum to `score`; left out unless asked for.
    package var reasons: [Reason]?
  }

  /// One term of a score.
  package struct Reason: Codable, Sendable {
    /// The product that is the reason; nil for popularity and the rest of the history.
    package var because: String?
    /// Its title; nil where it has none.
    package var becauseTitle: String?
    /// How often the customer bought `because`; only for `bought before`.
    package var times: Int?
    /// `bought`, `viewed`, `liked`, `rated`, `put in the cart`, each of these with
    /// `(by leaving it out)` where it was found so, `bought before`, `popular`,
    /// `trending`, `usual price`, `due again`, `rule N`, `other history`.
    package var kind: String
    /// What it adds to the score.
    package var contribution: Double
    /// Of the score.
    package var share: Double
  }

  /// The shop's own id of the customer.
  package var customerId: String?
  /// The best first.
  package var items: [Item]
  /// The name of the model, such as `churn-3`.
  package var model: String
  /// Names this list when impressions and clicks are reported.
  package var recommendationId: String?
  /// What stood in for a history: nil where there was one.
  package var fallback: String?
  /// Why there are no items; nil where there are some.
  package var empty: String?
}
