package import Ingest

/// What an import did, as `import --json` gives it.
package struct ImportAnswer: Codable, Sendable {
  /// An import that ran before.
  package struct Earlier: Codable, Sendable {
    /// When it began, in RFC 3339.
    package var startedAt: String
    /// The name of the file.
    package var source: String
    /// Accepted records of this import that it had stored; nil where they were
    /// stored again.
    package var records: Int?
  }

  /// What the owner of the data should know.
  package struct Note: Codable, Sendable {
    /// What programs go by.
    package var code: String
    /// In words.
    package var text: String
    /// How many.
    package var count: Int
  }

  /// Records that were refused for one reason.
  package struct Refusal: Codable, Sendable {
    /// What programs go by.
    package var code: String
    /// Why, in words.
    package var reason: String
    /// How many.
    package var count: Int
    /// The line of the first of them.
    package var firstLine: Int
  }

  /// A column and the field that it feeds.
  package struct Column: Codable, Sendable {
    /// The field that it feeds.
    package var field: String
    /// The name of the column.
    package var column: String
  }

  /// What was imported.
  package var kind: String
  /// Records of the input.
  package var recordsRead: Int
  /// Records added or, but for interactions, updated.
  package var stored: Int
  /// Interactions whose event id was stored already.
  package var duplicates: Int
  /// Records that were refused.
  package var refused: Int
  /// Whether it was stopped before the end.
  package var wasStopped: Bool
  /// The import whose records these begin with, known by their content.
  package var alreadyImported: Earlier?
  /// An import of the same bytes with other options.
  package var sameWithOtherOptions: Earlier?
  /// What the owner of the data should know.
  package var notes: [Note]
  /// Why records were refused, the commonest reason first.
  package var refusals: [Refusal]
  /// The file that the refused lines were written to.
  package var rejects: String?
  /// Columns that feed fields.
  package var columnsUsed: [Column]
  /// Columns that are kept as attributes.
  package var columnsKept: [String]
  /// Columns that feed nothing.
  package var columnsIgnored: [String]
  /// How long it took.
  package var seconds: Double

  package init(_ outcome: ImportOutcome, kind: ImportKind, rejects: String?, seconds: Double) {
    let summary = outcome.summary
    self.kind = kind.rawValue
    recordsRead = summary.linesRead
    stored = outcome.added
    duplicates = outcome.duplicates
    refused = summary.refused
    wasStopped = summary.wasCancelled
    alreadyImported = outcome.earlierImport.map {
      Earlier(startedAt: $0.startedAt, source: $0.source, records: outcome.alreadyImported)
    }
    sameWithOtherOptions = outcome.sameWithOtherOptions.map {
      Earlier(startedAt: $0.startedAt, source: $0.source)
    }
    notes = summary.notes.map { Note(code: $0.code, text: $0.text, count: $0.count) }
    refusals = summary.refusals.map {
      Refusal(
        code: $0.reason.code, reason: $0.reason.text, count: $0.count, firstLine: $0.firstLine)
    }
    self.rejects = rejects
    columnsUsed = summary.columnsUsed.map { Column(field: $0.field, column: $0.column) }
    columnsKept = summary.columnsKept
    columnsIgnored = summary.columnsIgnored
    self.seconds = sixDigits(seconds)
  }
}
