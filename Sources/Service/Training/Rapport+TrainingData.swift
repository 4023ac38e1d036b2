import Churn
import Domain
import Evaluation
import Features
import Recommendation
import Storage

/// What is learned from.
extension Rapport {
  /// Interactions, all or those before a moment, with what is known of who and what is in them.
  func interactions(until end: Timestamp?) throws -> (InteractionLog, ShopRecords) {
    let (log, columns, products) = try store.read { reader in
      (try reader.interactionLog(), try reader.customerIDs(), try reader.products())
    }
    var records = ShopRecords()
    for (key, country) in zip(columns.keys, columns.countries) {
      if let country { records.countries[key] = country }
    }
    for (key, product) in products { records.products[key] = product }
    return (end.map { end in log.filtered { log.occurredAt[$0] < end } } ?? log, records)
  }

  /// What churn is learned from.
  struct KnownChurn {
    var data: ChurnData
    var asOf: Timestamp
    var configuration: ChurnTrainer.Configuration
    var notes: [String] = []
  }

  /// Labels where any are stored, else purchases.
  func churnData(_ options: TrainingOptions) throws -> KnownChurn {
    let end = try dataEnd()
    // A label may be newer than the last purchase: it still says who left.
    let labels = try labels(until: options.asOf)
    guard labels.isEmpty else {
      let newest = labels.values.compactMap(\.observedAt).max()?.nextMidnight
      let last = [end, newest].compactMap(\.self).max()
      try checkAsOf(options, last: last)
      // A label without a moment may be older than any purchase: it learns from
      // attributes alone.
      let (table, attributes) = try labelledTable(
        cutoff: { labels[$0]?.observedAt }, attributes: nil)
      let rows = table.customers.indices.filter { labels[table.customers[$0]] != nil }
      let outcomes = rows.map { labels[table.customers[$0]]?.hasChurned ?? false }
      let known = table.selecting(rows)
      let leaks = LeakageScreen.leaks(in: known, labels: outcomes)
      return KnownChurn(
        data: .labelled(known.removing(leaks), labels: outcomes, attributes: attributes),
        asOf: options.asOf ?? last ?? clock(),
        configuration: ChurnTrainer.Configuration(seed: options.seed),
        notes: leaks.isEmpty ? [] : [LeakageScreen.note(leaks)])
    }
    guard end != nil else {
      throw ServiceError(
        .nothingToLearn, "there are no interactions and no churn labels to learn from",
        hint: "import some with 'rapport import interactions FILE' or 'rapport import labels FILE'")
    }
    let (events, asOf) = try purchases(options)
    let horizon = try horizon(options, events.log, asOf: asOf)
    let attributes = try customerAttributes()
    return KnownChurn(
      data: .purchases(
        events, attributes: attributes.features.columns.isEmpty ? nil : attributes),
      asOf: asOf,
      configuration: ChurnTrainer.Configuration(
        horizonDays: horizon.days, seed: options.seed),
      notes: [horizon.evidence].compactMap(\.self))
  }

  /// The events before a moment up to which everything is known.
  func purchases(
    _ options: TrainingOptions
  ) throws -> (events: CustomerEvents, asOf: Timestamp) {
    guard let end = try dataEnd() else {
      throw ServiceError(
        .nothingToLearn, "there are no interactions to learn from",
        hint: "import some with 'rapport import interactions FILE'")
    }
    try checkAsOf(options, last: end)
    let asOf = options.asOf ?? end
    return (try customerEvents(before: asOf), asOf)
  }

  /// The days asked for, or those the shop's own gaps between purchases speak for.
  ///
  /// - Throws: `nothingToLearn` where there are none to be found, saying why.
  func horizon(
    _ options: TrainingOptions, _ log: InteractionLog, asOf: Timestamp
  ) throws -> (days: Int, evidence: String?) {
    if let days = options.horizonDays { return (days, nil) }
    let found = RepurchaseHorizon(of: log, asOf: asOf)
    guard let days = found.days else {
      throw ServiceError(
        .nothingToLearn, Self.clause(found.evidence),
        hint: found.basis == .noPurchases
          ? "import purchases, or labels that say who left: 'rapport import labels FILE'"
          : "import more history or labels that say who left, or choose a horizon: --horizon DAYS")
    }
    return (days, Self.clause(found.evidence))
  }

  /// A sentence as part of another.
  private static func clause(_ sentence: String) -> String {
    let text = sentence.last == "." ? sentence.dropLast() : sentence[...]
    return (text.first?.lowercased() ?? "") + text.dropFirst()
  }

  private func checkAsOf(_ options: TrainingOptions, last: Timestamp?) throws {
    guard let asOf = options.asOf, let last, asOf > last else { return }
    throw ServiceError(
      .invalidRequest,
      "the data end before \(last.date), so nobody knows yet who left by \(asOf.date)",
      hint: "choose --as-of \(last.date) or earlier")
  }
}
