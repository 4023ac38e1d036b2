package import Domain
package import Features
import Glibc

/// How much customers meet each product, over all and in each segment of customers.
///
/// A customer's day with a product counts weight · 2^(−age / half-life).
package struct PopularProducts: Sendable {
  /// Weights and windows.
  package struct Configuration: Sendable, Hashable, Codable {
    /// What each kind counts; the fading is `halfLifeDays`.
    package var weights: InteractionWeights
    /// Days after which a customer's day counts half.
    package var halfLifeDays: Float
    /// The days whose customers the reason counts.
    package var windowDays: Int
    /// The days that count at all.
    package var longestDays: Int

    package init(
      weights: InteractionWeights = InteractionWeights(), halfLifeDays: Float = 30,
      windowDays: Int = 30, longestDays: Int = 180
    ) {
      self.weights = weights
      self.halfLifeDays = halfLifeDays
      self.windowDays = windowDays
      self.longestDays = longestDays
    }
  }

  /// What everybody meets, the most first; of equal ones the lower key first.
  package let overall: [DiscoveredProduct]
  /// The same in each segment, in the order of `segments.segments`.
  private let bySegment: [[DiscoveredProduct]]
  package let segments: CustomerSegments

  /// Counts a log in the order of time, up to `asOf`.
  package init(
    of log: InteractionLog, segments: CustomerSegments, asOf: Timestamp,
    configuration: Configuration = Configuration()
  ) {
    let days = CustomerDay.days(
      of: log, weights: configuration.weights, asOf: asOf, ages: 0..<configuration.longestDays)
    var parts = [[CustomerDay]](repeating: [], count: segments.segments.count)
    for day in days {
      for segment in segments.segments(of: day.customer) { parts[Int(segment)].append(day) }
    }
    overall = Self.ranked(days, configuration)
    bySegment = parts.map { Self.ranked($0, configuration) }
    self.segments = segments
  }

  /// What a segment meets, the most first; nil if there is no such segment.
  package func products(in segment: CustomerSegments.Segment) -> [DiscoveredProduct]? {
    segments.index(of: segment).map { bySegment[$0] }
  }

  private static func ranked(
    _ days: [CustomerDay], _ configuration: Configuration
  ) -> [DiscoveredProduct] {
    var scores: [Product.Key: Float] = [:]
    for day in days {
      scores[day.product, default: 0] +=
        day.weight * exp2f(-Float(day.age) / configuration.halfLifeDays)
    }
    let customers = CustomerDay.customers(
      days.lazy.filter { $0.age < configuration.windowDays })
    return scores.map { product, score in
      DiscoveredProduct(
        product: product, score: score,
        reason: .popular(customers: customers[product] ?? 0, days: configuration.windowDays))
    }.sorted { ($1.score, $0.product.rawValue) < ($0.score, $1.product.rawValue) }
  }
}
