package import Domain
package import Features
import Glibc

/// How much each product is bought now, over all and by country.
///
/// A purchase counts `2^(−age / half-life)`; the sum is put on the scale of
/// `log1p` and divided by the largest, so that it lies in 0…1. Where nobody has
/// bought yet, the other events count by their weights.
package struct Popularity: Sendable, Equatable {
  /// One value a product row.
  package let overall: [Float]
  /// The same among the customers of one country.
  package let byCountry: [String: [Float]]

  /// Purchases below which a country says too little to stand alone.
  package static let leastPurchasesOfCountry = 200

  package init(overall: [Float], byCountry: [String: [Float]]) {
    self.overall = overall
    self.byCountry = byCountry
  }

  /// Counts the purchases of a log up to `asOf`.
  package init(
    of log: InteractionLog, products: Vocabulary<Product.Key>,
    countries: [Customer.Key: String], weights: InteractionWeights, halfLifeDays: Float,
    asOf: Timestamp
  ) {
    let hasPurchases = log.kinds.contains(.purchase)
    var total = [Float](repeating: 0, count: products.count)
    var local: [String: (counts: [Float], purchases: Int)] = [:]
    for index in 0..<log.count where log.occurredAt[index] <= asOf {
      let kind = log.kinds[index]
      guard kind == .purchase || !hasPurchases, let row = products.row(of: log.products[index])
      else { continue }
      let worth = hasPurchases ? 1 : max(0, weights.weight(of: kind, value: log.values[index]))
      let weight = worth * exp2f(-Float(asOf.days(since: log.occurredAt[index])) / halfLifeDays)
      total[row] += weight
      guard let country = countries[log.customers[index]] else { continue }
      local[country, default: ([Float](repeating: 0, count: products.count), 0)].counts[row] +=
        weight
      local[country]?.purchases += 1
    }
    overall = Self.scaled(total)
    byCountry = local.filter { $0.value.purchases >= Self.leastPurchasesOfCountry }
      .mapValues { Self.scaled($0.counts) }
  }

  private static func scaled(_ counts: [Float]) -> [Float] {
    let logs = counts.map { log1pf($0) }
    guard let largest = logs.max(), largest > 0 else { return logs }
    return logs.map { $0 / largest }
  }
}
