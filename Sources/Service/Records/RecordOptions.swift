package import Storage

/// How records are taken, and what is kept beside them in one transaction.
package struct RecordOptions {
  /// Passes over records that cannot be taken, where else one of them refuses all.
  package var skipsRefused = false
  /// Makes of the result what is kept of the request that brought the records.
  package var keep: ((RecordedRows) throws -> IdempotencyRecord)?

  package init(
    skipsRefused: Bool = false, keep: ((RecordedRows) throws -> IdempotencyRecord)? = nil
  ) {
    self.skipsRefused = skipsRefused
    self.keep = keep
  }
}

/// What became of records that were sent.
package struct RecordedRows: Sendable {
  /// Records that were not stored before.
  package var added = 0
  /// Changed, or for interactions left as they are: their event ids were stored already.
  package var known = 0
  /// Records that were passed over.
  package var refusals: [RefusedRow] = []
  /// What their owner should know, with a stable code and a count.
  package var notes: [(code: String, text: String, count: Int)] = []

  package init() {}
}

/// A record that cannot be taken.
package struct RefusedRow: Error, Sendable {
  /// Its place among those sent, from 0.
  package var index: Int
  /// The field that is wrong.
  package var field: String
  /// Why, in words.
  package var reason: String
}
