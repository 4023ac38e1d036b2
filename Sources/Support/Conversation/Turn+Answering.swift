import Domain

extension Turn {
  /// Answers an intent, once all that it needs is known.
  mutating func answer(_ intent: String, confidence: Double) -> DialogueTurn {
    let isModels = intent == reply.intent
    guard let entry = book.entry(intent, language: isModels ? reply.language ?? language : language)
    else { return misunderstand() }
    for kind in book.requirements(of: entry) where known(kind) == nil {
      return ask(for: kind, of: intent, confidence: confidence)
    }
    // The model knows which of several wordings of an answer fits the text.
    let text = isModels && reply.action == .answer ? reply.answer ?? entry.answer : entry.answer
    return fill(text, entry: entry, confidence: confidence)
  }

  /// The answer with the customer's own records in it.
  private mutating func fill(
    _ text: String, entry: FAQEntry, confidence: Double
  ) -> DialogueTurn {
    var facts = knowledge.facts
    if book.requirements(of: entry).contains(.orderNumber), let number = known(.orderNumber) {
      switch knowledge.order(number) {
      case .found(let found): facts = found
      case .notFound: return missOrder(entry.intent, confidence: confidence)
      case .unknownCustomer:
        facts = CustomerFacts(order: CustomerFacts.Order(number: number))
      }
    }
    return give(text, facts: facts, entry: entry, confidence: confidence)
  }

  private mutating func give(
    _ text: String, facts: CustomerFacts?, entry: FAQEntry, confidence: Double
  ) -> DialogueTurn {
    let said = book.filled(text, facts, language: entry.language ?? language)
    guard let said, !book.needsPerson(entry) else {
      return handOver(saying: said, intent: entry.intent, confidence: confidence)
    }
    state.choices = book.prompts(of: entry)
    state.mustChoose = false
    state.slot = nil
    state.unsure = 0
    state.clarifications = 0
    state.answered = DialogueState.Answered(
      intent: entry.intent, reply: message.replyID,
      alternatives: Array(
        alternatives.filter { $0.intent != entry.intent }.prefix(Dialogue.mostChoices)))
    let question = entry.intent == reply.intent ? reply.question : entry.questions.first
    return ending(
      said, .answer, .answer, intent: entry.intent, confidence: confidence, question: question)
  }

  // MARK: - What is missing

  /// The value of a kind that this message or an earlier one names.
  private func known(_ kind: Entity.Kind) -> String? {
    switch kind {
    case .orderNumber: state.orderNumber?.value
    case .product: state.product?.value
    default: message.entities.first { $0.kind == kind }?.value
    }
  }

  private mutating func ask(
    for kind: Entity.Kind, of intent: String, confidence: Double
  ) -> DialogueTurn {
    state.slot = DialogueState.Slot(intent: intent, kind: kind, confidence: confidence)
    state.choices = []
    state.mustChoose = false
    state.answered = nil
    let text =
      switch kind {
      case .orderNumber: phrases.askOrder
      case .product: phrases.askProduct
      case .email, .phone, .date, .amount:
        phrases.askOther.split(separator: "%", omittingEmptySubsequences: false)
          .joined(separator: kind.rawValue)
      }
    return ending(text, .ask, .clarify, intent: intent, confidence: confidence)
  }

  /// Completes the intent that waits for something; nil where the message is about
  /// something else.
  ///
  /// It is asked for once: a message without it that is no other question either
  /// gets the answer as far as it goes without.
  mutating func fillSlot() -> DialogueTurn? {
    guard let slot = state.slot else { return nil }
    if slot.kind == .orderNumber, !message.entities.contains(where: { $0.kind == .orderNumber }),
      let number = bareNumber
    {
      // Of a shape that the shop's numbers do not have, so it counts only if the
      // customer has such an order.
      switch knowledge.order(number) {
      case .found:
        state.orderNumber = DialogueState.Memory(
          value: number, turn: state.turns, at: message.time)
      case .notFound: return missOrder(slot.intent, confidence: slot.confidence)
      case .unknownCustomer: break
      }
    }
    let isNamed = message.entities.contains { $0.kind == slot.kind }
    if isNamed || (slot.kind == .orderNumber && state.orderNumber?.turn == state.turns) {
      state.slot = nil
      return answer(slot.intent, confidence: slot.confidence)
    }
    guard reply.action != .answer || reply.intent == slot.intent else { return nil }
    state.slot = nil
    guard let entry = book.entry(slot.intent, language: language) else { return nil }
    return give(
      entry.answer, facts: knowledge.facts, entry: entry, confidence: slot.confidence)
  }

  /// The message where it is one short word with digits in it.
  private var bareNumber: String? {
    let words = message.text.split { $0.isWhitespace }
    guard words.count == 1, let word = words.first, (3...20).contains(word.count),
      word.count(where: \.isNumber) * 2 >= word.count
    else { return nil }
    return String(word)
  }

  /// Asks once more for the number of an order that is not the customer's, then
  /// hands over.
  private mutating func missOrder(_ intent: String, confidence: Double) -> DialogueTurn {
    state.orderNumber = nil
    state.clarifications += 1
    guard state.clarifications < Dialogue.mostClarifications else {
      return handOver(intent: intent, confidence: confidence)
    }
    state.slot = DialogueState.Slot(intent: intent, kind: .orderNumber, confidence: confidence)
    state.choices = []
    state.mustChoose = false
    state.answered = nil
    return ending(
      phrases.noSuchOrder, .noSuchOrder, .clarify, intent: intent, confidence: confidence)
  }
}
