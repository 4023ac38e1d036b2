package import Domain

/// One message of a conversation with the support bot, as stored.
package struct ConversationMessage: Sendable, Hashable {
  /// Who writes in conversations.
  package enum Author: String, Sendable {
    case customer
    case bot
    case agent
  }

  /// What was said of a reply.
  package enum Feedback: Int64, Sendable {
    case unhelpful = -1
    case helpful = 1
  }

  /// Something that a message names.
  package struct Mention: Sendable, Hashable, Codable {
    /// Such as `order_number`.
    package var kind: String
    /// Nil where it is personal: an address or a phone number.
    package var value: String?

    package init(kind: String, value: String?) {
      self.kind = kind
      self.value = value
    }
  }

  /// Unique over all conversations, hard to guess; made by the caller.
  package var id: String
  /// Who wrote it.
  package var author: Author
  /// With personal data masked by the caller.
  package var text: String
  /// What the model took it for; nil where it was not sure.
  package var intent: String?
  /// A calibrated probability.
  package var confidence: Double?
  /// What the bot did, such as `answer`, `clarify` or `handoff`.
  package var outcome: String?
  /// What kind of reply it is, such as `rephrase`.
  package var step: String?
  /// The stored question whose answer was given.
  package var question: String?
  /// What the message names.
  package var mentions: [Mention]
  /// Whether the reply helped; nil where nobody said.
  package var feedback: Feedback?
  /// When somebody said whether it helped.
  package var feedbackAt: Timestamp?
  /// When it was stored.
  package var createdAt: Timestamp

  package init(
    id: String, author: Author, text: String, intent: String? = nil, confidence: Double? = nil,
    outcome: String? = nil, step: String? = nil, question: String? = nil,
    mentions: [Mention] = [], feedback: Feedback? = nil, feedbackAt: Timestamp? = nil,
    createdAt: Timestamp
  ) {
    self.id = id
    self.author = author
    self.text = text
    self.intent = intent
    self.confidence = confidence
    self.outcome = outcome
    self.step = step
    self.question = question
    self.mentions = mentions
    self.feedback = feedback
    self.feedbackAt = feedbackAt
    self.createdAt = createdAt
  }
}
