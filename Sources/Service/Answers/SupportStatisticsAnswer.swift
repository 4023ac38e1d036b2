import Domain
import Storage

/// How the bot's conversations ended, as the API and `--json` give it.
///
/// Rates are shares of the conversations that are over: neither open nor empty of
/// messages. A rate of nothing is nil.
package struct SupportStatisticsAnswer: Codable, Sendable {
  /// From when on, in RFC 3339; nil for the beginning.
  package var since: String?
  /// How many conversations.
  package var conversations: Int
  /// Without a message for less than half an hour, neither settled nor handed over.
  package var open: Int
  /// Answered, not handed over, and either called settled by the customer or ended
  /// without a word against an answer.
  package var resolved: Int
  /// Conversations that a person took over.
  package var handedOver: Int
  /// Over without any of these.
  package var unresolved: Int
  /// Of the conversations that have ended; nil where none has.
  package var resolutionRate: Double?
  /// Of the conversations that have ended; nil where none has.
  package var handoffRate: Double?
  /// How many messages.
  package var messages: Int
  /// Replies that answered.
  package var answers: Int
  /// Replies that were called helpful.
  package var helpful: Int
  /// Replies that were called unhelpful.
  package var unhelpful: Int

  init(_ tally: SupportTally, since: Timestamp?) {
    self.since = since?.date
    conversations = tally.conversations
    open = tally.open
    resolved = tally.resolved
    handedOver = tally.handedOver
    let over = tally.conversations - tally.open
    unresolved = over - tally.resolved - tally.handedOver
    resolutionRate = over > 0 ? Double(tally.resolved) / Double(over) : nil
    handoffRate = over > 0 ? Double(tally.handedOver) / Double(over) : nil
    messages = tally.messages
    answers = tally.answers
    helpful = tally.helpful
    unhelpful = tally.unhelpful
  }
}
