/// How long records of a kind are kept, as `retention list --json` gives it.
package struct RetentionAnswer: Codable, Sendable {
  /// `messages`, `exposures`, `interactions` or `audit`.
  package var kind: String
  package var text: String
  /// Nil where they are kept for ever.
  package var days: Int?
  package var setAt: String?
  package var setBy: String?
}

/// What a run of retention deleted, or would delete.
package struct RetentionRunAnswer: Codable, Sendable {
  package struct Kind: Codable, Sendable {
    package var kind: String
    package var days: Int
    /// The first moment that is kept.
    package var before: String
    /// Conversations, exposures, interactions or lines of the log.
    package var deleted: Int
  }

  package var dryRun: Bool
  package var kinds: [Kind]

  package var deleted: Int { kinds.reduce(0) { $0 + $1.deleted } }
}
