package import Domain
package import Features

/// A global split by time: what is known before a cut-off, and what each
/// customer bought after it.
package struct TimeSplit: Sendable {
  /// The first moment that counts as future.
  package let cutoff: Timestamp
  /// Midnight after the last interaction.
  package let end: Timestamp

  /// The last 60 days, or 16 % of the span where that is shorter.
  ///
  /// - Returns: nil for an empty log.
  package init?(of log: InteractionLog) {
    guard let first = log.occurredAt.first, let last = log.occurredAt.last else { return nil }
    let day = Timestamp.secondsPerDay
    end = Timestamp(seconds: (last.seconds / day + 1) * day)
    let days = min(60, Int((end.days(since: first) * 0.16).rounded(.up)))
    cutoff = end.adding(days: -max(1, days))
  }

  package init(cutoff: Timestamp, end: Timestamp) {
    self.cutoff = cutoff
    self.end = end
  }

  package var days: Int { Int(end.days(since: cutoff)) }

  /// The interactions before the cut-off.
  package func past(of log: InteractionLog) -> InteractionLog {
    log.filtered { log.occurredAt[$0] < cutoff }
  }

  /// For each customer who bought something before the cut-off: the history,
  /// and the products bought from the cut-off on.
  ///
  /// Products that the model has never seen are passed over: nobody who knows
  /// only the past could recommend them. A customer who bought nothing else has
  /// no relevant products.
  package func cases(
    of log: InteractionLog, builder: HistoryBuilder
  ) -> (histories: [CustomerHistory], relevant: [Set<Int>]) {
    Self.cases(
      past: past(of: log),
      future: log.filtered { log.occurredAt[$0] >= cutoff && log.occurredAt[$0] < end },
      asOf: cutoff, builder: builder)
  }

  /// As above, for a past and a future that are given as such.
  static func cases(
    past: InteractionLog, future: InteractionLog, asOf: Timestamp, builder: HistoryBuilder
  ) -> (histories: [CustomerHistory], relevant: [Set<Int>]) {
    var buyers = Set<Customer.Key>()
    for index in 0..<past.count where past.kinds[index] == .purchase {
      buyers.insert(past.customers[index])
    }
    let customers = Vocabulary(buyers.sorted { $0.rawValue < $1.rawValue })
    var relevant = [Set<Int>](repeating: [], count: customers.count)
    for index in 0..<future.count where future.kinds[index] == .purchase {
      guard let row = customers.row(of: future.customers[index]) else { continue }
      guard let product = builder.products.row(of: future.products[index]) else { continue }
      relevant[row].insert(product)
    }
    let histories = builder.histories(of: customers, in: past, asOf: asOf)
    return (histories, relevant)
  }
}
