package import Domain

/// One thing that was done to the store and by whom, without customers' data.
package struct AuditRecord: Sendable, Hashable {
  /// When it was done.
  package var occurredAt: Timestamp
  /// An API key's id, or `cli`.
  package var actor: String
  /// Such as `customer.erase` or `model.activate`.
  package var action: String
  /// What it was done to, where that names nobody.
  package var subject: String?

  package init(occurredAt: Timestamp, actor: String, action: String, subject: String? = nil) {
    self.occurredAt = occurredAt
    self.actor = actor
    self.action = action
    self.subject = subject
  }
}

extension Writer {
  /// Adds a record, in the transaction of the deed itself.
  package func append(_ record: AuditRecord) throws(StoreError) {
    try connection.run(
      "INSERT INTO audit_log (occurred_at, actor, action, subject) VALUES (?1, ?2, ?3, ?4)"
    ) {
      $0.bind(1, record.occurredAt.seconds)
      $0.bind(2, record.actor)
      $0.bind(3, record.action)
      $0.bind(4, record.subject)
    }
  }
}

extension Reader {
  /// The newest records, the newest first.
  package func auditLog(limit: Int) throws(StoreError) -> [AuditRecord] {
    try connection.all(
      "SELECT occurred_at, actor, action, subject FROM audit_log ORDER BY key DESC LIMIT ?1",
      bind: { $0.bind(1, limit) },
      row: {
        AuditRecord(
          occurredAt: Timestamp(seconds: $0.integer(0)), actor: $0.text(1), action: $0.text(2),
          subject: $0.optionalText(3))
      })
  }
}
