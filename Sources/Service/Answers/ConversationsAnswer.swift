import Domain
import Storage

/// The conversations of one customer, as the API and `--json` give them.
package struct ConversationsAnswer: Codable, Sendable {
  package struct Message: Codable, Sendable {
    package var messageId: String
    /// `customer`, `bot` or `agent`.
    package var author: String
    /// Personal data is masked.
    package var text: String
    package var intent: String?
    package var confidence: Double?
    package var action: String?
    package var step: String?
    package var matchedQuestion: String?
    package var helpful: Bool?
    package var createdAt: String
  }

  package struct Conversation: Codable, Sendable {
    package var conversationId: String
    package var startedAt: String
    package var lastMessageAt: String
    /// `open`, `resolved`, `handed_over` or `unresolved`.
    package var outcome: String
    package var handedOverAt: String?
    package var resolvedAt: String?
    package var messages: [Message]
  }

  package var customerId: String
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
