package import Domain

/// How the conversations begun in a period ended, and what was thought of replies.
package struct SupportTally: Sendable, Hashable {
  /// Conversations that were begun.
  package var conversations = 0
  /// Not handed over, not settled, and the newest message is recent.
  package var open = 0
  /// Answered and not handed over, and either said to be settled or left without a
  /// word against an answer.
  package var resolved = 0
  /// Conversations that a person took over.
  package var handedOver = 0
  /// Messages of customers.
  package var messages = 0
  /// Replies that answered.
  package var answers = 0
  /// Replies that were called helpful.
  package var helpful = 0
  /// Replies that were called unhelpful.
  package var unhelpful = 0

  package init() {}
}

extension Reader {
  /// Counts conversations by how they ended.
  ///
  /// Those begun from `since` on count, all where it is nil; one without a message from
  /// `quiet` on is over.
  package func supportTally(
    since: Timestamp?, quietSince quiet: Timestamp
  ) throws(StoreError) -> SupportTally {
    var tally = SupportTally()
    try connection.forEach(
      """
      SELECT c.handed_over_at IS NOT NULL, c.resolved_at IS NOT NULL, c.last_message_at >= ?2,
        coalesce(sum(m.author = 'customer'), 0),
        coalesce(sum(m.author = 'bot' AND m.outcome = 'answer' AND m.intent IS NOT NULL), 0),
        coalesce(sum(m.feedback = 1), 0), coalesce(sum(m.feedback = -1), 0)
      FROM conversations AS c LEFT JOIN messages AS m ON m.conversation_key = c.key
      WHERE c.started_at >= ?1 GROUP BY c.key
      """,
      bind: {
        $0.bind(1, since?.seconds ?? Int64.min)
        $0.bind(2, quiet.seconds)
      },
      row: { row in
        tally.conversations += 1
        let isHandedOver = row.integer(0) != 0
        let isSettled = row.integer(1) != 0
        let isRecent = row.integer(2) != 0
        let answers = Int(row.integer(4))
        let unhelpful = Int(row.integer(6))
        if isHandedOver {
          tally.handedOver += 1
        } else if !isSettled, isRecent {
          tally.open += 1
        } else if answers > 0, isSettled || unhelpful == 0 {
          tally.resolved += 1
        }
        tally.messages += Int(row.integer(3))
        tally.answers += answers
        tally.helpful += Int(row.integer(5))
        tally.unhelpful += unhelpful
      })
    return tally
  }
}
