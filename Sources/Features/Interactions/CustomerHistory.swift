package import Domain

/// All that is known of one customer's doings, as models read it.
package struct CustomerHistory: Sendable, Hashable {
  /// One element a product, in the order of the product rows.
  package var items: [ProductHistory]
  /// The rows of products met with a positive weight, oldest first; never one
  /// twice in a row.
  package var sequence: [Int32]
  /// The moment up to which the events count.
  package var asOf: Timestamp

  package init(items: [ProductHistory], sequence: [Int32], asOf: Timestamp) {
    self.items = items
    self.sequence = sequence
    self.asOf = asOf
  }

  /// Whether anything speaks for or against a product.
  package var isInformative: Bool {
    items.contains { $0.confidence > 0 || $0.ownPurchases > 0 }
  }

  /// Where a product stands in `items`; nil if the customer never met it.
  ///
  /// - Complexity: O(log items).
  package func index(of product: Int) -> Int? {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].product < product { low = middle + 1 } else { high = middle }
    }
    return low < items.count && items[low].product == product ? low : nil
  }
}
