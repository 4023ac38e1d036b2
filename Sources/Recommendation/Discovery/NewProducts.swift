package import Domain

/// Products by when they came, the newest first.
///
/// A catalogue keeps no date of its entries, so a product is as old as the first thing
/// anybody did with it. Products that nobody has met come first where they were added
/// after all the others, by their keys; else nothing says that they are new.
package struct NewProducts: Sendable {
  package let products: [DiscoveredProduct]

  /// - Parameters:
  ///   - catalogue: the key of every product.
  ///   - firstSeen: when each was first met; a product nobody met is not in it.
  ///   - asOf: the moment that ages are counted to.
  package init(
    catalogue: [Product.Key], firstSeen: [Product.Key: Timestamp], asOf: Timestamp
  ) {
    let lastMet = firstSeen.keys.map(\.rawValue).max() ?? .min
    let unseen = catalogue.filter { $0.rawValue > lastMet }
      .sorted { $0.rawValue > $1.rawValue }
      .map { DiscoveredProduct(product: $0, score: 1, reason: .unseen) }
    let met = firstSeen.sorted {
      ($1.value, $1.key.rawValue) < ($0.value, $0.key.rawValue)
    }
    products =
      unseen
      + met.map { product, time in
        let age = max(0, asOf.seconds - 1 - time.seconds) / Timestamp.secondsPerDay
        return DiscoveredProduct(
          product: product, score: 1 / Float(1 + age),
          reason: .new(firstSeen: time, days: Int(age)))
      }
  }

  /// When each product of a log was first met.
  package static func firstSeen(in log: InteractionLog) -> [Product.Key: Timestamp] {
    var result: [Product.Key: Timestamp] = [:]
    for index in 0..<log.count {
      result[log.products[index]] = min(
        result[log.products[index]] ?? log.occurredAt[index], log.occurredAt[index])
    }
    return result
  }
}
