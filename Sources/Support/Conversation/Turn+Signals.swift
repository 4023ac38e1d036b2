import Domain

extension Turn {
  /// What a button sent: an intent, or one of the commands that chat windows send
  /// when they open.
  mutating func takePayload() -> DialogueTurn? {
    guard let (intent, _) = ChoicePicker.payload(message.text) else { return nil }
    if intent == "restart" {
      state = DialogueState(at: message.time)
      return say(phrases.greeting, .greeting, .answer)
    }
    guard !state.isHandedOver else { return nil }
    if book.has(intent) { return answer(intent, confidence: 1) }
    if ["session_start", "get_started", "greet", "start"].contains(intent) {
      return say(phrases.greeting, .greeting, .answer)
    }
    if ["human", "handoff", "human_handoff"].contains(intent) { return handOver() }
    return nil
  }

  /// Takes thanks for the newest answer.
  mutating func thank() -> DialogueTurn {
    if let answered = state.answered { judge(answered, isHelpful: true) }
    state.answered = nil
    state.unsure = 0
    state.clarifications = 0
    return say(phrases.thanks, .thanks, .answer)
  }

  /// Takes "that was not it": offers what else could be meant, the second time a
  /// person.
  mutating func reject() -> DialogueTurn {
    guard let answered = state.answered else { return misunderstand() }
    judge(answered, isHelpful: false)
    let choices = answered.alternatives.filter { !state.rejected.contains($0.intent) }
    guard state.rejected.count < 2, !policy.handsOverSooner, !choices.isEmpty else {
      return handOver()
    }
    return offer(choices, phrases.alternatives)
  }

  mutating func judge(_ answered: DialogueState.Answered, isHelpful: Bool) {
    judgement = DialogueTurn.Judgement(reply: answered.reply, isHelpful: isHelpful)
    if !isHelpful, !state.rejected.contains(answered.intent) {
      state.rejected.append(answered.intent)
    }
  }
}
