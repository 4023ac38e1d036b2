package import Domain

/// How much a database holds.
package struct StoreCounts: Sendable, Hashable {
  /// How many customers there are.
  package var customers = 0
  /// How many products there are.
  package var products = 0
  /// Kinds of which there is none are left out.
  package var interactions: [InteractionKind: Int] = [:]
  /// The times of the first and the last interaction.
  package var firstInteraction: Timestamp?
  /// The time of the last interaction; nil where there is none.
  package var lastInteraction: Timestamp?
  /// How many entries of the bot there are.
  package var faqEntries = 0
  /// How many labels of churn there are.
  package var churnLabels = 0
  /// How many conversations there are.
  package var conversations = 0
  /// How many versions of models are kept.
  package var modelVersions = 0
}

extension Reader {
  /// What `status` shows.
  ///
  /// - Complexity: one pass over the interactions.
  package func counts() throws(StoreError) -> StoreCounts {
    var counts = StoreCounts()
    try connection.forEach(
      """
      SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM products),
        (SELECT count(*) FROM faq_entries), (SELECT count(*) FROM churn_labels),
        (SELECT count(*) FROM conversations), (SELECT count(*) FROM model_versions)
      """
    ) { row in
      counts.customers = Int(row.integer(0))
      counts.products = Int(row.integer(1))
      counts.faqEntries = Int(row.integer(2))
      counts.churnLabels = Int(row.integer(3))
      counts.conversations = Int(row.integer(4))
      counts.modelVersions = Int(row.integer(5))
    }
    var first = Int64.max
    var last = Int64.min
    // Counted here: GROUP BY would sort the table first.
    try connection.forEach("SELECT kind, occurred_at FROM interactions") {
      row throws(StoreError) in
      guard let kind = UInt8(exactly: row.integer(0)).flatMap({ InteractionKind(rawValue: $0) })
      else { throw corrupt("an interaction of an unknown kind") }
      counts.interactions[kind, default: 0] += 1
      first = min(first, row.integer(1))
      last = max(last, row.integer(1))
    }
    if !counts.interactions.isEmpty {
      counts.firstInteraction = Timestamp(seconds: first)
      counts.lastInteraction = Timestamp(seconds: last)
    }
    return counts
  }

  /// A text that changes when rows that training reads are added or removed.
  ///
  /// Made of counts, greatest keys and times, so it is cheap and misses a
  /// corrected field of a stored customer or product.
  package func dataFingerprint() throws(StoreError) -> String {
    let text = try connection.first(
      """
      SELECT 'customers ' || (SELECT count(*) || '/' || coalesce(max(key), 0) FROM customers)
        || ', products ' || (SELECT count(*) || '/' || coalesce(max(key), 0) FROM products)
        || ', interactions '
        || (SELECT count(*) || '/' || coalesce(max(key), 0) FROM interactions)
        || '/' || (SELECT coalesce(min(occurred_at), 0) || '/' || coalesce(max(occurred_at), 0)
                   FROM interactions)
        || ', questions ' || (SELECT count(*) || '/' || coalesce(max(key), 0) FROM faq_examples)
        || ', labels ' || (SELECT count(*) || '/' || coalesce(max(key), 0) FROM churn_labels)
      """
    ) { $0.text(0) }
    return text ?? ""
  }
}
