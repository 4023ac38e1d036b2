/// What came of an import.
package struct ImportSummary: Sendable, Equatable {
  /// One reason and the records refused for it.
  package struct RefusalCount: Sendable, Equatable {
    package let reason: RefusalReason
    package var count: Int
    /// The first line concerned, counted from 1, the header included.
    package let firstLine: Int
    /// What makes that line particular, such as the number that cannot be read.
    package let example: String?
  }

  /// Something done to accepted records that their owner should know.
  package struct Note: Sendable, Equatable {
    package let code: String
    package let text: String
    package let count: Int
    /// Whether it is more likely a mistake than not.
    package let isWarning: Bool

    package init(code: String, text: String, count: Int, isWarning: Bool = false) {
      self.code = code
      self.text = text
      self.count = count
      self.isWarning = isWarning
    }
  }

  /// A field and the column that fed it.
  package struct FieldColumn: Sendable, Equatable {
    package let field: String
    package let column: String
  }

  /// Records read, without the header and blank lines.
  package var linesRead = 0
  package var accepted = 0
  /// Reasons for refusals, the most frequent first.
  package var refusals: [RefusalCount] = []
  package var notes: [Note] = []
  /// In the order of the kind's fields.
  package var columnsUsed: [FieldColumn] = []
  /// Columns kept as attributes, in the order of the file.
  package var columnsKept: [String] = []
  package var columnsIgnored: [String] = []
  /// Hash of all records read, with the header.
  package var contentHash: UInt64 = 0
  package var bytesRead: Int64 = 0
  /// Whether the import was stopped before the end.
  package var wasCancelled = false

  /// The number of records refused.
  package var refused: Int { refusals.reduce(0) { $0 + $1.count } }
}

/// How far an import has come.
package struct ImportProgress: Sendable, Equatable {
  package let bytes: Int64
  /// Records read, refused ones included.
  package let records: Int
}

/// A point at which all records so far have been handed over.
package struct ImportCheckpoint: Sendable, Hashable {
  /// Records read so far, refused ones included.
  package let records: Int
  package let accepted: Int
  /// The line on which the last of them began.
  package let line: Int
  /// Hash of exactly those records, with the header, whatever the line breaks.
  package let contentHash: UInt64
  /// Whether it stands at the end of the input.
  package let isFinal: Bool
  /// Whether no other follows: at the end of the input, or where the import was stopped.
  package let isLast: Bool
}
