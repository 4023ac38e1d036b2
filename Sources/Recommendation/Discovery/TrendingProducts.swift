package import Domain
package import Features
import Glibc

/// Products that more customers meet now than usually.
///
/// With r = Σ weight · 2^(−age / half-life) over the days of a window and e what the rate
/// of the time before it would give, a product's growth is (r + s) / (e + s). The s keeps
/// one purchase that becomes three from beating twenty that become sixty.
///
/// - Source: metarank's trending recommender, weight × decay^days × window, here beside
///   the product's own past.
package struct TrendingProducts: Sendable {
  /// Weights and windows.
  package struct Configuration: Sendable, Hashable, Codable {
    /// What each kind counts; the fading is `halfLifeDays`.
    package var weights: InteractionWeights
    /// Days after which a customer's day counts half.
    package var halfLifeDays: Float
    /// The days that count as now.
    package var windowDays: Int
    /// The days before them that say what is usual.
    package var usualDays: Int
    /// Added to both sides of the growth; in purchases.
    package var shrinkage: Float
    /// Fewer customers than this are no trend.
    package var fewestCustomers: Int

    package init(
      weights: InteractionWeights = InteractionWeights(), halfLifeDays: Float = 3,
      windowDays: Int = 7, usualDays: Int = 90, shrinkage: Float = 5, fewestCustomers: Int = 2
    ) {
      self.weights = weights
      self.halfLifeDays = halfLifeDays
      self.windowDays = windowDays
      self.usualDays = usualDays
      self.shrinkage = shrinkage
      self.fewestCustomers = fewestCustomers
    }
  }

  /// Less growth than this is chance.
  private static let leastGrowth: Float = 1.1

  /// What grew, by growth; of equal ones the lower key first.
  package let products: [DiscoveredProduct]

  /// Counts a log in the order of time, up to `asOf`.
  ///
  /// Where the log begins within the usual days, the rate is over those it has.
  ///
  /// - Precondition: half-life, days and shrinkage above 0.
  package init(
    of log: InteractionLog, asOf: Timestamp, configuration: Configuration = Configuration()
  ) {
    let window = configuration.windowDays
    precondition(
      window > 0 && configuration.usualDays > 0 && configuration.halfLifeDays > 0
        && configuration.shrinkage > 0, "trending: \(configuration)")
    let days = CustomerDay.days(
      of: log, weights: configuration.weights, asOf: asOf,
      ages: 0..<(window + configuration.usualDays))
    var now: [Product.Key: Float] = [:]
    var before: [Product.Key: (weight: Float, days: Int)] = [:]
    var daysNow: [Product.Key: Int] = [:]
    for day in days {
      if day.age < window {
        now[day.product, default: 0] +=
          day.weight * exp2f(-Float(day.age) / configuration.halfLifeDays)
        daysNow[day.product, default: 0] += 1
      } else {
        before[day.product, default: (0, 0)].weight += day.weight
        before[day.product, default: (0, 0)].days += 1
      }
    }
    let usualDays = Float(
      min(configuration.usualDays, max(1, Self.daysBefore(window, log: log, asOf: asOf))))
    let faded = (0..<window).reduce(Float(0)) {
      $0 + exp2f(-Float($1) / configuration.halfLifeDays)
    }
    let customers = CustomerDay.customers(days.lazy.filter { $0.age < window })
    products = now.compactMap { product, recent -> DiscoveredProduct? in
      let usual = before[product] ?? (0, 0)
      let expected = usual.weight / usualDays * faded
      let growth = (recent + configuration.shrinkage) / (expected + configuration.shrinkage)
      let count = customers[product] ?? 0
      guard growth >= Self.leastGrowth, count >= configuration.fewestCustomers else { return nil }
      let rate = Float(usual.days) / usualDays
      let times = Float(daysNow[product] ?? 0) / Float(window) / rate
      return DiscoveredProduct(
        product: product, score: growth,
        reason: .trending(
          customers: count, days: window, timesUsual: usual.days == 0 ? nil : times))
    }.sorted { ($1.score, $0.product.rawValue) < ($0.score, $1.product.rawValue) }
  }

  /// The days the log has before the window.
  private static func daysBefore(_ window: Int, log: InteractionLog, asOf: Timestamp) -> Int {
    guard let first = log.occurredAt.first, first < asOf else { return 0 }
    return Int((asOf.seconds - 1 - first.seconds) / Timestamp.secondsPerDay) + 1 - window
  }
}
