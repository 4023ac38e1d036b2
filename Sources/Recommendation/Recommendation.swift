package import Domain

/// One product to show, and why.
package struct Recommendation: Sendable {
  /// A term of the score.
  package struct Reason: Sendable, Hashable {
    /// What a reason rests on.
    package enum Kind: Sendable, Hashable {
      /// The customer bought, viewed, liked … the product `because`.
      case history(verb: String)
      /// The customer bought this very product before.
      case boughtBefore(times: Int)
      /// As `history`, found by leaving `because` out of the sequence.
      case sequence(verb: String)
      /// Other customers buy it now.
      case popular
      /// Other customers have taken to buying it in the last days.
      case trending
      /// It costs what the customer usually pays.
      case price
      /// The rest of the customer's history, that many products.
      case otherHistory(products: Int)
      /// The usual time between two purchases of it has passed.
      case repurchaseDue
      /// A rule of the shop.
      case rule(Int)
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
  /// What changed its place or score beside the models.
  package var effects: [SteeringEffect]
  /// Largest first; empty unless asked for.
  package var reasons: [Reason]
}

/// What was left out and what stood in for a missing history.
package struct RecommendationList: Sendable {
  /// Why a list is not the customer's own.
  package enum Fallback: Sendable, Hashable {
    case popularInCountry(String)
    case popular
  }

  package var items: [Recommendation]
  /// Set where the customer has no history that the model could use.
  package var fallback: Fallback?
}

/// What a request allows and wishes.
package struct RecommendationRequest: Sendable {
  /// Which part of the list, diversity and exploration.
  package var options: SteeringOptions
  /// What becomes of products bought before.
  package var policy: PurchasePolicy
  /// Rows that must not appear.
  package var excluded: Set<Int>
  /// Whether each product may be shown, by row; nil allows all.
  package var allowed: [Bool]?
  /// Those that count for this customer now, oldest first.
  package var rules: [ResolvedRule]
  /// How often each row was shown lately; nil where nothing is known.
  package var exposure: [Float]?
  package var explains: Bool
  package var country: String?
  /// The moment of the request; nil is that of the history.
  package var time: Timestamp?

  package init(
    options: SteeringOptions = SteeringOptions(), policy: PurchasePolicy = .allow,
    excluded: Set<Int> = [], allowed: [Bool]? = nil, rules: [ResolvedRule] = [],
    exposure: [Float]? = nil, explains: Bool = false, country: String? = nil,
    time: Timestamp? = nil
  ) {
    self.options = options
    self.policy = policy
    self.excluded = excluded
    self.allowed = allowed
    self.rules = rules
    self.exposure = exposure
    self.explains = explains
    self.country = country
    self.time = time
  }
}
