/// One product to show, and why.
package struct Recommendation: Sendable {
  /// A term of the score.
  package struct Reason: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// The customer bought, viewed, liked … the product `because`.
      case history(verb: String)
      /// The customer bought this very product before.
      case boughtBefore(times: Int)
      /// Other customers buy it now.
      case popular
      /// The rest of the customer's history, that many products.
      case otherHistory(products: Int)
    }

    package var kind: Kind
    /// The row of the product that is the reason; nil for `popular` and `otherHistory`.
    package var because: Int?
    /// The term itself; the terms of a recommendation sum to its score.
    package var contribution: Float
    /// The term as a share of the score.
    package var share: Float
  }

  /// The product's row in the model's vocabulary.
  package var product: Int
  package var score: Float
  /// Largest first; empty unless asked for.
  package var reasons: [Reason]
}

/// What was left out and what stood in for a missing history.
package struct RecommendationList: Sendable {
  package enum Fallback: Sendable, Hashable {
    case popularInCountry(String)
    case popular
  }

  package var items: [Recommendation]
  /// Set where the customer has no history that the model could use.
  package var fallback: Fallback?
}

/// What a request allows.
package struct RecommendationRequest: Sendable {
  package var limit: Int
  /// Rows that must not appear.
  package var excluded: Set<Int>
  /// Products the request allows, by row; nil allows all.
  package var allowed: [Bool]?
  /// Leaves out what the customer has bought already.
  package var onlyNew: Bool
  package var explains: Bool
  package var country: String?

  package init(
    limit: Int = 10, excluded: Set<Int> = [], allowed: [Bool]? = nil, onlyNew: Bool = false,
    explains: Bool = false, country: String? = nil
  ) {
    self.limit = limit
    self.excluded = excluded
    self.allowed = allowed
    self.onlyNew = onlyNew
    self.explains = explains
    self.country = country
  }
}
