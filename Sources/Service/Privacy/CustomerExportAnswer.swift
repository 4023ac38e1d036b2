package import Domain

/// Everything that is stored about one person, as the API and the command line give it.
package struct CustomerExportAnswer: Codable, Sendable {
  package struct Person: Codable, Sendable {
    package var id: String
    package var name: String?
    package var email: String?
    package var country: String?
    package var firstSeen: String?
    package var attributes: [String: AttributeValue]
  }

  package struct Interaction: Codable, Sendable {
    package var productId: String
    package var title: String?
    package var kind: String
    package var quantity: Double
    package var value: Double?
    package var occurredAt: String
    package var eventId: String?
  }

  package struct Label: Codable, Sendable {
    package var hasChurned: Bool
    package var observedAt: String?
  }

  package struct Mention: Codable, Sendable {
    package var kind: String
    /// Nil where it is personal: it was never stored.
    package var value: String?
  }

  package struct Message: Codable, Sendable {
    package var messageId: String
    package var author: String
    /// As stored: personal data is masked.
    package var text: String
    package var intent: String?
    package var confidence: Double?
    package var action: String?
    package var step: String?
    package var matchedQuestion: String?
    package var mentions: [Mention]
    package var helpful: Bool?
    package var feedbackAt: String?
    /// What the shop made of a message without an answer: `added` to the bot's examples,
    /// or `dismissed`.
    package var gap: String?
    package var createdAt: String
  }

  package struct Conversation: Codable, Sendable {
    package var conversationId: String
    package var startedAt: String
    package var lastMessageAt: String
    package var handedOverAt: String?
    package var resolvedAt: String?
    /// What it is about, as stored.
    package var state: String?
    /// The SHA-256 of the sender's name in a chat channel.
    package var senderSha256: String?
    package var messages: [Message]
  }

  package struct Exposure: Codable, Sendable {
    package var productId: String
    package var title: String?
    package var model: String
    package var recommendationId: String?
    package var eventId: String?
    package var session: String?
    package var position: Int?
    package var experiment: String?
    package var arm: String?
    package var shownAt: String
    package var clickedAt: String?
    package var clickEventId: String?
  }

  package struct Model: Codable, Sendable {
    package var model: String
    package var createdAt: String
    package var active: Bool
    /// Whether the person's records were there when it was trained.
    package var trainedWithCustomer: Bool
  }

  package struct AuditLine: Codable, Sendable {
    package var occurredAt: String
    package var actor: String
    package var action: String
  }

  package var exportedAt: String
  package var customer: Person
  package var interactions: [Interaction]
  package var labels: [Label]
  package var conversations: [Conversation]
  package var exposures: [Exposure]
  package var models: [Model]
  package var audit: [AuditLine]
}
