import Domain
import Features

/// One turn of a conversation: a message in, words and the next state out.
///
/// It reads no store and no clock: what it needs of the customer comes with
/// ``DialogueKnowledge``.
package enum Dialogue {
  /// Offers of one question back.
  static let mostChoices = 4
  /// Questions back in a row after which a person takes over.
  static let mostClarifications = 3

  /// Says what to reply to a message.
  ///
  /// In this order: what a button sent; a choice among those offered; a stored
  /// question; the wish for a person; what an earlier question waits for; thanks and
  /// "that was not it"; then what the model makes of the text.
  ///
  /// - Complexity: O(length of the text) beside the template of one answer.
  package static func turn(
    _ message: DialogueMessage, state: DialogueState, knowledge: DialogueKnowledge,
    policy: DialoguePolicy = .standard
  ) -> DialogueTurn {
    var state = state.current(at: message.time, policy: policy)
    state.turns += 1
    state.updatedAt = message.time
    if let language = message.reply.language { state.language = language }
    state.remember(message.entities, at: message.time)
    var turn = Turn(message: message, knowledge: knowledge, policy: policy, state: state)
    return turn.run()
  }
}

/// What a conversation may use of the shop's records.
package struct DialogueKnowledge: Sendable {
  package var book: AnswerBook
  /// Of the customer who asks; nil where that is not known.
  package var facts: CustomerFacts?
  /// Looks an order up among those of the customer who asks.
  package var order: @Sendable (String) -> OrderLookup

  package init(
    book: AnswerBook, facts: CustomerFacts? = nil,
    order: @escaping @Sendable (String) -> OrderLookup = { _ in .unknownCustomer }
  ) {
    self.book = book
    self.facts = facts
    self.order = order
  }
}

/// A turn under way.
struct Turn {
  let message: DialogueMessage
  let knowledge: DialogueKnowledge
  let policy: DialoguePolicy
  var state: DialogueState
  var judgement: DialogueTurn.Judgement?

  init(
    message: DialogueMessage, knowledge: DialogueKnowledge, policy: DialoguePolicy,
    state: DialogueState
  ) {
    self.message = message
    self.knowledge = knowledge
    self.policy = policy
    self.state = state
  }

  var book: AnswerBook { knowledge.book }
  var language: String? { state.language ?? book.language }
  var phrases: PhraseBook { .of(language) }
  var reply: SupportReply { message.reply }

  mutating func run() -> DialogueTurn {
    if let turn = takePayload() { return turn }
    guard !state.isHandedOver else { return passOn() }
    if let choice = ChoicePicker.pick(message.text, among: state.choices) {
      return answer(choice.intent, confidence: 1)
    }
    if reply.isExactMatch, reply.action == .answer { return takeModelsReply() }
    let signal = CustomerSignal.of(message.text)
    if signal == .person { return handOver() }
    if let turn = fillSlot() { return turn }
    switch signal {
    case .yes where state.mustChoose && state.choices.count == 1:
      return answer(state.choices[0].intent, confidence: 1)
    case .helpful: return thank()
    case .yes where state.answered != nil: return thank()
    case .unhelpful where state.answered != nil && !state.mustChoose: return reject()
    case .unhelpful where state.mustChoose: return misunderstand()
    case .greeting: return say(phrases.greeting, .greeting, .answer)
    default: break
    }
    if let answered = state.answered, CustomerSignal.beginsUnhelpful(message.text) {
      judge(answered, isHelpful: false)
      state.answered = nil
    }
    return takeModelsReply()
  }

  /// What the model makes of the text, as the policy has it.
  private mutating func takeModelsReply() -> DialogueTurn {
    let isRejected = reply.intent.map { state.rejected.contains($0) } ?? false
    switch reply.action {
    case .answer:
      guard let intent = reply.intent else { return misunderstand() }
      if reply.isExactMatch { return answer(intent, confidence: reply.confidence) }
      // Asked in other words after "that was not it", the same answer is no answer.
      guard !isRejected else { return offer(alternatives, phrases.choose) }
      guard !policy.handsOverSooner || reply.confidence >= policy.soonerConfidence else {
        return offer(nearest, phrases.choose)
      }
      return answer(intent, confidence: reply.confidence)
    case .clarify:
      return offer(isRejected ? alternatives : nearest, phrases.choose)
    case .handoff:
      return misunderstand()
    }
  }

