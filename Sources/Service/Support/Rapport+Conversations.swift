package import Domain
import Storage
import Support

extension Rapport {
  /// Keeps whether a reply helped.
  ///
  /// - Throws: `unknownMessage` where there is no reply of that id.
  package func setFeedback(isHelpful: Bool, message id: String) throws {
    let isKnown = try store.write { writer in
      try writer.setFeedback(isHelpful ? .helpful : .unhelpful, onMessage: id, at: clock())
    }
    guard isKnown else {
      throw ServiceError(.unknownMessage, "there is no message \(quoted(id))")
    }
  }

  /// Marks a conversation as settled: a person has answered it.
  ///
  /// - Throws: `unknownConversation`.
  package func resolve(conversation id: String) throws {
    guard try store.write({ try $0.resolveConversation(id, at: clock()) }) else {
      throw ServiceError(
        .unknownConversation, "there is no conversation \(quoted(id))")
    }
  }

  /// The conversations of a customer with their messages, the newest first.
  ///
  /// - Throws: `unknownCustomer`.
  package func conversations(ofCustomer id: String, limit: Int) throws -> ConversationsAnswer {
    let (key, _) = try customer(id)
    return try store.read { reader in
      ConversationsAnswer(
        customerId: id,
        conversations: try reader.conversations(of: key, limit: limit).map { conversation in
          ConversationsAnswer.Conversation(
            conversation, messages: try reader.messages(ofConversation: conversation.id),
            isQuiet: Self.isQuiet(conversation, at: clock()))
        })
    }
  }

  /// How the conversations ended that were begun from a moment on; nil is the beginning.
  package func supportStatistics(since: Timestamp?) throws -> SupportStatisticsAnswer {
    let quiet = Timestamp(seconds: clock().seconds - DialoguePolicy.standard.memorySeconds)
    return SupportStatisticsAnswer(
      try store.read { try $0.supportTally(since: since, quietSince: quiet) }, since: since)
  }

  private static func isQuiet(_ conversation: Conversation, at time: Timestamp) -> Bool {
    time.seconds - conversation.lastMessageAt.seconds > DialoguePolicy.standard.memorySeconds
  }
}
