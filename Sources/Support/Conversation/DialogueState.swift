package import Domain

/// What a conversation is about so far.
///
/// It holds intents, stored questions, order numbers and product ids, and no text
/// of the customer, so that it may be stored beside masked messages.
package struct DialogueState: Sendable, Hashable, Codable {
  /// A value the customer named, with when.
  package struct Memory: Sendable, Hashable, Codable {
    package var value: String
    package var turn: Int
    package var at: Timestamp
  }

  /// An intent that waits for something the customer has to say first.
  package struct Slot: Sendable, Hashable, Codable {
    package var intent: String
    package var kind: Entity.Kind
    package var confidence: Double
  }

  /// The newest answer, while the customer may still judge it.
  package struct Answered: Sendable, Hashable, Codable {
    package var intent: String
    /// The id of the reply that gave it.
    package var reply: String
    /// What else the question could have meant, the likeliest first.
    package var alternatives: [DialogueChoice]
  }

  /// Messages of the customer so far.
  package var turns = 0
  package var updatedAt: Timestamp
  /// BCP 47; of the newest message whose language is known.
  package var language: String?
  /// What was offered last.
  package var choices: [DialogueChoice] = []
  /// Whether the choices answer "which do you mean?"; else they only follow up.
  package var mustChoose = false
  package var slot: Slot?
  package var answered: Answered?
  /// Intents whose answers did not help.
  package var rejected: [String] = []
  /// Messages in a row that were not understood.
  package var unsure = 0
  /// Questions back in a row.
  package var clarifications = 0
  package var orderNumber: Memory?
  package var product: Memory?
  package var isHandedOver = false
  /// Messages since the hand-over.
  package var turnsSinceHandover = 0

  /// The state before the first message.
  package init(at time: Timestamp) { updatedAt = time }

  /// The state with what is too old taken out.
  func current(at time: Timestamp, policy: DialoguePolicy) -> DialogueState {
    var state = self
    func isFresh(_ memory: Memory) -> Bool {
      turns - memory.turn < policy.memoryTurns
        && time.seconds - memory.at.seconds < policy.memorySeconds
    }
    if let memory = orderNumber, !isFresh(memory) { state.orderNumber = nil }
    if let memory = product, !isFresh(memory) { state.product = nil }
    if time.seconds - updatedAt.seconds >= policy.memorySeconds {
      state.choices = []
      state.mustChoose = false
      state.slot = nil
      state.answered = nil
      state.unsure = 0
      state.clarifications = 0
    }
    return state
  }

  /// Keeps the values that a message names; where it names several of a kind, the
  /// surest.
  mutating func remember(_ entities: [Entity], at time: Timestamp) {
    func surest(_ kind: Entity.Kind) -> Memory? {
      entities.filter { $0.kind == kind && $0.confidence >= 0.5 }
        .max { ($0.confidence, -$0.start) < ($1.confidence, -$1.start) }
        .map { Memory(value: $0.value, turn: turns, at: time) }
    }
    if let memory = surest(.orderNumber) { orderNumber = memory }
    if let memory = surest(.product) { product = memory }
  }
}
