import Digest
package import Domain

/// That a customer was erased, without saying who.
package struct Erasure: Sendable, Hashable {
  /// Random.
  package var reference: String
  /// When the rows went.
  package var erasedAt: Timestamp

  package init(reference: String, erasedAt: Timestamp) {
    self.reference = reference
    self.erasedAt = erasedAt
  }
}

extension Writer {
  /// Notes an erasure whose bytes are still on the disk, in the transaction of the
  /// erasure itself.
  package func append(_ erasure: Erasure) throws(StoreError) {
    try connection.run("INSERT INTO erasures (reference, erased_at) VALUES (?1, ?2)") {
      $0.bind(1, erasure.reference)
      $0.bind(2, erasure.erasedAt.seconds)
    }
  }

  /// Notes that the bytes of these erasures have left the disk.
  package func setPurged(_ references: [String], at time: Timestamp) throws(StoreError) {
    for reference in references {
      try connection.run("UPDATE erasures SET purged_at = ?2 WHERE reference = ?1") {
        $0.bind(1, reference)
        $0.bind(2, time.seconds)
      }
    }
  }
}

extension Reader {
  /// The erasures whose bytes may still be on the disk.
  package func unpurgedErasures() throws(StoreError) -> [String] {
    try connection.all(
      "SELECT reference FROM erasures WHERE purged_at IS NULL ORDER BY erased_at, reference",
      row: { $0.text(0) })
  }
}

extension Writer {
  /// Puts other bytes in the place of a kept version's.
  package func replaceModel(
    _ kind: ModelVersion.Kind, version: Int, blob: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "UPDATE model_versions SET blob = ?3, sha256 = ?4 WHERE kind = ?1 AND version = ?2"
    ) {
      $0.bind(1, kind.rawValue)
      $0.bind(2, version)
      $0.bind(3, blob)
      $0.bind(4, SHA256.hexadecimal(of: blob))
    }
  }

  /// Removes a kept version; where it was the active one, the newest that is left takes
  /// its place.
  package func removeModel(_ kind: ModelVersion.Kind, version: Int) throws(StoreError) {
    try connection.run("DELETE FROM model_versions WHERE kind = ?1 AND version = ?2") {
      $0.bind(1, kind.rawValue)
      $0.bind(2, version)
    }
    try connection.run(
      """
      UPDATE model_versions SET active = 1
      WHERE kind = ?1 AND NOT EXISTS (
          SELECT 1 FROM model_versions WHERE kind = ?1 AND active = 1)
        AND version = (SELECT max(version) FROM model_versions WHERE kind = ?1)
      """
    ) { $0.bind(1, kind.rawValue) }
  }
}

/// When records of a customer came about that models learn from; nil where there are none.
package struct CustomerRecordTimes: Sendable, Hashable {
  /// The time of the first interaction; nil where there is none.
  package var firstInteraction: Timestamp?
  /// The time of the first label; nil where there is none.
  package var firstLabel: Timestamp?
  /// The time of the first message; nil where there is none.
  package var firstMessage: Timestamp?
}

extension Reader {
  /// The earliest records of a customer that were stored before a moment.
  ///
  /// An interaction that came with an import begun after the moment was not there yet.
  package func recordTimes(
    of traces: CustomerTraces, storedBy end: Timestamp
  ) throws(StoreError) -> CustomerRecordTimes {
    func first(_ sql: StaticString) throws(StoreError) -> Timestamp? {
      let seconds = try connection.first(
        sql,
        bind: {
          $0.bind(1, traces.key.rawValue)
          $0.bind(2, end.seconds)
        }, row: { $0.optionalInteger(0) })
      return seconds.flatMap { $0 }.map { Timestamp(seconds: $0) }
    }
    return CustomerRecordTimes(
      firstInteraction: try first(
        """
        SELECT min(occurred_at) FROM interactions WHERE customer_key = ?1 AND occurred_at <= ?2
          AND key < coalesce(
            (SELECT min(first_interaction_key) FROM imports WHERE started_at > ?2), key + 1)
        """),
      firstLabel: try first(
        """
        SELECT min(coalesce(observed_at, ?2)) FROM churn_labels
        WHERE customer_key = ?1 AND coalesce(observed_at, ?2) <= ?2
        """),
      firstMessage: try first(
        """
        SELECT min(created_at) FROM messages WHERE author = 'customer' AND created_at <= ?2
          AND conversation_key IN (SELECT key FROM conversations WHERE customer_key = ?1)
        """))
  }
}
