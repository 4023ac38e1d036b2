package import Domain

/// Who bought nothing after a cut-off.
package enum PurchaseOutcomes {
  /// Whether each customer bought nothing from the cut-off to the end of the horizon.
  ///
  /// - Complexity: O(log n + interactions in the horizon); the log is in time order.
  package static func labels(
    of customers: [Customer.Key], log: InteractionLog, cutoff: Timestamp, horizonDays: Int
  ) -> [Bool] {
    let end = cutoff.adding(days: horizonDays)
    var returned = Set<Customer.Key>()
    var index = log.firstIndex(from: cutoff)
    while index < log.count, log.occurredAt[index] < end {
      if log.kinds[index] == .purchase { returned.insert(log.customers[index]) }
      index += 1
    }
    return customers.map { !returned.contains($0) }
  }
}

extension InteractionLog {
  /// The index of the first interaction at or after a moment.
  fileprivate func firstIndex(from time: Timestamp) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if occurredAt[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
