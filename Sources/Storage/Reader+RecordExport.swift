package import Domain

/// One message with whose it is.
package struct StoredMessage: Sendable, Hashable {
  /// The store's own row number.
  package var key: Int64
  /// The id of the conversation.
  package var conversation: String
  /// Whose it is.
  package var customer: Customer?
  /// The message itself.
  package var message: ConversationMessage
}

extension Reader {
  /// Customers after a key, in the order of the keys.
  package func customers(
    after key: Customer.Key, limit: Int
  ) throws(StoreError) -> [(key: Customer.Key, customer: Customer)] {
    try connection.all(
      """
      SELECT key, id, name, email, country, first_seen, attributes FROM customers
      WHERE key > ?1 ORDER BY key LIMIT ?2
      """,
      bind: {
        $0.bind(1, key.rawValue)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in
        (
          key: Customer.Key(row.integer(0)),
          customer: Customer(
            id: Customer.ID(row.text(1)), name: row.optionalText(2), email: row.optionalText(3),
            country: row.optionalText(4),
            firstSeen: row.optionalInteger(5).map { Timestamp(seconds: $0) },
            attributes: try connection.decodeAttributes(row.text(6)))
        )
      })
  }

  /// Interactions after a key, in the order of arrival.
  package func interactions(
    after key: Int64, limit: Int
  ) throws(StoreError) -> [(key: Int64, interaction: Interaction)] {
    try connection.all(
      """
      SELECT i.key, c.id, p.id, i.kind, i.quantity, i.value, i.occurred_at, i.event_id
      FROM interactions AS i CROSS JOIN customers AS c ON c.key = i.customer_key
        CROSS JOIN products AS p ON p.key = i.product_key
      WHERE i.key > ?1 ORDER BY i.key LIMIT ?2
      """,
      bind: {
        $0.bind(1, key)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in
        (
          key: row.integer(0),
          interaction: Interaction(
            customer: Customer.ID(row.text(1)), product: Product.ID(row.text(2)),
            kind: try interactionKind(row, 3), quantity: row.real(4), value: row.optionalReal(5),
            occurredAt: Timestamp(seconds: row.integer(6)), eventID: row.optionalText(7))
        )
      })
  }

  /// Messages after a key, in the order of arrival, with the customer's id and name.
  package func messages(after key: Int64, limit: Int) throws(StoreError) -> [StoredMessage] {
    try connection.all(
      """
      SELECT m.key, v.id, c.id, c.name, c.email, m.id, m.author, m.text, m.intent, m.confidence,
        m.outcome, m.step, m.question, m.feedback, m.created_at
      FROM messages AS m CROSS JOIN conversations AS v ON v.key = m.conversation_key
        LEFT JOIN customers AS c ON c.key = v.customer_key
      WHERE m.key > ?1 ORDER BY m.key LIMIT ?2
      """,
      bind: {
        $0.bind(1, key)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in
        guard let author = ConversationMessage.Author(rawValue: row.text(6)) else {
          throw corrupt("a message of an unknown author")
        }
        return StoredMessage(
          key: row.integer(0), conversation: row.text(1),
          customer: row.optionalText(2).map {
            Customer(
              id: Customer.ID($0), name: row.optionalText(3), email: row.optionalText(4))
          },
          message: ConversationMessage(
            id: row.text(5), author: author, text: row.text(7), intent: row.optionalText(8),
            confidence: row.optionalReal(9), outcome: row.optionalText(10),
            step: row.optionalText(11), question: row.optionalText(12),
            feedback: row.optionalInteger(13).flatMap {
              ConversationMessage.Feedback(rawValue: $0)
            },
            createdAt: Timestamp(seconds: row.integer(14))))
      })
  }

  /// How many customers have each value of each attribute, `country` included, where the
  /// value is a text.
  package func attributeCounts() throws(StoreError) -> [String: [String: Int]] {
    var counts: [String: [String: Int]] = [:]
    try connection.forEach(
      """
      SELECT e.key, e.value, count(*) FROM customers AS c, json_each(c.attributes) AS e
      WHERE e.type = 'text' GROUP BY e.key, e.value
      UNION ALL
      SELECT 'country', country, count(*) FROM customers WHERE country IS NOT NULL
      GROUP BY country
      """
    ) { counts[$0.text(0), default: [:]][$0.text(1), default: 0] += Int($0.integer(2)) }
    return counts
  }

  /// The names of all attributes that customers have, in order.
  package func attributeNames() throws(StoreError) -> [String] {
    try connection.all(
      """
      SELECT DISTINCT e.key FROM customers AS c, json_each(c.attributes) AS e ORDER BY e.key
      """
    ) { $0.text(0) }
  }
}
