import Digest
package import Domain

extension Reader {
  /// A conversation; nil where there is none of that id.
  package func conversation(_ id: String) throws(StoreError) -> Conversation? {
    try connection.first(
      """
      SELECT id, customer_key, started_at, last_message_at, state, handed_over_at, resolved_at
      FROM conversations WHERE id = ?1
      """,
      bind: { $0.bind(1, id) }, row: { conversation($0) })
  }

  /// The newest conversation of a channel's sender with that customer, or with
  /// somebody unknown where it is nil.
  package func newestConversation(
    ofSender sender: String, customer: Customer.Key?
  ) throws(StoreError) -> Conversation? {
    try connection.first(
      """
      SELECT id, customer_key, started_at, last_message_at, state, handed_over_at, resolved_at
      FROM conversations
      WHERE sender_sha256 = ?1 AND customer_key IS ?2 ORDER BY key DESC LIMIT 1
      """,
      bind: {
        $0.bind(1, SHA256.hexadecimal(of: Array(sender.utf8)))
        $0.bind(2, customer?.rawValue)
      },
      row: { conversation($0) })
  }

  /// The conversations of a customer, the newest first.
  package func conversations(
    of customer: Customer.Key, limit: Int
  ) throws(StoreError) -> [Conversation] {
    try connection.all(
      """
      SELECT id, customer_key, started_at, last_message_at, state, handed_over_at, resolved_at
      FROM conversations
      WHERE customer_key = ?1 ORDER BY started_at DESC, key DESC LIMIT ?2
      """,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, limit)
      },
      row: { conversation($0) })
  }

  /// The newest `limit` messages of a conversation in their order; empty where
  /// there is no such conversation.
  package func messages(
    ofConversation id: String, limit: Int = 1000
  ) throws(StoreError) -> [ConversationMessage] {
    try connection.all(
      """
      SELECT id, author, text, intent, confidence, outcome, step, question, entities, feedback,
        feedback_at, created_at
      FROM messages
      WHERE conversation_key = (SELECT key FROM conversations WHERE id = ?1)
      ORDER BY key DESC LIMIT ?2
      """,
      bind: {
        $0.bind(1, id)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try message(row) }
    ).reversed()
  }

  /// The newest messages of a customer in all conversations, the newest first.
  package func messages(
    of customer: Customer.Key, limit: Int
  ) throws(StoreError) -> [ConversationMessage] {
    try connection.all(
      """
      SELECT id, author, text, intent, confidence, outcome, step, question, entities, feedback,
        feedback_at, created_at
      FROM messages
      WHERE conversation_key IN (SELECT key FROM conversations WHERE customer_key = ?1)
      ORDER BY key DESC LIMIT ?2
      """,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try message(row) })
  }

  private func conversation(_ row: Statement) -> Conversation {
    func time(_ column: Int32) -> Timestamp? {
      row.optionalInteger(column).map { Timestamp(seconds: $0) }
    }
    let startedAt = Timestamp(seconds: row.integer(2))
    return Conversation(
      id: row.text(0), customer: row.optionalInteger(1).map { Customer.Key($0) },
      startedAt: startedAt, lastMessageAt: time(3) ?? startedAt, state: row.optionalText(4),
      handedOverAt: time(5), resolvedAt: time(6))
  }

  private func message(_ row: Statement) throws(StoreError) -> ConversationMessage {
    guard let author = ConversationMessage.Author(rawValue: row.text(1)) else {
      throw corrupt("a message of an unknown author")
    }
    return ConversationMessage(
      id: row.text(0), author: author, text: row.text(2), intent: row.optionalText(3),
      confidence: row.optionalReal(4), outcome: row.optionalText(5), step: row.optionalText(6),
      question: row.optionalText(7), mentions: try connection.decodeMentions(row.text(8)),
      feedback: row.optionalInteger(9).flatMap { ConversationMessage.Feedback(rawValue: $0) },
      feedbackAt: row.optionalInteger(10).map { Timestamp(seconds: $0) },
      createdAt: Timestamp(seconds: row.integer(11)))
  }
}
