package import Domain

extension Writer {
  /// Stores a rule in the place of an earlier one of its kind.
  package func set(_ rule: RetentionRule) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO retention (kind, days, set_at, set_by) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (kind) DO UPDATE SET days = ?2, set_at = ?3, set_by = ?4
      """
    ) {
      $0.bind(1, rule.kind.rawValue)
      $0.bind(2, rule.days)
      $0.bind(3, rule.setAt.seconds)
      $0.bind(4, rule.setBy)
    }
  }

  /// Keeps records of a kind for ever again; false where they were.
  package func unsetRetention(of kind: ExpiringKind) throws(StoreError) -> Bool {
    try connection.run("DELETE FROM retention WHERE kind = ?1") { $0.bind(1, kind.rawValue) }
    return connection.changes == 1
  }

  /// Deletes records that are still older than a moment.
  ///
  /// - Parameters:
  ///   - keys: from ``Reader/expired(_:before:after:limit:)``.
  ///   - kind: what they are.
  ///   - end: the first moment that is kept.
  /// - Returns: how many went.
  /// - Throws: `StoreError` where the database cannot be written.
  package func delete(
    _ keys: [Int64], of kind: ExpiringKind, before end: Timestamp
  ) throws(StoreError) -> Int {
    var count = 0
    for key in keys {
      try connection.run(Self.deletion(of: kind)) {
        $0.bind(1, key)
        $0.bind(2, end.seconds)
      }
      count += connection.changes
    }
    return count
  }

  private static func deletion(of kind: ExpiringKind) -> StaticString {
    switch kind {
    case .messages:
      "DELETE FROM conversations WHERE key = ?1 AND coalesce(last_message_at, started_at) < ?2"
    case .exposures: "DELETE FROM exposures WHERE key = ?1 AND shown_at < ?2"
    case .interactions: "DELETE FROM interactions WHERE key = ?1 AND occurred_at < ?2"
    case .audit: "DELETE FROM audit_log WHERE key = ?1 AND occurred_at < ?2"
    }
  }
}

extension Reader {
  /// The rules there are, by kind.
  package func retentionRules() throws(StoreError) -> [RetentionRule] {
    try connection.all("SELECT kind, days, set_at, set_by FROM retention ORDER BY kind") {
      row throws(StoreError) in
      guard let kind = ExpiringKind(rawValue: row.text(0)) else {
        throw corrupt("a retention of an unknown kind")
      }
      return RetentionRule(
        kind: kind, days: Int(row.integer(1)), setAt: Timestamp(seconds: row.integer(2)),
        setBy: row.text(3))
    }
  }

  /// The keys of records older than a moment, ascending.
  ///
  /// - Parameters:
  ///   - kind: what they are.
  ///   - end: the first moment that is kept.
  ///   - key: only keys after this one.
  ///   - limit: the most keys.
  /// - Returns: the keys; fewer than the limit where there are no more.
  /// - Throws: `StoreError` where the database cannot be read.
  /// - Complexity: one pass over the records after the key, until there are enough.
  package func expired(
    _ kind: ExpiringKind, before end: Timestamp, after key: Int64, limit: Int
  ) throws(StoreError) -> [Int64] {
    let sql: StaticString =
      switch kind {
      case .messages:
        """
        SELECT key FROM conversations
        WHERE key > ?1 AND coalesce(last_message_at, started_at) < ?2 ORDER BY key LIMIT ?3
        """
      case .exposures:
        "SELECT key FROM exposures WHERE key > ?1 AND shown_at < ?2 ORDER BY key LIMIT ?3"
      case .interactions:
        "SELECT key FROM interactions WHERE key > ?1 AND occurred_at < ?2 ORDER BY key LIMIT ?3"
      case .audit:
        "SELECT key FROM audit_log WHERE key > ?1 AND occurred_at < ?2 ORDER BY key LIMIT ?3"
      }
    return try connection.all(
      sql,
      bind: {
        $0.bind(1, key)
        $0.bind(2, end.seconds)
        $0.bind(3, limit)
      }, row: { $0.integer(0) })
  }

  /// How many records of a kind are older than a moment.
  package func expiredCount(
    _ kind: ExpiringKind, before end: Timestamp
  ) throws(StoreError) -> Int {
    let sql: StaticString =
      switch kind {
      case .messages:
        "SELECT count(*) FROM conversations WHERE coalesce(last_message_at, started_at) < ?1"
      case .exposures: "SELECT count(*) FROM exposures WHERE shown_at < ?1"
      case .interactions: "SELECT count(*) FROM interactions WHERE occurred_at < ?1"
      case .audit: "SELECT count(*) FROM audit_log WHERE occurred_at < ?1"
      }
    return try connection.first(
      sql, bind: { $0.bind(1, end.seconds) }, row: { Int($0.integer(0)) }) ?? 0
  }
}
