import Domain
import Features
package import Models

/// What each customer's purchase days say, without anything else: the input of
/// ``PurchaseRates``.
package struct PurchaseDays: Sendable {
  /// Weeks, which keep the parameters of the models near 1.
  static let daysInUnit = 7.0

  /// By row.
  package private(set) var histories: [PurchaseHistory] = []
  /// Days with a purchase.
  package private(set) var counts: [Int] = []
  /// What was spent on such a day in the mean, returns taken off, at least 0.
  package private(set) var means: [Double] = []
  /// What was spent in the last days before the cut-off, as many as the horizon has.
  package private(set) var lastPeriod: [Double] = []

  /// Reads the purchases before a cut-off of some customers.
  ///
  /// - Parameters:
  ///   - log: in time order; what is dated at or after the cut-off is passed over.
  ///   - customers: a row each, all of whom bought before the cut-off.
  ///   - cutoff: the first moment that is not yet known.
  ///   - horizonDays: the length of the last period.
  init(
    of log: InteractionLog, customers: [Customer.Key], cutoff: Timestamp, horizonDays: Int
  ) {
    struct Tally {
      var first: Timestamp?
      var last: Timestamp?
      var days = 0
      var spend = 0.0
      var recent = 0.0
    }
    let rows = Dictionary(uniqueKeysWithValues: zip(customers, customers.indices))
    var tallies = [Tally](repeating: Tally(), count: customers.count)
    let periodStart = cutoff.adding(days: -horizonDays)
    for index in 0..<log.count where log.occurredAt[index] < cutoff {
      guard let row = rows[log.customers[index]], let money = log.money(index) else { continue }
      let time = log.occurredAt[index]
      tallies[row].spend += money
      if time >= periodStart { tallies[row].recent += money }
      guard log.kinds[index] == .purchase else { continue }
      let day = time.day
      if tallies[row].first == nil { tallies[row].first = time }
      if tallies[row].last?.day != day { tallies[row].days += 1 }
      tallies[row].last = time
    }
    for tally in tallies {
      guard let first = tally.first, let last = tally.last else {
        preconditionFailure("purchase days: a customer without a purchase before the cut-off")
      }
      histories.append(
        PurchaseHistory(
          repeats: tally.days - 1,
          lastRepeat: tally.days > 1 ? last.days(since: first) / Self.daysInUnit : 0,
          age: cutoff.days(since: first) / Self.daysInUnit))
      counts.append(tally.days)
      means.append(max(0, tally.spend) / Double(tally.days))
      lastPeriod.append(max(0, tally.recent))
    }
  }
}

/// How often and for how much customers buy, by the two reference models of
/// customer value.
package struct PurchaseRates: Sendable, Codable, Hashable {
  /// Purchase days; nil where nobody has bought on a second day.
  package let process: BGNBD?
  /// Spend a purchase day; nil where nobody has spent anything.
  package let spend: GammaGamma?

  /// Fits both; what cannot be fitted is left out.
  init(fitting days: PurchaseDays) {
    process = try? BGNBD.fit(days.histories)
    spend = try? GammaGamma.fit(counts: days.counts, means: days.means)
  }

  /// Whether both models are such as a fit has; what was read from a file may be
  /// anything.
  var isSound: Bool { (process?.isSound ?? true) && (spend?.isSound ?? true) }

  /// The purchase days expected within a horizon; nil where that is not known.
  package func expectedPurchases(_ days: PurchaseDays, row: Int, horizonDays: Int) -> Double? {
    process?.expectedPurchases(
      days.histories[row], within: Double(horizonDays) / PurchaseDays.daysInUnit)
  }

  /// The spend of a purchase day in the long run; nil where that is not known.
  package func orderValue(_ days: PurchaseDays, row: Int) -> Double? {
    let value = spend?.expectedSpend(count: days.counts[row], mean: days.means[row])
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension InteractionLog {
  /// What an interaction brought in: above zero for a purchase, below for a return,
  /// nil for what moves no money.
  func money(_ index: Int) -> Double? {
    switch kinds[index] {
    case .purchase: Double(values[index])
    case .return: -Double(values[index])
    case .view, .cart, .rating, .like, .dislike: nil
    }
  }
}

extension Timestamp {
  fileprivate var day: Int64 {
    Int64((Double(seconds) / Double(Self.secondsPerDay)).rounded(.down))
  }
}
