package import Domain

/// A question that the bot could not answer, or answered badly.
package struct GapQuestion: Sendable, Hashable {
  /// Why it counts as one.
  package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The bot was not sure and handed over.
    case handoff
    /// The bot offered questions, and none was chosen.
    case unclear
    /// The customer said that the answer did not help.
    case unhelpful
  }

  /// The message's id.
  package var id: String
  /// As stored, with masks.
  package var text: String
  /// Whoever asked: equal for the messages of one person.
  package var asker: String
  /// The intent that was answered; nil where none was.
  package var intent: String?
  package var reason: Reason
  package var askedAt: Timestamp
  /// Whether the shop said that it wants no answer to this.
  package var isDismissed: Bool

  package init(
    id: String, text: String, asker: String, intent: String? = nil, reason: Reason,
    askedAt: Timestamp, isDismissed: Bool = false
  ) {
    self.id = id
    self.text = text
    self.asker = asker
    self.intent = intent
    self.reason = reason
    self.askedAt = askedAt
    self.isDismissed = isDismissed
  }
}
