import Domain
import Storage
import Support

/// What of the records one answer of the bot needs, read in one transaction.
struct MessageContext: Sendable {
  /// Who asks, as the caller has made sure; nil where nobody knows.
  var asked: (key: Customer.Key, customer: Customer)?
  /// The conversation that the message goes on with; nil where a new one begins.
  var conversation: Conversation?
  /// What may be said of whoever the conversation belongs to; nil where nobody knows.
  var record: CustomerRecord?
  var settings: SettingValues
}

extension Rapport {
  /// After so many seconds of silence a sender begins a new conversation.
  static let longSilence: Int64 = 12 * 3600

  /// Reads what the answer to a message needs.
  ///
  /// - Throws: `unknownCustomer`, `unknownConversation`; `invalidRequest` where the
  ///   conversation belongs to another customer.
  func messageContext(
    at place: ConversationPlace, time: Timestamp
  ) throws -> MessageContext {
    let catalogue = try catalogue()
    return try store.read { reader in
      let settings = try SettingValues(reader)
      let asked = try place.customer.map { try Self.customer($0, reader) }
      let conversation = try Self.conversation(place, customer: asked?.key, at: time, reader)
      let owner = try asked ?? conversation?.customer.flatMap { try reader.customer(key: $0) }
      return MessageContext(
        asked: asked, conversation: conversation,
        record: try owner.map {
          try CustomerRecord($0.key, $0.customer, settings, catalogue, reader)
        }, settings: settings)
    }
  }

  /// The conversation that a message goes on with; nil where a new one begins.
  private static func conversation(
    _ place: ConversationPlace, customer: Customer.Key?, at time: Timestamp, _ reader: Reader
  ) throws -> Conversation? {
    if let id = place.conversation {
      guard let found = try reader.conversation(id) else { throw unknownConversation(id) }
      guard customer == nil || found.customer == nil || found.customer == customer else {
        throw ServiceError(
          .invalidRequest, "conversation \(quoted(id)) belongs to another customer")
      }
      return found
    }
    guard let sender = place.sender,
      let newest = try reader.newestConversation(ofSender: sender, customer: customer)
    else { return nil }
    let isOver =
      newest.handedOverAt != nil && newest.resolvedAt != nil
      || time.seconds - newest.lastMessageAt.seconds >= longSilence
    return isOver ? nil : newest
  }

  /// The error for a conversation that is not there.
  static func unknownConversation(_ id: String) -> ServiceError {
    ServiceError(
      .unknownConversation, "there is no conversation \(quoted(id))",
      hint: "leave conversation_id out to begin a new one")
  }
}
