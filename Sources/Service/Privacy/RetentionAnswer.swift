/// How long records of a kind are kept, as `retention list --json` gives it.
package struct RetentionAnswer: Codable, Sendable {
  /// `messages`, `exposures`, `interactions` or `audit`.
  package var kind: String
  /// What records of that kind are.
  package var text: String
  /// Nil where they are kept for ever.
  package var days: Int?
  /// When it was set, in RFC 3339; nil where it never was.
  package var setAt: String?
  /// Who set it: an API key, or `cli`; nil where nobody did.
  package var setBy: String?
}

/// What a run of retention deleted, or would delete.
package struct RetentionRunAnswer: Codable, Sendable {
  /// What went of one kind of records.
  package struct Kind: Codable, Sendable {
    /// Which kind of records.
    package var kind: String
    /// For how many days they are kept.
    package var days: Int
    /// The first moment that is kept.
    package var before: String
    /// Conversations, exposures, interactions or lines of the log.
    package var deleted: Int
  }

  /// Whether nothing was changed.
  package var dryRun: Bool
  /// By kind.
  package var kinds: [Kind]

  /// How many went.
  package var deleted: Int { kinds.reduce(0) { $0 + $1.deleted } }
}
