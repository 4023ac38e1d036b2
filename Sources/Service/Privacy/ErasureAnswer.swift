import Storage

/// What the erasure of a customer did, as the API and `--json` give it; it names nobody.
package struct ErasureAnswer: Codable, Sendable {
  /// What is gone, by what it was.
  package struct Rows: Codable, Sendable {
    /// Interactions that went.
    package var interactions: Int
    /// Labels of churn that went.
    package var labels: Int
    /// Conversations that went.
    package var conversations: Int
    /// Messages that went.
    package var messages: Int
    /// Impressions that went.
    package var exposures: Int
    /// Clicks that went.
    package var clicks: Int
    /// Examples of the bot in the customer's words.
    package var examples: Int
    /// Notes of the shop that named the customer.
    package var mentions: Int
  }

  /// What became of one kept version.
  package struct Model: Codable, Sendable {
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// Whether it is the one in use.
    package var active: Bool
    /// When it was trained, in RFC 3339.
    package var createdAt: String
    /// `not_seen`, `aggregates_only`, `repaired` or `removed`.
    ///
    /// It was trained without the customer; with the customer among others, and holds
    /// nothing of one person; what it held of the customer is gone; it could not be read.
    package var outcome: String
    /// What was taken out.
    package var what: String?
  }

  /// The random name of this erasure in the audit log; nil for a rehearsal.
  package var reference: String?
  /// When the rows went, in RFC 3339; nil in a rehearsal.
  package var erasedAt: String?
  /// Whether nothing was changed.
  package var dryRun: Bool
  /// How many rows went, by table.
  package var rows: Rows
  /// What became of each kept version.
  package var models: [Model]
  /// Whether the bytes have left the database and its log.
  package var purged: Bool
  /// Why they have not, or what this erasure does not reach.
  package var notes: [String]
}

extension ErasureAnswer.Rows {
  init(_ rows: ErasedRows) {
    self.init(
      interactions: rows.interactions, labels: rows.labels, conversations: rows.conversations,
      messages: rows.messages, exposures: rows.exposures, clicks: rows.clicks,
      examples: rows.examples, mentions: rows.mentions)
  }
}
