/// Customers of like taste, as the API and `--json` give them.
package struct SimilarCustomersAnswer: Codable, Sendable {
  package struct Customer: Codable, Sendable {
    package struct Shared: Codable, Sendable {
      package var productId: String
      package var title: String?
    }

    package var customerId: String
    /// The cosine of the two tastes, above 0 to 1.
    package var similarity: Double
    /// Products that weigh most in both histories: up to three.
    package var shared: [Shared]
  }

  package var customerId: String
  package var customers: [Customer]
  package var model: String
}
