extension PurchaseFeatures {
  /// The features, by the names of their columns, in column order.
  ///
  /// Days and orders are whole days of UTC with a purchase; money is the value of
  /// purchases less that of returns, never below zero. A window of w days holds
  /// what is dated from w days before the cut-off on. NaN where a quantity does not
  /// exist, such as the gap of a single order day.
  package enum Measure: String, CaseIterable, Sendable {
    /// Days since the last purchase.
    case recencyDays = "recency_days"
    /// Days with a purchase.
    case frequency
    /// Days since the first purchase.
    case tenureDays = "tenure_days"
    /// Money spent in all.
    case monetary
    /// Money spent a day with a purchase.
    case monetaryMean = "monetary_mean"
    /// Mean value of a basket (the lines of one moment), returns left in.
    case averageOrderValue = "average_order_value"
    /// Value of the first day with a purchase, returns left in.
    case firstOrderValue = "first_order_value"
    /// 1 for a customer with a single day with a purchase, else 0.
    case oneTimeBuyer = "one_time_buyer"

    case ordersLast7Days = "orders_last_7_days"
    case ordersLast30Days = "orders_last_30_days"
    case ordersLast90Days = "orders_last_90_days"
    case ordersLast180Days = "orders_last_180_days"
    case spendLast7Days = "spend_last_7_days"
    case spendLast30Days = "spend_last_30_days"
    case spendLast90Days = "spend_last_90_days"
    case spendLast180Days = "spend_last_180_days"
    /// log((1 + orders in the last 30 days) / (1 + those in the 30 days before)).
    case ordersTrend30Days = "orders_trend_30_days"
    case ordersTrend90Days = "orders_trend_90_days"
    case spendTrend30Days = "spend_trend_30_days"
    case spendTrend90Days = "spend_trend_90_days"

    /// Mean days between days with a purchase.
    case averageGapDays = "average_gap_days"
    /// Recency in units of the customer's own mean gap.
    case recencyOverGap = "recency_over_gap"
    case longestGapDays = "longest_gap_days"

    case distinctProducts = "distinct_products"
    case distinctCategories = "distinct_categories"
    /// Share of the purchases in the category bought most, of those in any.
    case favouriteCategoryShare = "favourite_category_share"
    /// Lines taken back.
    case returns
    /// Lines taken back for each line bought.
    case returnShare = "return_share"
    case daysSinceReturn = "days_since_return"
    /// Share of the purchases below the product's usual price, of those with one.
    case discountShare = "discount_share"

    case viewsLast30Days = "views_last_30_days"
    case cartsLast30Days = "carts_last_30_days"
    case ratings
    case averageRating = "average_rating"
    case likes
    case dislikes

    case contactsLast30Days = "contacts_last_30_days"
    case contactsLast90Days = "contacts_last_90_days"
    case unhappyContacts = "unhappy_contacts"
    case daysSinceContact = "days_since_contact"
  }
}
