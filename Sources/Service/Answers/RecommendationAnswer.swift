/// Products for a customer, as the API and `--json` give them.
package struct RecommendationAnswer: Codable, Sendable {
  package struct Item: Codable, Sendable {
    package var productId: String
    package var title: String?
    package var category: String?
    package var price: Double?
    package var currency: String?
    package var score: Double
    /// What changed its place or score beside the models: rules, diversity,
    /// exploration; nil where nothing did.
    package var effects: [EffectAnswer]?
    /// Sum to `score`; left out unless asked for.
    package var reasons: [Reason]?
  }

  package struct Reason: Codable, Sendable {
    /// The product that is the reason; nil for popularity and the rest of the history.
    package var because: String?
    package var becauseTitle: String?
    /// How often the customer bought `because`; only for `bought before`.
    package var times: Int?
    /// `bought`, `viewed`, `liked`, `rated`, `put in the cart`, each of these with
    /// `(by leaving it out)` where it was found so, `bought before`, `popular`,
    /// `trending`, `usual price`, `due again`, `rule N`, `other history`.
    package var kind: String
    package var contribution: Double
    package var share: Double
  }

  package var customerId: String?
  package var items: [Item]
  package var model: String
  /// Names this list when impressions and clicks are reported.
  package var recommendationId: String?
  /// What stood in for a history: nil where there was one.
  package var fallback: String?
  /// Why there are no items; nil where there are some.
  package var empty: String?
}
