package import Domain

/// What one customer did of one kind, in sum.
package struct InteractionTally: Sendable, Hashable {
  /// What kind it is.
  package var kind: InteractionKind
  /// How many there were.
  package var count: Int
  /// Of all lines whose value is known.
  package var value: Double
  /// When the first happened.
  package var first: Timestamp
  /// When the last happened.
  package var last: Timestamp
}

extension Reader {
  /// What a customer did, by kind.
  package func tallies(of customer: Customer.Key) throws(StoreError) -> [InteractionTally] {
    try connection.all(
      """
      SELECT kind, count(*), total(value), min(occurred_at), max(occurred_at) FROM interactions
      WHERE customer_key = ?1 GROUP BY kind ORDER BY kind
      """,
      bind: { $0.bind(1, customer.rawValue) },
      row: { row throws(StoreError) in
        InteractionTally(
          kind: try interactionKind(row, 0), count: Int(row.integer(1)), value: row.real(2),
          first: Timestamp(seconds: row.integer(3)), last: Timestamp(seconds: row.integer(4)))
      })
  }
}