  /// The questions that the text comes nearest to, the model's own choice first.
  private var nearest: [DialogueChoice] {
    var choices = reply.suggestions.map { DialogueChoice(intent: $0.intent, title: $0.question) }
    if let intent = reply.intent, !choices.contains(where: { $0.intent == intent }),
      let choice = DialogueChoice(intent: intent, title: reply.question ?? "").named
        ?? book.choice(intent, language: language)
    {
      choices.insert(choice, at: 0)
    }
    return choices.filter { $0.named != nil }
  }

  /// The same without what was rejected.
  var alternatives: [DialogueChoice] { nearest.filter { !state.rejected.contains($0.intent) } }

  /// Asks which of some questions is meant; a person takes over where there is none
  /// or the bot has asked often enough.
  mutating func offer(_ choices: [DialogueChoice], _ text: String) -> DialogueTurn {
    guard !choices.isEmpty else { return misunderstand() }
    state.clarifications += 1
    guard state.clarifications < Dialogue.mostClarifications else { return handOver() }
    return choose(choices, text, .choose)
  }

  /// First asks for other words, then hands over.
  mutating func misunderstand() -> DialogueTurn {
    state.unsure += 1
    state.clarifications += 1
    let isLast =
      state.unsure > 1 || state.clarifications >= Dialogue.mostClarifications
      || policy.handsOverSooner
    guard !isLast else { return handOver() }
    let offered = Set(state.choices.map(\.intent))
    let choices = alternatives.filter { !offered.contains($0.intent) }
    guard !choices.isEmpty else {
      return ask(phrases.rephraseWithoutChoices, .rephrase)
    }
    return choose(choices, phrases.rephrase, .rephrase)
  }

  private mutating func choose(
    _ choices: [DialogueChoice], _ text: String, _ step: DialogueTurn.Step
  ) -> DialogueTurn {
    state.choices = Array(choices.prefix(Dialogue.mostChoices))
    state.mustChoose = true
    state.slot = nil
    state.answered = nil
    return ending(text, step, .clarify, intent: nil, confidence: reply.confidence)
  }

  private mutating func ask(_ text: String, _ step: DialogueTurn.Step) -> DialogueTurn {
    state.choices = []
    state.mustChoose = false
    state.slot = nil
    return ending(text, step, .clarify, intent: nil, confidence: reply.confidence)
  }

  /// A person takes over.
  mutating func handOver(
    saying text: String? = nil, intent: String? = nil, confidence: Double? = nil
  ) -> DialogueTurn {
    state.isHandedOver = true
    state.turnsSinceHandover = 0
    state.choices = []
    state.mustChoose = false
    state.slot = nil
    state.answered = nil
    let words = [text, phrases.handoff].compactMap(\.self).joined(separator: "\n\n")
    return ending(
      words, .handoff, .handoff, intent: intent, confidence: confidence ?? reply.confidence)
  }

  /// After a hand-over the first further message is acknowledged, the others are not.
  private mutating func passOn() -> DialogueTurn {
    state.turnsSinceHandover += 1
    return ending(
      state.turnsSinceHandover == 1 ? phrases.passedOn : "", .passedOn, .handoff, intent: nil,
      confidence: reply.confidence)
  }

  func say(
    _ text: String, _ step: DialogueTurn.Step, _ action: SupportReply.Action
  ) -> DialogueTurn {
    ending(text, step, action, intent: nil, confidence: 1)
  }

  func ending(
    _ text: String, _ step: DialogueTurn.Step, _ action: SupportReply.Action, intent: String?,
    confidence: Double, question: String? = nil
  ) -> DialogueTurn {
    DialogueTurn(
      text: text, step: step, action: action, intent: intent, confidence: confidence,
      question: question,
      choices: step == .passedOn || step == .greeting || step == .thanks ? [] : state.choices,
      judgement: judgement, state: state)
  }
}

extension DialogueChoice {
  /// The choice, unless it has no words to show.
  var named: DialogueChoice? { title.isEmpty ? nil : self }
}
