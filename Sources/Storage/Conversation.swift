import Digest
package import Domain

/// A conversation with the support bot, without its messages.
package struct Conversation: Sendable, Hashable {
  /// Unique, hard to guess; made by the caller.
  package var id: String
  /// Nil where it is not known who writes.
  package var customer: Customer.Key?
  /// When it began.
  package var startedAt: Timestamp
  /// When the last message came.
  package var lastMessageAt: Timestamp
  /// What it is about, as JSON of the caller's; it holds no text of the customer.
  package var state: String?
  /// When a person took over; nil where none did.
  package var handedOverAt: Timestamp?
  /// When the customer or a person of the shop said that it is settled.
  package var resolvedAt: Timestamp?
}

extension Writer {
  /// Begins a conversation.
  ///
  /// The id is unique and hard to guess; the caller makes it. Of the name of a
  /// channel's sender only the SHA-256 is kept.
  ///
  /// - Throws: `constraint` where the id is taken.
  package func createConversation(
    id: String, customer: Customer.Key? = nil, sender: String? = nil, startedAt: Timestamp
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO conversations (id, customer_key, sender_sha256, started_at, last_message_at)
      VALUES (?1, ?2, ?3, ?4, ?4)
      """
    ) {
      $0.bind(1, id)
      $0.bind(2, customer?.rawValue)
      $0.bind(3, sender.map { SHA256.hexadecimal(of: Array($0.utf8)) })
      $0.bind(4, startedAt.seconds)
    }
  }

  /// Stores where a conversation stands.
  ///
  /// The customer, once known, stays; so does the time of the first hand-over.
  ///
  /// - Throws: `notFound` for an unknown conversation.
  package func update(_ conversation: Conversation) throws(StoreError) {
    try connection.run(
      """
      UPDATE conversations SET customer_key = coalesce(customer_key, ?2), last_message_at = ?3,
        state = ?4, handed_over_at = coalesce(handed_over_at, ?5), resolved_at = ?6
      WHERE id = ?1
      """
    ) {
      $0.bind(1, conversation.id)
      $0.bind(2, conversation.customer?.rawValue)
      $0.bind(3, conversation.lastMessageAt.seconds)
      $0.bind(4, conversation.state)
      $0.bind(5, conversation.handedOverAt?.seconds)
      $0.bind(6, conversation.resolvedAt?.seconds)
    }
    guard connection.changes == 1 else {
      throw StoreError(.notFound, "no such conversation", path: connection.path)
    }
  }

  /// Adds a message at the end of a conversation.
  ///
  /// - Throws: `notFound` for an unknown conversation; `constraint` where the
  ///   message's id is taken.
  package func append(
    _ message: ConversationMessage, toConversation conversation: String
  ) throws(StoreError) {
    let mentions = try connection.encode(mentions: message.mentions)
    try connection.run(
      """
      INSERT INTO messages
        (conversation_key, id, author, text, intent, confidence, outcome, step, question, entities,
          feedback, feedback_at, created_at)
      SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
      FROM conversations WHERE id = ?1
      """
    ) {
      $0.bind(1, conversation)
      $0.bind(2, message.id)
      $0.bind(3, message.author.rawValue)
      $0.bind(4, message.text)
      $0.bind(5, message.intent)
      $0.bind(6, message.confidence)
      $0.bind(7, message.outcome)
      $0.bind(8, message.step)
      $0.bind(9, message.question)
      $0.bind(10, mentions)
      $0.bind(11, message.feedback?.rawValue)
      $0.bind(12, message.feedbackAt?.seconds)
      $0.bind(13, message.createdAt.seconds)
    }
    guard connection.changes == 1 else {
      throw StoreError(.notFound, "no such conversation", path: connection.path)
    }
  }

  /// Stores what a person thought of a reply of the bot; false where it is unknown.
  ///
  /// A helpful reply settles its conversation unless a person has taken over; one
  /// that did not help opens it again.
  @discardableResult
  package func setFeedback(
    _ feedback: ConversationMessage.Feedback?, onMessage id: String, at time: Timestamp
  ) throws(StoreError) -> Bool {
    try connection.run(
      "UPDATE messages SET feedback = ?2, feedback_at = ?3 WHERE id = ?1 AND author = 'bot'"
    ) {
      $0.bind(1, id)
      $0.bind(2, feedback?.rawValue)
      $0.bind(3, feedback == nil ? nil : time.seconds)
    }
    guard connection.changes == 1 else { return false }
    try connection.run(
      """
      UPDATE conversations SET resolved_at = ?2
      WHERE key = (SELECT conversation_key FROM messages WHERE id = ?1) AND handed_over_at IS NULL
      """
    ) {
      $0.bind(1, id)
      $0.bind(2, feedback == .helpful ? time.seconds : nil)
    }
    return true
  }

  /// Marks a conversation as settled; false where there is none of that id.
  @discardableResult
  package func resolveConversation(_ id: String, at time: Timestamp) throws(StoreError) -> Bool {
    try connection.run("UPDATE conversations SET resolved_at = ?2 WHERE id = ?1") {
      $0.bind(1, id)
      $0.bind(2, time.seconds)
    }
    return connection.changes == 1
  }
}
