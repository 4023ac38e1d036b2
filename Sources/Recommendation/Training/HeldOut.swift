package import Domain
import Engine
package import Features

/// A log without some of what customers chose last, and those choices.
package struct HeldOut: Sendable {
  /// What models are fitted to.
  package let past: InteractionLog
  /// What histories hold besides, though no model is fitted to it.
  package let recent: InteractionLog
  /// The choices; of a customer of `past` each.
  package let future: InteractionLog
  /// The moment up to which histories count.
  package let asOf: Timestamp
  /// How the choices were held out, in words.
  package let text: String

  package init(
    past: InteractionLog, recent: InteractionLog = InteractionLog(), future: InteractionLog,
    asOf: Timestamp, text: String
  ) {
    self.past = past
    self.recent = recent
    self.future = future
    self.asOf = asOf
    self.text = text
  }

  /// The share of customers who must have chosen something both before and after a
  /// date for it to be a split by time.
  private static let leastShare = 0.05
  private static let mostCustomers = 2000

  /// Holds out the last days of a log or, where hardly anybody is there both before
  /// and in them, the last choice of a sample of customers.
  ///
  /// - Returns: nil for an empty log.
  init?(of log: InteractionLog, seed: UInt64) {
    guard let split = TimeSplit(of: log) else { return nil }
    let past = split.past(of: log)
    let future = log.filtered { log.occurredAt[$0] >= split.cutoff }
    let both = Set(past.customers).intersection(future.customers).count
    guard Double(both) < Self.leastShare * Double(Set(log.customers).count) else {
      self.init(
        past: past, future: future, asOf: split.cutoff,
        text: "the \(split.days) days from \(split.cutoff.date)")
      return
    }
    self.init(lastChoicesOf: log, end: split.end, seed: seed)
  }

  private init(lastChoicesOf log: InteractionLog, end: Timestamp, seed: UInt64) {
    var (counts, last): ([Customer.Key: Int], [Customer.Key: Int]) = ([:], [:])
    for index in 0..<log.count {
      counts[log.customers[index], default: 0] += 1
      if log.kinds[index] == .purchase { last[log.customers[index]] = index }
    }
    var generator = SplitMix64(seed: seed)
    let customers = last.keys.filter { counts[$0] ?? 0 > 2 }.sorted { $0.rawValue < $1.rawValue }
      .shuffled(using: &generator).prefix(Self.mostCustomers)
    let heldOut = Set(customers.compactMap { last[$0] })
    self.init(
      past: log.filtered { !heldOut.contains($0) }, future: log.filtered { heldOut.contains($0) },
      asOf: end, text: "the last purchase of \(customers.count) customers")
  }

  /// The histories of customers of the past, and what they chose.
  package func cases(builder: HistoryBuilder) -> RankingCases {
    let (histories, relevant) = TimeSplit.cases(
      past: past.appending(recent), future: future, asOf: asOf, builder: builder)
    return RankingCases(histories: histories, relevant: relevant)
  }
}
