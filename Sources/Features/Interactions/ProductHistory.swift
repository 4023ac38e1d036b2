package import Domain
import Glibc

/// All that one customer did with one product, as of one time.
package struct ProductHistory: Sendable, Hashable {
  /// The product's row in the vocabulary.
  package var product: Int
  /// Sum of the events' weights, each faded by its age; never below zero.
  package var confidence: Float
  /// Purchases, each faded by its age with `ownHalfLifeDays`; net of returns.
  package var ownPurchases: Float
  package var purchaseCount: Int
  /// The strongest thing done: what a reason says ("bought", "viewed").
  package var strongestKind: InteractionKind
  package var lastAt: Timestamp
  package var isDisliked: Bool
}

/// Turns events into histories and confidences.
package struct HistoryBuilder: Sendable {
  package let products: Vocabulary<Product.Key>
  package let weights: InteractionWeights
  /// Days after which a purchase counts half towards buying again.
  package let ownHalfLifeDays: Float

  package init(
    products: Vocabulary<Product.Key>, weights: InteractionWeights, ownHalfLifeDays: Float
  ) {
    self.products = products
    self.weights = weights
    self.ownHalfLifeDays = ownHalfLifeDays
  }

  /// The history of each customer of a vocabulary, products in row order.
  ///
  /// Events after `asOf` and of unknown customers or products are passed over.
  package func histories(
    of customers: Vocabulary<Customer.Key>, in log: InteractionLog, asOf: Timestamp
  ) -> [[ProductHistory]] {
    var events = [[Int32]](repeating: [], count: customers.count)
    for index in 0..<log.count where log.occurredAt[index] <= asOf {
      if let row = customers.row(of: log.customers[index]) { events[row].append(Int32(index)) }
    }
    return events.map { history(events: $0, in: log, asOf: asOf) }
  }

  /// The history of the one customer whose events the log holds.
  package func history(in log: InteractionLog, asOf: Timestamp) -> [ProductHistory] {
    history(events: (0..<Int32(log.count)).map { $0 }, in: log, asOf: asOf)
  }

  private func history(
    events: [Int32], in log: InteractionLog, asOf: Timestamp
  ) -> [ProductHistory] {
    var positions: [Int: Int] = [:]
    var result: [ProductHistory] = []
    for event in events {
      let index = Int(event)
      guard let product = products.row(of: log.products[index]) else { continue }
      let kind = log.kinds[index]
      let time = log.occurredAt[index]
      let age = Float(max(0, asOf.days(since: time)))
      let position: Int
      if let known = positions[product] {
        position = known
      } else {
        position = result.count
        positions[product] = position
        result.append(
          ProductHistory(
            product: product, confidence: 0, ownPurchases: 0, purchaseCount: 0,
            strongestKind: kind, lastAt: time, isDisliked: false))
      }
      let weight = weights.weight(of: kind, value: log.values[index])
      result[position].confidence += weight * exp2f(-age / weights.halfLifeDays)
      if kind == .purchase || kind == .return {
        let sign: Float = kind == .purchase ? 1 : -1
        result[position].ownPurchases += sign * exp2f(-age / ownHalfLifeDays)
        if kind == .purchase { result[position].purchaseCount += 1 }
      }
      if kind == .dislike { result[position].isDisliked = true }
      if strength(kind) > strength(result[position].strongestKind) {
        result[position].strongestKind = kind
      }
      result[position].lastAt = max(result[position].lastAt, time)
    }
    for position in result.indices {
      result[position].confidence = max(0, result[position].confidence)
      result[position].ownPurchases = max(0, result[position].ownPurchases)
    }
    return result.sorted { $0.product < $1.product }
  }
}

private func strength(_ kind: InteractionKind) -> Int {
  switch kind {
  case .purchase: 6
  case .like: 5
  case .rating: 4
  case .cart: 3
  case .view: 2
  case .return: 1
  case .dislike: 0
  }
}
