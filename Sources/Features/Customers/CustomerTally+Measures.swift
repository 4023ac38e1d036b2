import Domain
import Glibc

extension CustomerTally {
  /// A customer as of a cut-off: plain numbers, without the events behind them.
  struct Snapshot {
    let cutoff: Timestamp
    fileprivate let purchases: Purchases
    fileprivate let verdicts: Verdicts
    fileprivate let all: Totals
    fileprivate let unhappyContacts: Int32
    fileprivate let lastContact: Timestamp?
    fileprivate let last7: Totals
    fileprivate let last30: Totals
    fileprivate let last90: Totals
    fileprivate let last180: Totals
    fileprivate let before30: Totals
    fileprivate let before90: Totals
    fileprivate let contacts30: Int
    fileprivate let contacts90: Int

    init(of tally: borrowing CustomerTally, cutoff: Timestamp) {
      self.cutoff = cutoff
      purchases = tally.purchases
      verdicts = tally.verdicts
      unhappyContacts = tally.contacts.last?.unhappy ?? 0
      lastContact = tally.contacts.last.map { Timestamp(seconds: $0.seconds) }
      let now = tally.totals.last ?? Totals(seconds: 0)
      all = now
      let until30 = tally.totals(before: cutoff.adding(days: -30))
      let until90 = tally.totals(before: cutoff.adding(days: -90))
      let until180 = tally.totals(before: cutoff.adding(days: -180))
      last7 = now - tally.totals(before: cutoff.adding(days: -7))
      last30 = now - until30
      last90 = now - until90
      last180 = now - until180
      before30 = until30 - tally.totals(before: cutoff.adding(days: -60))
      before90 = until90 - until180
      contacts30 = tally.contacts(from: cutoff.adding(days: -30))
      contacts90 = tally.contacts(from: cutoff.adding(days: -90))
    }
  }

  /// Totals of the events before a moment.
  private func totals(before time: Timestamp) -> Totals {
    var (low, high) = (0, totals.count)
    while low < high {
      let middle = (low + high) / 2
      if totals[middle].seconds < time.seconds { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? totals[low - 1] : Totals(seconds: 0)
  }

  /// The number of contacts from a moment on.
  private func contacts(from time: Timestamp) -> Int {
    var (low, high) = (0, contacts.count)
    while low < high {
      let middle = (low + high) / 2
      if contacts[middle].seconds < time.seconds { low = middle + 1 } else { high = middle }
    }
    return contacts.count - low
  }
}

extension CustomerTally.Snapshot {
  /// A feature of the customer.
  func value(of measure: PurchaseFeatures.Measure) -> Float {
    switch measure {
    case .recencyDays, .frequency, .tenureDays, .monetary, .monetaryMean, .averageOrderValue,
      .firstOrderValue, .oneTimeBuyer, .averageGapDays, .recencyOverGap, .longestGapDays:
      history(measure)
    case .ordersLast7Days: Float(last7.orders)
    case .ordersLast30Days: Float(last30.orders)
    case .ordersLast90Days: Float(last90.orders)
    case .ordersLast180Days: Float(last180.orders)
    case .spendLast7Days: last7.money
    case .spendLast30Days: last30.money
    case .spendLast90Days: last90.money
    case .spendLast180Days: last180.money
    case .ordersTrend30Days: trend(Float(last30.orders), Float(before30.orders))
    case .ordersTrend90Days: trend(Float(last90.orders), Float(before90.orders))
    case .spendTrend30Days: trend(last30.money, before30.money)
    case .spendTrend90Days: trend(last90.money, before90.money)
    case .viewsLast30Days: Float(last30.views)
    case .cartsLast30Days: Float(last30.carts)
    case .contactsLast30Days: Float(contacts30)
    case .contactsLast90Days: Float(contacts90)
    case .distinctProducts, .distinctCategories, .favouriteCategoryShare, .returns, .returnShare,
      .daysSinceReturn, .discountShare, .ratings, .averageRating, .likes, .dislikes,
      .unhappyContacts, .daysSinceContact:
      habit(measure)
    }
  }

  /// Recency, frequency, money and the rhythm of buying.
  private func history(_ measure: PurchaseFeatures.Measure) -> Float {
    let orders = Float(all.orders)
    guard orders > 0 else {
      return measure == .frequency || measure == .monetary || measure == .oneTimeBuyer ? 0 : .nan
    }
    let recency = Float(cutoff.days(since: purchases.last))
    let money = all.money
    // The mean of no gap does not exist.
    let gap =
      orders > 1 ? Float(purchases.lastDay - purchases.firstDay) / (orders - 1) : .nan
    return switch measure {
    case .recencyDays: recency
    case .frequency: orders
    case .tenureDays: Float(cutoff.days(since: purchases.first))
    case .monetary: money
    case .monetaryMean: money / orders
    case .averageOrderValue: Float(purchases.gross) / Float(purchases.baskets)
    case .firstOrderValue: Float(purchases.firstDayValue)
    case .oneTimeBuyer: orders == 1 ? 1 : 0
    case .averageGapDays: gap
    case .recencyOverGap: recency / gap
    case .longestGapDays: orders > 1 ? Float(purchases.longestGap) : .nan
    default: preconditionFailure("history: \(measure) is no measure of a purchase history")
    }
  }

  /// What was bought, how, and what the customer said of it.
  private func habit(_ measure: PurchaseFeatures.Measure) -> Float {
    switch measure {
    case .distinctProducts: Float(purchases.products)
    case .distinctCategories: Float(purchases.categories)
    case .favouriteCategoryShare:
      ratio(Int(purchases.favouriteLines), of: purchases.categoryLines)
    case .returns: Float(verdicts.returns)
    case .returnShare: ratio(verdicts.returns, of: purchases.lines)
    case .daysSinceReturn:
      verdicts.returns > 0 ? Float(cutoff.days(since: verdicts.lastReturn)) : .nan
    case .discountShare: ratio(purchases.discounted, of: purchases.pricedLines)
    case .ratings: Float(verdicts.ratings)
    case .averageRating:
      verdicts.ratings > 0 ? Float(verdicts.ratingSum / Double(verdicts.ratings)) : .nan
    case .likes: Float(verdicts.likes)
    case .dislikes: Float(verdicts.dislikes)
    case .unhappyContacts: Float(unhappyContacts)
    case .daysSinceContact:
      lastContact.map { Float(cutoff.days(since: $0)) } ?? .nan
    default: preconditionFailure("habit: \(measure) is no measure of a habit")
    }
  }
}

extension CustomerTally.Totals {
  /// Money spent, returns taken off.
  fileprivate var money: Float { max(0, Float(spend)) }

  fileprivate static func - (lhs: Self, rhs: Self) -> Self {
    CustomerTally.Totals(
      seconds: lhs.seconds, orders: lhs.orders - rhs.orders, views: lhs.views - rhs.views,
      carts: lhs.carts - rhs.carts, spend: lhs.spend - rhs.spend)
  }
}

/// The log ratio of a window to the one before it.
private func trend(_ last: Float, _ before: Float) -> Float { log1pf(last) - log1pf(before) }

/// NaN where there is nothing to take a share of.
private func ratio(_ part: Int, of whole: Int) -> Float {
  whole > 0 ? Float(part) / Float(whole) : .nan
}
