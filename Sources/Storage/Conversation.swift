package import Domain

/// One message of a conversation with the support bot, as stored.
package struct ConversationMessage: Sendable, Hashable {
  package enum Author: String, Sendable {
    case customer
    case bot
    case agent
  }

  package enum Feedback: Int64, Sendable {
    case unhelpful = -1
    case helpful = 1
  }

  /// Unique over all conversations, hard to guess; made by the caller.
  package var id: String
  package var author: Author
  /// With personal data masked by the caller.
  package var text: String
  package var intent: String?
  /// A calibrated probability.
  package var confidence: Double?
  /// What the bot did, such as `answer`, `clarify` or `handoff`.
  package var outcome: String?
  package var feedback: Feedback?
  package var createdAt: Timestamp

  package init(
    id: String, author: Author, text: String, intent: String? = nil, confidence: Double? = nil,
    outcome: String? = nil, feedback: Feedback? = nil, createdAt: Timestamp
  ) {
    self.id = id
    self.author = author
    self.text = text
    self.intent = intent
    self.confidence = confidence
    self.outcome = outcome
    self.feedback = feedback
    self.createdAt = createdAt
  }
}

extension Writer {
  /// Begins a conversation.
  ///
  /// The id is unique and hard to guess; the caller makes it.
  ///
  /// - Throws: `constraint` where the id is taken.
  package func createConversation(
    id: String, customer: Customer.Key? = nil, startedAt: Timestamp
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO conversations (id, customer_key, started_at) VALUES (?1, ?2, ?3)"
    ) {
      $0.bind(1, id)
      $0.bind(2, customer?.rawValue)
      $0.bind(3, startedAt.seconds)
    }
  }

  /// Adds a message at the end of a conversation.
  ///
  /// - Throws: `notFound` for an unknown conversation; `constraint` where the
  ///   message's id is taken.
  package func append(
    _ message: ConversationMessage, toConversation conversation: String
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO messages
        (conversation_key, id, author, text, intent, confidence, outcome, feedback, created_at)
      SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM conversations WHERE id = ?1
      """
    ) {
      $0.bind(1, conversation)
      $0.bind(2, message.id)
      $0.bind(3, message.author.rawValue)
      $0.bind(4, message.text)
      $0.bind(5, message.intent)
      $0.bind(6, message.confidence)
      $0.bind(7, message.outcome)
      $0.bind(8, message.feedback?.rawValue)
      $0.bind(9, message.createdAt.seconds)
    }
    guard connection.changes == 1 else {
      throw StoreError(.notFound, "no such conversation", path: connection.path)
    }
  }

  /// Stores what a person thought of a message; false where it is unknown.
  @discardableResult
  package func setFeedback(
    _ feedback: ConversationMessage.Feedback?, onMessage id: String
  ) throws(StoreError) -> Bool {
    try connection.run("UPDATE messages SET feedback = ?2 WHERE id = ?1") {
      $0.bind(1, id)
      $0.bind(2, feedback?.rawValue)
    }
    return connection.changes == 1
  }
}

extension Reader {
  /// Whose conversation it is; nil where there is none of that id.
  ///
  /// The inner value is nil for a conversation with somebody unknown.
  package func conversationCustomer(_ id: String) throws(StoreError) -> Customer.Key?? {
    try connection.first(
      "SELECT customer_key FROM conversations WHERE id = ?1",
      bind: { $0.bind(1, id) },
      row: { $0.optionalInteger(0).map { Customer.Key($0) } })
  }

  /// The newest `limit` messages of a conversation in their order; empty where
  /// there is no such conversation.
  package func messages(
    ofConversation id: String, limit: Int = 1000
  ) throws(StoreError) -> [ConversationMessage] {
    try connection.all(
      """
      SELECT id, author, text, intent, confidence, outcome, feedback, created_at FROM messages
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
      SELECT id, author, text, intent, confidence, outcome, feedback, created_at FROM messages
      WHERE conversation_key IN (SELECT key FROM conversations WHERE customer_key = ?1)
      ORDER BY key DESC LIMIT ?2
      """,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try message(row) })
  }

  private func message(_ row: Statement) throws(StoreError) -> ConversationMessage {
    guard let author = ConversationMessage.Author(rawValue: row.text(1)) else {
      throw corrupt("a message of an unknown author")
    }
    return ConversationMessage(
      id: row.text(0), author: author, text: row.text(2), intent: row.optionalText(3),
      confidence: row.optionalReal(4), outcome: row.optionalText(5),
      feedback: row.optionalInteger(6).flatMap { ConversationMessage.Feedback(rawValue: $0) },
      createdAt: Timestamp(seconds: row.integer(7)))
  }
}
