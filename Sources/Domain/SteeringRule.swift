/// A shop's own wish about which products are shown and where.
package struct SteeringRule: Sendable, Hashable {
  /// What happens to the products.
  package enum Action: Sendable, Hashable {
    /// Adds `(factor − 1)·|score|` to the score; a factor below 1 takes away.
    case boost(factor: Double)
    /// Puts the product at this place, counted from 1.
    case pin(position: Int)
    /// Puts the products behind all others.
    case bury
    /// Leaves the products out.
    case exclude

    /// The name used on the command line, in the database and in answers.
    package var name: String {
      switch self {
      case .boost: "boost"
      case .pin: "pin"
      case .bury: "bury"
      case .exclude: "exclude"
      }
    }

    /// Which of two actions on one product counts: the greater one.
    package var rank: Int {
      switch self {
      case .boost: 0
      case .bury: 1
      case .pin: 2
      case .exclude: 3
      }
    }
  }

  /// Which products; all that is given must hold.
  package struct Target: Sendable, Hashable {
    package var product: Product.ID?
    package var category: String?
    package var attribute: AttributeCondition?
    /// In the currency of the product, inclusive; without a price, none holds.
    package var lowestPrice: Double?
    package var highestPrice: Double?

    package init(
      product: Product.ID? = nil, category: String? = nil, attribute: AttributeCondition? = nil,
      lowestPrice: Double? = nil, highestPrice: Double? = nil
    ) {
      self.product = product
      self.category = category
      self.attribute = attribute
      self.lowestPrice = lowestPrice
      self.highestPrice = highestPrice
    }

    /// Whether nothing is given, so that it holds for every product.
    package var isEverything: Bool { self == Target() }
  }

  /// For whom; all that is given must hold, and without anything it is everybody.
  package struct Audience: Sendable, Hashable {
    package var country: String?
    package var attribute: AttributeCondition?

    package init(country: String? = nil, attribute: AttributeCondition? = nil) {
      self.country = country
      self.attribute = attribute
    }

    package static let everybody = Audience()

    /// Whether somebody with these belongs to it; nothing known belongs to
    /// everybody only.
    package func includes(country: String?, attributes: [String: AttributeValue]) -> Bool {
      if let wanted = self.country, wanted != country { return false }
      return attribute?.holds(in: attributes) ?? true
    }
  }

  /// What a rule does at some time.
  package enum State: String, Sendable, Hashable {
    case active, scheduled, expired, removed
  }

  /// Ascends with age: of two rules the one with the lower number is older.
  package var id: Int
  package var action: Action
  package var target: Target
  package var audience: Audience
  /// The first moment at which it counts; nil for always.
  package var validFrom: Timestamp?
  /// The first moment at which it counts no more; nil for ever.
  package var validUntil: Timestamp?
  package var note: String?
  package var createdAt: Timestamp
  /// An API key's id, or `cli`.
  package var createdBy: String
  package var removedAt: Timestamp?

  package init(
    id: Int = 0, action: Action, target: Target, audience: Audience = .everybody,
    validFrom: Timestamp? = nil, validUntil: Timestamp? = nil, note: String? = nil,
    createdAt: Timestamp, createdBy: String = "cli", removedAt: Timestamp? = nil
  ) {
    self.id = id
    self.action = action
    self.target = target
    self.audience = audience
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.note = note
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.removedAt = removedAt
  }

  /// Where a time lies in the rule's span.
  package func state(at time: Timestamp) -> State {
    if removedAt != nil { return .removed }
    if let validUntil, time >= validUntil { return .expired }
    if let validFrom, time < validFrom { return .scheduled }
    return .active
  }

  /// Whether it counts at a time.
  package func isActive(at time: Timestamp) -> Bool { state(at: time) == .active }
}
