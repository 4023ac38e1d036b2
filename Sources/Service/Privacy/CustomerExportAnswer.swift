package import Domain

/// Everything that is stored about one person, as the API and the command line give it.
package struct CustomerExportAnswer: Codable, Sendable {
  /// The record of the customer.
  package struct Person: Codable, Sendable {
    /// The shop's own id of the customer.
    package var id: String
    /// The name; nil where it is not known.
    package var name: String?
    /// The address; nil where it is not known.
    package var email: String?
    /// The country; nil where it is not known.
    package var country: String?
    /// When the customer was first seen, in RFC 3339.
    package var firstSeen: String?
    /// By name.
    package var attributes: [String: AttributeValue]
  }

  /// One thing that the customer did.
  package struct Interaction: Codable, Sendable {
    /// The shop's own id of the product.
    package var productId: String
    /// The product's title; nil where it has none.
    package var title: String?
    /// What kind it is.
    package var kind: String
    /// How many pieces.
    package var quantity: Double
    /// What was paid in all, or the rating; nil where it is not known.
    package var value: Double?
    /// When it happened, in RFC 3339.
    package var occurredAt: String
    /// The source's own id of the event.
    package var eventId: String?
  }

  /// What was known of whether the customer left.
  package struct Label: Codable, Sendable {
    /// Whether the customer left.
    package var hasChurned: Bool
    /// When it was known, in RFC 3339; nil where that is not said.
    package var observedAt: String?
  }

  /// What a message names.
  package struct Mention: Codable, Sendable {
    /// What kind it is.
    package var kind: String
    /// Nil where it is personal: it was never stored.
    package var value: String?
  }

  /// One message of a conversation.
  package struct Message: Codable, Sendable {
    /// The id of the message.
    package var messageId: String
    /// `customer`, `bot` or `agent`.
    package var author: String
    /// As stored: personal data is masked.
    package var text: String
    /// What the message is about; nil where the bot was not sure.
    package var intent: String?
    /// How sure the model is, 0…1.
    package var confidence: Double?
    /// What was done or said.
    package var action: String?
    /// What kind of reply it is.
    package var step: String?
    /// The stored question that was answered; nil where there was none.
    package var matchedQuestion: String?
    /// What the message names.
    package var mentions: [Mention]
    /// Whether the reply helped; nil where nobody said.
    package var helpful: Bool?
    /// When somebody said whether it helped, in RFC 3339.
    package var feedbackAt: String?
    /// What the shop made of a message without an answer: `added` to the bot's examples,
    /// or `dismissed`.
    package var gap: String?
    /// When it was made, in RFC 3339.
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
    /// When a person took over, in RFC 3339; nil where none did.
    package var handedOverAt: String?
    /// When it was settled, in RFC 3339; nil where it was not.
    package var resolvedAt: String?
    /// What it is about, as stored.
    package var state: String?
    /// The SHA-256 of the sender's name in a chat channel.
    package var senderSha256: String?
    /// The oldest first.
    package var messages: [Message]
  }

  /// One recommended product that was shown.
  package struct Exposure: Codable, Sendable {
    /// The shop's own id of the product.
    package var productId: String
    /// The product's title; nil where it has none.
    package var title: String?
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// The id of the list that it was part of; nil where that is not known.
    package var recommendationId: String?
    /// The source's own id of the event.
    package var eventId: String?
    /// The session of somebody without a record; nil for a customer.
    package var session: String?
    /// The place in the list, from 1.
    package var position: Int?
    /// The experiment; nil where there was none.
    package var experiment: String?
    /// `a` or `b`; nil without an experiment.
    package var arm: String?
    /// When it was shown, in RFC 3339.
    package var shownAt: String
    /// When it was clicked, in RFC 3339; nil where it was not.
    package var clickedAt: String?
    /// The source's own id of the click.
    package var clickEventId: String?
  }

  /// A model and whether it may have seen the customer.
  package struct Model: Codable, Sendable {
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// When it was made, in RFC 3339.
    package var createdAt: String
    /// Whether it is the one in use.
    package var active: Bool
    /// Whether the person's records were there when it was trained.
    package var trainedWithCustomer: Bool
  }

  /// An entry of the audit log that is about the customer.
  package struct AuditLine: Codable, Sendable {
    /// When it happened, in RFC 3339.
    package var occurredAt: String
    /// Who did it: an API key, or `cli`.
    package var actor: String
    /// What was done.
    package var action: String
  }

  /// When the export was made, in RFC 3339.
  package var exportedAt: String
  /// The customer it is about.
  package var customer: Person
  /// What the customer did.
  package var interactions: [Interaction]
  /// What was known of whether the customer left.
  package var labels: [Label]
  /// What was written, by conversation.
  package var conversations: [Conversation]
  /// What was shown.
  package var exposures: [Exposure]
  /// Every kept version.
  package var models: [Model]
  /// What was done with the customer, by the audit log.
  package var audit: [AuditLine]
}
