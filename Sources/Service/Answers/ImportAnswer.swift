package import Ingest

/// What an import did, as `import --json` gives it.
package struct ImportAnswer: Codable, Sendable {
  /// An import that ran before.
  package struct Earlier: Codable, Sendable {
    package var startedAt: String
    package var source: String
    /// Accepted records of this import that it had stored; nil where they were
    /// stored again.
    package var records: Int?
  }

  package struct Note: Codable, Sendable {
    package var code: String
    package var text: String
    package var count: Int
  }

  package struct Refusal: Codable, Sendable {
    package var code: String
    package var reason: String
    package var count: Int
    package var firstLine: Int
  }

  package struct Column: Codable, Sendable {
    package var field: String
    package var column: String
  }

  package var kind: String
  package var recordsRead: Int
  /// Records added or, but for interactions, updated.
  package var stored: Int
  /// Interactions whose event id was stored already.
  package var duplicates: Int
  package var refused: Int
  /// Whether it was stopped before the end.
  package var wasStopped: Bool
  /// The import whose records these begin with, known by their content.
  package var alreadyImported: Earlier?
  /// An import of the same bytes with other options.
  package var sameWithOtherOptions: Earlier?
  package var notes: [Note]
  package var refusals: [Refusal]
  /// The file that the refused lines were written to.
  package var rejects: String?
  package var columnsUsed: [Column]
  package var columnsKept: [String]
  package var columnsIgnored: [String]
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
