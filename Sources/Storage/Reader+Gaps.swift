package import Domain

/// A customer's message that was not answered, or answered badly.
package struct UnresolvedMessage: Sendable, Hashable {
  /// Why a message counts as unanswered.
  package enum Reason: String, Sendable, Hashable {
    /// The bot handed over.
    case handoff
    /// The bot offered choices, and the next message was not answered.
    case unclear
    /// The reply was rated unhelpful.
    case unhelpful
  }

  /// The id that is told to clients.
  package var id: String
  /// The id of the conversation.
  package var conversation: String
  /// Whose it is.
  package var customer: Customer.Key?
  /// What was written, masked.
  package var text: String
  /// What the model took it for; nil where it was not sure.
  package var intent: String?
  /// Why it counts as unanswered.
  package var reason: Reason
  /// Whether the shop wants no answer to it.
  package var isDismissed: Bool
  /// When it was stored.
  package var createdAt: Timestamp
}

/// What the shop did about unanswered messages.
package enum GapResolution: Sendable, Hashable {
  /// They are examples of that intent.
  case added(intent: String)
  case dismissed
}

extension Reader {
  /// The customers' messages that want an answer, by conversation in their order.
  ///
  /// Those added as examples are left out, those dismissed are marked. Messages
  /// after a hand-over are for a person, and one that was understood but lacked an
  /// order number or the like is no gap.
  ///
  /// - Complexity: O(messages).
  package func unresolvedMessages() throws(StoreError) -> [UnresolvedMessage] {
    var scan = UnresolvedScan()
    try connection.forEach(
      """
      SELECT m.conversation_key, c.id, c.customer_key, m.id, m.author, m.text, m.intent,
        m.outcome, m.step, m.feedback, m.created_at, g.resolution
      FROM messages AS m JOIN conversations AS c ON c.key = m.conversation_key
        LEFT JOIN support_gaps AS g ON g.message_key = m.key
      ORDER BY m.conversation_key, m.key
      """
    ) { row throws(StoreError) in
      let key = row.integer(0)
      guard row.text(4) == "customer" else {
        scan.readReply(
          conversation: key, step: row.optionalText(8), isUnhelpful: row.optionalInteger(9) == -1)
        return
      }
      scan.read(
        UnresolvedMessage(
          id: row.text(3), conversation: row.text(1),
          customer: row.optionalInteger(2).map { Customer.Key($0) }, text: row.text(5),
          intent: row.optionalText(6), reason: .handoff,
          isDismissed: row.optionalText(11) == "dismissed",
          createdAt: Timestamp(seconds: row.integer(10))),
        conversation: key, outcome: row.optionalText(7), isUnhelpful: row.optionalInteger(9) == -1,
        isAdded: row.optionalText(11) == "added")
    }
    return scan.finish()
  }
}

/// Decides about each message of a customer from the reply to it and from what
/// became of the next one.
private struct UnresolvedScan {
  private struct Turn {
    var message: UnresolvedMessage
    var outcome: String?
    /// Of the reply; nil where none is known.
    var step: String?
    var isUnhelpful: Bool
    var isAdded: Bool

    var isAnswered: Bool { outcome == "answer" && (step == nil || step == "answer") }

    /// What it lacks, where nothing came after it.
    var reason: UnresolvedMessage.Reason? {
      if isUnhelpful { return .unhelpful }
      switch outcome {
      // With an intent the bot knew, and a person has to see to it.
      case "handoff": return step == "passed_on" || message.intent != nil ? nil : .handoff
      case "clarify": return step == "ask" || step == "no_such_order" ? nil : .unclear
      default: return nil
      }
    }
  }

  private var found: [UnresolvedMessage] = []
  private var last: Turn?
  private var current: Turn?
  private var conversation: Int64?

  mutating func read(
    _ message: UnresolvedMessage, conversation key: Int64, outcome: String?, isUnhelpful: Bool,
    isAdded: Bool
  ) {
    enter(key)
    close(last, next: current)
    last = current
    current = Turn(
      message: message, outcome: outcome, isUnhelpful: isUnhelpful, isAdded: isAdded)
  }

  mutating func readReply(conversation key: Int64, step: String?, isUnhelpful: Bool) {
    enter(key)
    if let step { current?.step = step }
    if isUnhelpful { current?.isUnhelpful = true }
  }

  mutating func finish() -> [UnresolvedMessage] {
    enter(nil)
    return found
  }

  private mutating func enter(_ key: Int64?) {
    guard key != conversation else { return }
    close(last, next: current)
    close(current, next: nil)
    (last, current, conversation) = (nil, nil, key)
  }

  private mutating func close(_ turn: Turn?, next: Turn?) {
    guard let turn, !turn.isAdded, let reason = turn.reason else { return }
    // An answer to the next message says that a choice was made.
    if reason == .unclear, next?.isAnswered == true { return }
    var message = turn.message
    message.reason = reason
    found.append(message)
  }
}

extension Writer {
  /// Remembers what was done about messages; unknown ids are passed over.
  package func resolveGaps(
    _ messages: [String], as resolution: GapResolution, at time: Timestamp, by actor: String
  ) throws(StoreError) {
    var name = "dismissed"
    var target: String?
    if case .added(let intent) = resolution { (name, target) = ("added", intent) }
    for message in messages {
      try connection.run(
        """
        INSERT INTO support_gaps (message_key, resolution, intent, resolved_at, resolved_by)
        SELECT key, ?2, ?3, ?4, ?5 FROM messages WHERE id = ?1
        ON CONFLICT (message_key) DO UPDATE SET
          resolution = ?2, intent = ?3, resolved_at = ?4, resolved_by = ?5
        """
      ) {
        $0.bind(1, message)
        $0.bind(2, name)
        $0.bind(3, target)
        $0.bind(4, time.seconds)
        $0.bind(5, actor)
      }
    }
  }
}
