package import Domain

/// What came of a request that may be sent again, or how far it has come.
package struct IdempotencyRecord: Sendable, Hashable {
  /// What tells one request from another.
  package struct ID: Sendable, Hashable {
    /// An API key's id, or nothing where none is asked for.
    package var owner: String
    /// Method and path.
    package var route: String
    /// As the client chose it.
    package var key: String

    package init(owner: String, route: String, key: String) {
      self.owner = owner
      self.route = route
      self.key = key
    }
  }

  /// What tells it from others.
  package var id: ID
  /// SHA-256 of the body, or of its first ``lines`` lines while that is all there is.
  package var digest: String
  /// Lines of the body that are stored or refused.
  package var lines: Int
  /// Nil until the whole body is stored.
  package var status: Int?
  /// The body of the answer, or what it would say so far.
  package var answer: [UInt8]
  /// When it was stored.
  package var createdAt: Timestamp

  package init(
    id: ID, digest: String, lines: Int = 0, status: Int?, answer: [UInt8], createdAt: Timestamp
  ) {
    self.id = id
    self.digest = digest
    self.lines = lines
    self.status = status
    self.answer = answer
    self.createdAt = createdAt
  }

  /// How long a record counts.
  package static let lifetime = Timestamp.secondsPerDay
}

extension Reader {
  /// What came of a request since a time; nil where it was not sent.
  package func idempotencyRecord(
    _ id: IdempotencyRecord.ID, since time: Timestamp
  ) throws(StoreError) -> IdempotencyRecord? {
    try connection.first(
      """
      SELECT body_sha256, lines, status, answer, created_at FROM idempotency_keys
      WHERE owner = ?1 AND route = ?2 AND id = ?3 AND created_at > ?4
      """,
      bind: {
        $0.bind(1, id.owner)
        $0.bind(2, id.route)
        $0.bind(3, id.key)
        $0.bind(4, time.seconds)
      },
      row: {
        IdempotencyRecord(
          id: id, digest: $0.text(0), lines: Int($0.integer(1)),
          status: $0.optionalInteger(2).map { Int($0) }, answer: $0.bytes(3),
          createdAt: Timestamp(seconds: $0.integer(4)))
      })
  }
}

extension Writer {
  /// Keeps what came of a request, in the transaction of what it stored, and forgets those
  /// that count no more.
  package func keep(_ record: IdempotencyRecord) throws(StoreError) {
    try connection.run("DELETE FROM idempotency_keys WHERE created_at <= ?1") {
      $0.bind(1, record.createdAt.seconds - IdempotencyRecord.lifetime)
    }
    try connection.run(
      """
      INSERT INTO idempotency_keys
        (owner, route, id, body_sha256, lines, status, answer, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      ON CONFLICT (owner, route, id) DO UPDATE SET
        body_sha256 = excluded.body_sha256, lines = excluded.lines, status = excluded.status,
        answer = excluded.answer, created_at = excluded.created_at
      """
    ) {
      $0.bind(1, record.id.owner)
      $0.bind(2, record.id.route)
      $0.bind(3, record.id.key)
      $0.bind(4, record.digest)
      $0.bind(5, record.lines)
      $0.bind(6, record.status)
      $0.bind(7, record.answer)
      $0.bind(8, record.createdAt.seconds)
    }
  }
}
