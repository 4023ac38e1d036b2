package import Features

/// Measures that tell of one thing and are kept or left out together.
///
/// A measure may fit every past cut-off and yet mean something else at the next:
/// tenure in a shop whose records began half a year ago is one. Whether a family
/// helps is decided on a cut-off later than those it learned from.
package enum MeasureFamily: String, CaseIterable, Sendable, Codable {
  /// Recency, frequency, money and what follows from them; never left out.
  case core
  case age
  case recentCounts = "recent counts"
  case recentSpend = "recent spend"
  case trends
  case habits
  case products
  case returnsAndDiscounts = "returns and discounts"
  case browsing
  case support
  case attributes

  /// The family of a measure; of a column that is none of ours, `attributes`.
  package init(of measure: String) {
    guard let known = PurchaseFeatures.Measure(rawValue: measure) else {
      self = measure == ExpectedPurchases.measure ? .core : .attributes
      return
    }
    self =
      switch known {
      case .recencyDays, .frequency, .monetaryMean, .oneTimeBuyer, .recencyOverGap: .core
      case .tenureDays, .monetary, .firstOrderValue: .age
      case .ordersLast7Days, .ordersLast30Days, .ordersLast90Days, .ordersLast180Days:
        .recentCounts
      case .spendLast7Days, .spendLast30Days, .spendLast90Days, .spendLast180Days: .recentSpend
      case .ordersTrend30Days, .ordersTrend90Days, .spendTrend30Days, .spendTrend90Days: .trends
      case .averageGapDays, .longestGapDays, .averageOrderValue: .habits
      case .distinctProducts, .distinctCategories, .favouriteCategoryShare: .products
      case .returns, .returnShare, .daysSinceReturn, .discountShare: .returnsAndDiscounts
      case .viewsLast30Days, .cartsLast30Days, .ratings, .averageRating, .likes, .dislikes:
        .browsing
      case .contactsLast30Days, .contactsLast90Days, .unhappyContacts, .daysSinceContact: .support
      }
  }

  /// The measures of a table that belong to a family.
  package func members(in table: CustomerTable) -> [String] {
    table.columnNames.filter { Self(of: $0) == self }
  }
}
