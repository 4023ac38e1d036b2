import Domain
import Storage

/// The conversations of one customer, as the API and `--json` give them.
package struct ConversationsAnswer: Codable, Sendable {
  /// One message of a conversation.
  package struct Message: Codable, Sendable {
    /// The id of the message.
    package var messageId: String
    /// `customer`, `bot` or `agent`.
    package var author: String
    /// Personal data is masked.
    package var text: String
    /// What the message is about; nil where the bot was not sure.
    package var intent: String?
    /// How sure the model is, 0…1.
    package var confidence: Double?
    /// `answer`, `clarify` or `handoff`.
    package var action: String?
    /// What kind of reply it is.
    package var step: String?
    /// The stored question that was answered; nil where there was none.
    package var matchedQuestion: String?
    /// Whether the reply helped; nil where nobody said.
    package var helpful: Bool?
    /// When it was written, in RFC 3339.
    package var createdAt: String
  }

  /// One conversation with its messages.
  package struct Conversation: Codable, Sendable {
    /// The id of the conversation.
    package var conversationId: String
    /// When it began, in RFC 3339.
    package var startedAt: String
    /// When the last message came, in RFC 3339.
    package var lastMessageAt: String
    /// `open`, `resolved`, `handed_over` or `unresolved`.
    package var outcome: String
    /// When a person took over, in RFC 3339; nil where none did.
    package var handedOverAt: String?
    /// When it was settled, in RFC 3339; nil where it was not.
    package var resolvedAt: String?
    /// The oldest first.
    package var messages: [Message]
  }

  /// The shop's own id of the customer.
  package var customerId: String
  /// The newest first.
  package var conversations: [Conversation]
}

extension ConversationsAnswer.Conversation {
  init(_ conversation: Conversation, messages: [ConversationMessage], isQuiet: Bool) {
    conversationId = conversation.id
    startedAt = conversation.startedAt.rfc3339
    lastMessageAt = conversation.lastMessageAt.rfc3339
    handedOverAt = conversation.handedOverAt?.rfc3339
    resolvedAt = conversation.resolvedAt?.rfc3339
    let isAnswered = messages.contains {
      $0.author == .bot && $0.outcome == "answer" && $0.intent != nil
    }
    let isDisliked = messages.contains { $0.feedback == .unhelpful }
    if conversation.handedOverAt != nil {
      outcome = "handed_over"
    } else if conversation.resolvedAt == nil, !isQuiet {
      outcome = "open"
    } else if isAnswered, conversation.resolvedAt != nil || !isDisliked {
      outcome = "resolved"
    } else {
      outcome = "unresolved"
    }
    self.messages = messages.map { message in
      ConversationsAnswer.Message(
        messageId: message.id, author: message.author.rawValue, text: message.text,
        intent: message.intent, confidence: message.confidence, action: message.outcome,
        step: message.step, matchedQuestion: message.question,
        helpful: message.feedback.map { $0 == .helpful }, createdAt: message.createdAt.rfc3339)
    }
  }
}
