import Domain
import Storage
import Support

extension Rapport {
  /// Answers a question, without a conversation.
  package func ask(_ text: String, customer id: String? = nil) throws -> SupportAnswer {
    let active = try supportModel()
    let reply = active.model.reply(to: text)
    // What nobody is sure of is no intent: the ranking says what came nearest.
    let isUnsure = reply.action == .handoff
    return SupportAnswer(
      text: text, intent: isUnsure ? nil : reply.intent, confidence: reply.confidence,
      action: reply.action.rawValue, answer: reply.answer,
      matchedQuestion: isUnsure ? nil : reply.question,
      suggestions: reply.suggestions.map {
        SupportAnswer.Suggestion(
          intent: $0.intent, question: $0.question, confidence: $0.confidence)
      },
      intentRanking: reply.ranking.map {
        SupportAnswer.RankedIntent(name: $0.intent, probability: $0.probability)
      },
      explanation: reply.explanation.map {
        SupportAnswer.Word(word: $0.word, contribution: $0.contribution)
      },
      customer: try id.map(context), model: active.name)
  }

  /// Answers a message of a conversation and stores both, masked; without a
  /// conversation a new one begins.
  package func converse(
    _ text: String, customer id: String?, conversation: String?
  ) throws -> SupportAnswer {
    var answer = try ask(text, customer: id)
    let key = try id.map { try customer($0).key }
    let conversationID = conversation ?? newIdentifier("c")
    let messageID = newIdentifier("m")
    let time = now()
    let stored = ConversationMessage(
      id: newIdentifier("m"), author: .customer, text: Masking.masked(text),
      intent: answer.intent, confidence: answer.confidence, outcome: answer.action,
      createdAt: time)
    let reply = ConversationMessage(
      id: messageID, author: .bot,
      text: answer.answer ?? answer.suggestions.map(\.question).joined(separator: "\n"),
      intent: answer.intent, confidence: answer.confidence, outcome: answer.action,
      createdAt: time)
    try store.write { writer in
      if let conversation {
        guard let owner = try writer.reading.conversationCustomer(conversation) else {
          throw ServiceError(
            .unknownConversation, "there is no conversation \(quoted(conversation))",
            hint: "leave conversation_id out to begin a new one")
        }
        guard key == nil || owner == nil || owner == key else {
          throw ServiceError(
            .invalidRequest,
            "conversation \(quoted(conversation)) belongs to another customer")
        }
      } else {
        try writer.createConversation(id: conversationID, customer: key, startedAt: time)
      }
      try writer.append(stored, toConversation: conversationID)
      try writer.append(reply, toConversation: conversationID)
    }
    answer.conversationId = conversationID
    answer.messageId = messageID
    return answer
  }

  /// Keeps whether a reply helped.
  package func setFeedback(isHelpful: Bool, message id: String) throws {
    let isKnown = try store.write { writer in
      try writer.setFeedback(isHelpful ? .helpful : .unhelpful, onMessage: id)
    }
    guard isKnown else {
      throw ServiceError(.unknownMessage, "there is no message \(quoted(id))")
    }
  }

  private func context(_ id: String) throws -> SupportAnswer.CustomerContext {
    let (key, _) = try customer(id)
    let log = try store.read { try $0.history(of: key, limit: .max) }
    let purchases = (0..<log.count).filter { log.kinds[$0] == .purchase }
    guard let newest = purchases.first else {
      return SupportAnswer.CustomerContext(customerId: id)
    }
    let day = log.occurredAt[newest].date
    let lines = purchases.filter { log.occurredAt[$0].date == day }
    let value = lines.reduce(0.0) { $0 + Double(log.values[$1]) }
    return SupportAnswer.CustomerContext(
      customerId: id, lastOrderDate: day, lastOrderLines: lines.count,
      lastOrderValue: (value * 100).rounded() / 100)
  }
}

/// An unguessable identifier with a letter that says what it is of.
private func newIdentifier(_ letter: String) -> String {
  var generator = SystemRandomNumberGenerator()
  let digits = String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  return letter + digits
}
