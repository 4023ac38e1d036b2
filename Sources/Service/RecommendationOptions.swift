package import Domain
package import Recommendation

/// What a recommendation request may ask for.
package struct RecommendationOptions: Sendable, Hashable {
  /// How many products at the most.
  package var limit: Int
  /// Products to pass over: the second page of tens has 10.
  package var offset: Int
  /// The only products wanted, and whether unavailable ones are.
  package var filter: ProductFilter
  /// Ids of products that are left out.
  package var excluded: [String]
  /// What becomes of products bought before.
  package var bought: PurchasePolicy
  /// 0…1, the wish for products unlike each other.
  package var diversity: Double
  /// 0…1, the share of places for products that were shown little in the last days.
  package var exploration: Double
  /// Whether each product comes with its reasons.
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

  /// How many products a list may have.
  package static let limits = 1...1000
  /// How many may be passed over.
  package static let offsets = 0...100_000
  /// What `bought` may be, by name.
  package static let policies = PurchasePolicy.allCases.map(\.rawValue)

  /// Refuses what no list can have.
  ///
  /// - Throws: `invalidRequest`.
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
