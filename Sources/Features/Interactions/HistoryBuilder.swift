package import Domain
import Glibc

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

  /// The history of each customer of a vocabulary.
  ///
  /// Events after `asOf` and of unknown customers or products are passed over.
  package func histories(
    of customers: Vocabulary<Customer.Key>, in log: InteractionLog, asOf: Timestamp
  ) -> [CustomerHistory] {
    var events = [[Int32]](repeating: [], count: customers.count)
    for index in 0..<log.count where log.occurredAt[index] <= asOf {
      if let row = customers.row(of: log.customers[index]) { events[row].append(Int32(index)) }
    }
    return events.map { history(events: $0, in: log, asOf: asOf) }
  }

  /// The history of the one customer whose events the log holds, in order of time.
  package func history(in log: InteractionLog, asOf: Timestamp) -> CustomerHistory {
    history(events: (0..<Int32(log.count)).map { $0 }, in: log, asOf: asOf)
  }

  private func history(
    events: [Int32], in log: InteractionLog, asOf: Timestamp
  ) -> CustomerHistory {
    var positions: [Int32: Int] = [:]
    var items: [ProductHistory] = []
    var sequence: [Int32] = []
    for event in events {
      let index = Int(event)
      guard let product = products.row(of: log.products[index]) else { continue }
      let row = Int32(product)
      let position = positions[row] ?? items.count
      if position == items.count {
        positions[row] = position
        items.append(
          ProductHistory(
            product: product, confidence: 0, ownPurchases: 0, purchaseCount: 0,
            strongestKind: log.kinds[index], lastAt: log.occurredAt[index], isDisliked: false))
      }
      let weight = weights.weight(of: log.kinds[index], value: log.values[index])
      add(index, of: log, weight: weight, asOf: asOf, to: &items[position])
      if weight > 0, sequence.last != row { sequence.append(row) }
    }
    Self.countNewer(&items)
    items.sort { $0.product < $1.product }
    return CustomerHistory(items: items, sequence: sequence, asOf: asOf)
  }

  private func add(
    _ index: Int, of log: InteractionLog, weight: Float, asOf: Timestamp,
    to item: inout ProductHistory
  ) {
    let (kind, time) = (log.kinds[index], log.occurredAt[index])
    let age = Float(max(0, asOf.days(since: time)))
    item.confidence += weight * exp2f(-age / weights.halfLifeDays)
    let faded = exp2f(-age / ownHalfLifeDays)
    if kind == .return {
      item.ownPurchases = max(0, item.ownPurchases - faded)
    } else if kind == .purchase, item.lastPurchaseAt != time {
      // Two lines of one basket are one purchase.
      item.ownPurchases += faded
      item.purchaseCount += 1
      item.lastPurchaseAt = time
    }
    if kind == .dislike { item.isDisliked = true }
    if strength(kind) > strength(item.strongestKind) { item.strongestKind = kind }
    item.lastAt = max(item.lastAt, time)
  }

  private static func countNewer(_ items: inout [ProductHistory]) {
    let newestFirst = items.indices.sorted {
      (items[$1].lastAt, items[$0].product) < (items[$0].lastAt, items[$1].product)
    }
    var newer = 0
    for (place, index) in newestFirst.enumerated() {
      if place > 0, items[index].lastAt != items[newestFirst[place - 1]].lastAt { newer = place }
      items[index].newerProducts = newer
    }
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
