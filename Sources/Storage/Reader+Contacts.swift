package import Domain

/// What a message of a customer says of how they are served.
package struct ContactRecord: Sendable, Hashable {
  /// Whose it is.
  package var customer: Customer.Key
  /// When it was stored.
  package var createdAt: Timestamp
  /// What the model took it for; nil where it was not sure.
  package var intent: String?
  /// Whether a person took over.
  package var wasHandedOver: Bool
  /// Whether the reply was called unhelpful.
  package var wasUnhelpful: Bool
}

extension Reader {
  /// The messages that known customers wrote before a moment, in time order.
  ///
  /// - Parameters:
  ///   - customer: whose messages; nil for everybody's.
  ///   - end: the first moment that is left out; nil for none.
  /// - Returns: a record a message, the oldest first.
  /// - Throws: `StoreError` where the database cannot be read.
  package func contacts(
    of customer: Customer.Key? = nil, before end: Timestamp? = nil
  ) throws(StoreError) -> [ContactRecord] {
    try connection.all(
      """
      SELECT c.customer_key, m.created_at, m.intent, m.outcome,
        (SELECT r.feedback FROM messages AS r
         WHERE r.conversation_key = m.conversation_key AND r.key > m.key ORDER BY r.key LIMIT 1)
      FROM messages AS m JOIN conversations AS c ON c.key = m.conversation_key
      WHERE m.author = 'customer' AND c.customer_key IS NOT NULL
        AND (?1 IS NULL OR c.customer_key = ?1) AND (?2 IS NULL OR m.created_at < ?2)
      ORDER BY m.created_at, m.key
      """,
      bind: {
        $0.bind(1, customer?.rawValue)
        $0.bind(2, end?.seconds)
      },
      row: { row throws(StoreError) in
        ContactRecord(
          customer: Customer.Key(row.integer(0)), createdAt: Timestamp(seconds: row.integer(1)),
          intent: row.optionalText(2), wasHandedOver: row.optionalText(3) == "handoff",
          wasUnhelpful: row.optionalInteger(4) == -1)
      })
  }
}
