package import Domain
package import Recommendation

/// What a recommendation request may ask for.
package struct RecommendationOptions: Sendable, Hashable {
  package var limit: Int
  /// Products to pass over: the second page of tens has 10.
  package var offset: Int
  /// The only products wanted, and whether unavailable ones are.
  package var filter: ProductFilter
  package var excluded: [String]
  /// What becomes of products bought before.
  package var bought: PurchasePolicy
  /// 0…1, the wish for products unlike each other.
  package var diversity: Double
  /// 0…1, the share of places for products shown little.
  package var exploration: Double
  package var explains: Bool
  /// Gives the list an id, by which impressions and clicks are reported.
  package var isTracked: Bool

  package init(
    limit: Int = 10, offset: Int = 0, categories: [String] = [],
    prices: (lowest: Double?, highest: Double?) = (nil, nil),
    attributes: [AttributeCondition] = [], excluded: [String] = [],
    bought: PurchasePolicy = .allow, diversity: Double = 0, exploration: Double = 0,
    explains: Bool = false, isTracked: Bool = false
  ) {
    self.limit = limit
    self.offset = offset
    filter = ProductFilter(
      categories: Set(categories), lowestPrice: prices.lowest, highestPrice: prices.highest,
      attributes: attributes)
    self.excluded = excluded
    self.bought = bought
    self.diversity = diversity
    self.exploration = exploration
    self.explains = explains
    self.isTracked = isTracked
  }

  /// The policy of a name: `exclude`, `boost`, else `allow`.
  package static func bought(named name: String) -> PurchasePolicy {
    PurchasePolicy(rawValue: name) ?? .allow
  }

  /// Refuses what no list can have.
  func check() throws {
    guard (0...1).contains(diversity), (0...1).contains(exploration) else {
      throw ServiceError(
        .invalidRequest, "diversity and exploration are shares, from 0 to 1")
    }
    if let lowest = filter.lowestPrice, let highest = filter.highestPrice, lowest > highest {
      throw ServiceError(
        .invalidRequest, "the lowest price \(lowest) is above the highest, \(highest)",
        hint: "exchange the two")
    }
  }
}
