package import Domain

/// One run of an import: from which file, how far, with what result.
package struct ImportRecord: Sendable, Hashable {
  /// The store's own number of an import.
  package struct ID: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
  }

  /// How far an import has come.
  package enum State: String, Sendable {
    /// Under way, or interrupted.
    case running
    case finished
    /// Its rows have been removed or replaced by those of another import.
    case abandoned
  }

  /// The store's own number.
  package let id: ID
  /// What is imported, such as `interactions`.
  package let kind: String
  /// The file's name, for people.
  package let source: String
  /// The options that decide what a line means, in one canonical text.
  package let options: String
  /// Where it stands.
  package let state: State
  /// When it began.
  package let startedAt: Timestamp
  /// When it ended; nil while it runs.
  package let finishedAt: Timestamp?
  /// How far it has come.
  package let progress: Progress
  /// Where the rows of an import of interactions begin.
  package let firstInteractionKey: Int64?

  /// How far an import has come.
  package struct Progress: Sendable, Hashable {
    /// Lines consumed.
    package var lines: Int
    /// The digest of those lines' bytes.
    package var contentHash: String?
    /// Rows that were stored.
    package var rowsAdded: Int
    /// Records that were refused.
    package var rowsRefused: Int

    package init(
      lines: Int = 0, contentHash: String? = nil, rowsAdded: Int = 0, rowsRefused: Int = 0
    ) {
      self.lines = lines
      self.contentHash = contentHash
      self.rowsAdded = rowsAdded
      self.rowsRefused = rowsRefused
    }
  }
}

extension Writer {
  /// Notes that an import begins, and where its interactions will begin.
  package func beginImport(
    kind: String, source: String, options: String, startedAt: Timestamp
  ) throws(StoreError) -> ImportRecord.ID {
    let firstKey = try lastInteractionKey() + 1
    try connection.run(
      """
      INSERT INTO imports (kind, source, options, state, started_at, first_interaction_key)
      VALUES (?1, ?2, ?3, 'running', ?4, ?5)
      """
    ) {
      $0.bind(1, kind)
      $0.bind(2, source)
      $0.bind(3, options)
      $0.bind(4, startedAt.seconds)
      $0.bind(5, firstKey)
    }
    return ImportRecord.ID(rawValue: connection.lastInsertedKey)
  }

  /// Stores how far an import has come, in the transaction of the rows themselves.
  package func checkpointImport(
    _ id: ImportRecord.ID, _ progress: ImportRecord.Progress
  ) throws(StoreError) {
    try update(id) { () throws(StoreError) in
      try connection.run(
        """
        UPDATE imports SET lines = ?2, content_hash = ?3, rows_added = ?4, rows_refused = ?5
        WHERE id = ?1
        """
      ) {
        $0.bind(1, id.rawValue)
        $0.bind(2, progress.lines)
        $0.bind(3, progress.contentHash)
        $0.bind(4, progress.rowsAdded)
        $0.bind(5, progress.rowsRefused)
      }
    }
  }

  /// Stores an import's last progress and that it is complete.
  package func finishImport(
    _ id: ImportRecord.ID, _ progress: ImportRecord.Progress, finishedAt: Timestamp
  ) throws(StoreError) {
    try checkpointImport(id, progress)
    try connection.run("UPDATE imports SET state = 'finished', finished_at = ?2 WHERE id = ?1") {
      $0.bind(1, id.rawValue)
      $0.bind(2, finishedAt.seconds)
    }
  }

  /// Notes that the rows of an import are gone or superseded.
  package func abandonImport(_ id: ImportRecord.ID) throws(StoreError) {
    try update(id) { () throws(StoreError) in
      try connection.run("UPDATE imports SET state = 'abandoned' WHERE id = ?1") {
        $0.bind(1, id.rawValue)
      }
    }
  }

  private func update(
    _ id: ImportRecord.ID, _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    try body()
    guard connection.changes == 1 else {
      throw StoreError(
        .notFound, "no import \(id.rawValue) in \(connection.path)", path: connection.path)
    }
  }
}

extension Reader {
  /// Earlier imports of one kind, with certain options where given, the newest
  /// first; abandoned ones are left out.
  package func imports(
    kind: String, options: String? = nil
  ) throws(StoreError) -> [ImportRecord] {
    try connection.all(
      """
      SELECT id, kind, source, options, state, started_at, finished_at, lines, content_hash,
        rows_added, rows_refused, first_interaction_key
      FROM imports WHERE kind = ?1 AND (?2 IS NULL OR options = ?2) AND state <> 'abandoned'
      ORDER BY id DESC
      """,
      bind: {
        $0.bind(1, kind)
        $0.bind(2, options)
      },
      row: { row throws(StoreError) in
        guard let state = ImportRecord.State(rawValue: row.text(4)) else {
          throw corrupt("an import in an unknown state")
        }
        return ImportRecord(
          id: ImportRecord.ID(rawValue: row.integer(0)), kind: row.text(1), source: row.text(2),
          options: row.text(3), state: state, startedAt: Timestamp(seconds: row.integer(5)),
          finishedAt: row.optionalInteger(6).map { Timestamp(seconds: $0) },
          progress: ImportRecord.Progress(
            lines: Int(row.integer(7)), contentHash: row.optionalText(8),
            rowsAdded: Int(row.integer(9)), rowsRefused: Int(row.integer(10))),
          firstInteractionKey: row.optionalInteger(11))
      })
  }
}
