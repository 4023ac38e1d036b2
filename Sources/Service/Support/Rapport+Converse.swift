import Domain
import FoundationEssentials
import Storage
import Support

/// Where a message belongs.
package struct ConversationPlace: Sendable {
  /// The customer who writes, as the caller has made sure; nil where nobody knows.
  package var customer: String?
  /// A conversation that exists.
  package var conversation: String?
  /// The sender's name in a chat channel: the conversation is the sender's newest,
  /// unless that is over.
  package var sender: String?

  package init(customer: String? = nil, conversation: String? = nil, sender: String? = nil) {
    self.customer = customer
    self.conversation = conversation
    self.sender = sender
  }
}

extension Rapport {
  /// Answers a message of a conversation and stores both, masked; without a
  /// conversation a new one begins.
  package func converse(
    _ text: String, customer id: String?, conversation: String?
  ) throws -> SupportAnswer {
    try converse(text, at: ConversationPlace(customer: id, conversation: conversation))
  }

  /// Answers a message and stores it and the answer, masked.
  ///
  /// A conversation belongs to one customer at most: one begun by somebody unknown
  /// becomes that of the first customer named.
  ///
  /// - Throws: `unknownConversation`, `unknownCustomer`, `notTrained`; `invalidRequest`
  ///   where the conversation belongs to another customer.
  package func converse(
    _ text: String, at place: ConversationPlace
  ) throws -> SupportAnswer {
    let time = clock()
    let active = try supportModel()
    let context = try messageContext(at: place, time: time)
    let reply = try modelReply(to: text, active, context.settings)
    let entities = try entities(in: text)
    let (asked, record) = (context.asked, context.record)
    let knowledge = DialogueKnowledge(book: try answerBook(active), facts: record?.facts) {
      number in record?.lookUp(number) ?? .unknownCustomer
    }
    let message = DialogueMessage(
      text: text, entities: entities, reply: reply, replyID: newIdentifier("m"), time: time)
    let policy = DialoguePolicy(
      handsOverSooner: record.map { isAtRisk($0.key, context.settings) } ?? false)
    let conversationID = context.conversation?.id ?? newIdentifier("c")
    let turn = try store.write { writer in
      // The customer may have been erased meanwhile, and the key be another's by now.
      if let asked, try writer.existingCustomerKey(for: asked.customer.id) != asked.key {
        throw ServiceError(
          .unknownCustomer, "there is no customer \(quoted(asked.customer.id.rawValue))")
      }
      if context.conversation == nil {
        try writer.createConversation(
          id: conversationID, customer: asked?.key, sender: place.sender, startedAt: time)
      }
      // Read again: another message may have come meanwhile.
      guard let current = try writer.reading.conversation(conversationID) else {
        throw Self.unknownConversation(conversationID)
      }
      let turn = Dialogue.turn(
        message, state: Self.state(of: current, at: time), knowledge: knowledge, policy: policy)
      try Self.store(
        turn, of: message, in: current, customer: asked?.key,
        orders: record?.orders.orders.first.flatMap(\.number).map { [$0] } ?? [], writer)
      return turn
    }
    var answer = SupportAnswer(text: text, reply: reply, model: active.name)
    answer.tell(turn)
    answer.entities = entities.map { SupportAnswer.FoundEntity($0) }
    answer.conversationId = conversationID
    answer.messageId = message.replyID
    if asked != nil { answer.customer = record?.context }
    return answer
  }

  /// What a conversation was about; an unreadable state, as of an older version, is
  /// none, and after a person has settled it the bot begins anew.
  private static func state(of conversation: Conversation, at time: Timestamp) -> DialogueState {
    let isSettled = conversation.handedOverAt != nil && conversation.resolvedAt != nil
    guard !isSettled else { return DialogueState(at: time) }
    return conversation.state.flatMap {
      try? JSONDecoder().decode(DialogueState.self, from: Data($0.utf8))
    } ?? DialogueState(at: time)
  }

  /// Whether a customer's probability of leaving reaches the setting; false where there
  /// is no score: what is wrong with churn leaves nobody without an answer of the bot.
  private func isAtRisk(_ key: Customer.Key, _ settings: SettingValues) -> Bool {
    guard let limit = settings[.handoffRisk], limit < 1,
      let probability = try? churnProbability(of: key)
    else { return false }
    return probability >= limit
  }

  /// Stores the message, masked, the reply, and where the conversation stands.
  private static func store(
    _ turn: DialogueTurn, of message: DialogueMessage, in conversation: Conversation,
    customer: Customer.Key?, orders: [String], _ writer: borrowing Writer
  ) throws {
    let numbers = orders + [turn.state.orderNumber?.value].compactMap(\.self)
    try writer.append(
      ConversationMessage(
        id: newIdentifier("m"), author: .customer, text: SupportText.masked(message),
        intent: turn.intent, confidence: turn.confidence, outcome: turn.action.rawValue,
        mentions: SupportText.mentions(message.entities), createdAt: message.time),
      toConversation: conversation.id)
    try writer.append(
      ConversationMessage(
        id: message.replyID, author: .bot, text: SupportText.masked(turn.text, keeping: numbers),
        intent: turn.intent, confidence: turn.confidence, outcome: turn.action.rawValue,
        step: turn.step.rawValue, question: turn.question, createdAt: message.time),
      toConversation: conversation.id)
    if let judgement = turn.judgement {
      try writer.setFeedback(
        judgement.isHelpful ? .helpful : .unhelpful, onMessage: judgement.reply,
        at: message.time)
    }
    var next = conversation
    next.customer = conversation.customer ?? customer
    next.lastMessageAt = message.time
    next.state = String(decoding: try JSONEncoder().encode(turn.state), as: UTF8.self)
    if turn.state.isHandedOver { next.handedOverAt = conversation.handedOverAt ?? message.time }
    next.resolvedAt = turn.judgement?.isHelpful == true ? message.time : nil
    try writer.update(next)
  }
}

extension SupportAnswer {
  /// Takes over what is said in a conversation.
  fileprivate mutating func tell(_ turn: DialogueTurn) {
    intent = turn.intent
    confidence = turn.confidence
    action = turn.action.rawValue
    answer = turn.action == .answer ? turn.text : nil
    matchedQuestion = turn.question
    reply = turn.text
    step = turn.step.rawValue
    buttons = turn.choices.map { Button(title: $0.title, payload: $0.payload) }
  }
}

/// An unguessable identifier with a letter that says what it is of.
func newIdentifier(_ letter: String) -> String {
  var generator = SystemRandomNumberGenerator()
  let digits = String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  return letter + digits
}
