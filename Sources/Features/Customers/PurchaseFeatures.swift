package import Domain

/// Recency, frequency, monetary and window features of each customer, as of a
/// cut-off date.
///
/// - Source: Fader, Hardie & Lee 2005, "RFM and CLV: Using iso-value curves for
///   customer base analysis", J. Marketing Research 42(4), for recency,
///   frequency and monetary value; the windows count what the last 30, 90 and
///   180 days held.
package enum PurchaseFeatures {
  /// The features of all customers with at least one purchase before the
  /// cut-off, by key.
  ///
  /// The log is in time order. The cut-off is exclusive: the first moment that
  /// is not yet known. Throws ``FeatureError`` with code `leakage` where an
  /// interaction is dated at or after it.
  ///
  /// - Complexity: O(interactions).
  package static func table(
    of log: InteractionLog, cutoff: Timestamp
  ) throws(FeatureError) -> CustomerTable {
    if let late = log.occurredAt.last, late >= cutoff {
      throw FeatureError(
        .leakage,
        "an interaction of \(late.rfc3339) stands after the cut-off \(cutoff.rfc3339): "
          + "features may only use what was known before it")
    }
    var tallies: [Customer.Key: Tally] = [:]
    for index in 0..<log.count {
      let key = log.customers[index]
      tallies[key, default: Tally()].add(
        kind: log.kinds[index], product: log.products[index], quantity: log.quantities[index],
        value: log.values[index], at: log.occurredAt[index], cutoff: cutoff)
    }
    let buyers = tallies.filter { $0.value.orderDays > 0 }.sorted {
      $0.key.rawValue < $1.key.rawValue
    }
    return CustomerTable(
      customers: buyers.map(\.key),
      numeric: Measure.allCases.map { measure in
        CustomerTable.NumericColumn(
          name: measure.rawValue,
          values: buyers.map { $0.value.value(of: measure, cutoff: cutoff) })
      })
  }

  /// The names, in column order.
  package enum Measure: String, CaseIterable, Sendable {
    /// Days since the last purchase.
    case recencyDays = "recency_days"
    /// Days with a purchase.
    case frequency
    /// Days since the first purchase.
    case tenureDays = "tenure_days"
    /// Money spent in all, returns taken off.
    case monetary
    case averageOrderValue = "average_order_value"
    /// Mean days between purchase days; zero for a single one.
    case averageGapDays = "average_gap_days"
    /// Recency in units of the customer's own mean gap; zero for a single purchase day.
    case recencyOverGap = "recency_over_gap"
    case ordersLast30Days = "orders_last_30_days"
    case ordersLast90Days = "orders_last_90_days"
    case ordersLast180Days = "orders_last_180_days"
    case spendLast90Days = "spend_last_90_days"
    case distinctProducts = "distinct_products"
    case returns
    case viewsLast30Days = "views_last_30_days"
  }
}

/// Running totals of one customer.
private struct Tally {
  var firstPurchase: Timestamp?
  var lastPurchase: Timestamp?
  var lastDay: Int64?
  var orderDays = 0
  var orderDays30 = 0
  var orderDays90 = 0
  var orderDays180 = 0
  var spend: Float = 0
  var spend90: Float = 0
  var returns = 0
  var views30 = 0
  var products: Set<Product.Key> = []

  mutating func add(
    kind: InteractionKind, product: Product.Key, quantity: Float, value: Float, at time: Timestamp,
    cutoff: Timestamp
  ) {
    let age = cutoff.days(since: time)
    switch kind {
    case .purchase:
      if firstPurchase == nil { firstPurchase = time }
      lastPurchase = time
      products.insert(product)
      spend += value
      if age <= 90 { spend90 += value }
      let day = time.seconds / Timestamp.secondsPerDay
      guard day != lastDay else { return }
      lastDay = day
      orderDays += 1
      if age <= 30 { orderDays30 += 1 }
      if age <= 90 { orderDays90 += 1 }
      if age <= 180 { orderDays180 += 1 }
    case .return:
      returns += 1
      spend -= value
      if age <= 90 { spend90 -= value }
    case .view:
      if age <= 30 { views30 += 1 }
    case .cart, .rating, .like, .dislike:
      break
    }
  }

  func value(of measure: PurchaseFeatures.Measure, cutoff: Timestamp) -> Float {
    let recency = lastPurchase.map { Float(cutoff.days(since: $0)) } ?? 0
    let tenure = firstPurchase.map { Float(cutoff.days(since: $0)) } ?? 0
    let gap = orderDays > 1 ? (tenure - recency) / Float(orderDays - 1) : 0
    return switch measure {
    case .recencyDays: recency
    case .frequency: Float(orderDays)
    case .tenureDays: tenure
    case .monetary: max(0, spend)
    case .averageOrderValue: max(0, spend) / Float(max(1, orderDays))
    case .averageGapDays: gap
    case .recencyOverGap: orderDays > 1 ? recency / max(1, gap) : 0
    case .ordersLast30Days: Float(orderDays30)
    case .ordersLast90Days: Float(orderDays90)
    case .ordersLast180Days: Float(orderDays180)
    case .spendLast90Days: max(0, spend90)
    case .distinctProducts: Float(products.count)
    case .returns: Float(returns)
    case .viewsLast30Days: Float(views30)
    }
  }
}
