/// Customers of like taste, as the API and `--json` give them.
package struct SimilarCustomersAnswer: Codable, Sendable {
  /// One customer of like taste.
  package struct Customer: Codable, Sendable {
    /// A product that both have met.
    package struct Shared: Codable, Sendable {
      /// The shop's own id of the product.
      package var productId: String
      /// The product's title; nil where it has none.
      package var title: String?
    }

    /// The shop's own id of the customer.
    package var customerId: String
    /// The cosine of the two tastes, above 0 to 1.
    package var similarity: Double
    /// Products that weigh most in both histories: up to three.
    package var shared: [Shared]
  }

  /// The shop's own id of the customer.
  package var customerId: String
  /// The most alike first.
  package var customers: [Customer]
  /// The name of the model, such as `churn-3`.
  package var model: String
}
