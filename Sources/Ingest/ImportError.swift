/// Why an import could not start or go on.
package struct ImportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A stable name of the failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// An option that makes no sense: an unknown field, a bad time zone.
    package static let badOption = Code(rawValue: "bad_option")
    /// No such file.
    package static let missingFile = Code(rawValue: "missing_file")
    /// The path names a directory.
    package static let directory = Code(rawValue: "directory")
    /// The system refused to read or write.
    package static let inputOutput = Code(rawValue: "input_output")
    /// No permission to open the file.
    package static let permission = Code(rawValue: "permission")
    /// The rejects file cannot be created.
    package static let cannotCreate = Code(rawValue: "cannot_create")
    /// No bytes, or no records after the header.
    package static let emptyInput = Code(rawValue: "empty_input")
    /// Compressed input.
    package static let compressedInput = Code(rawValue: "compressed_input")
    /// Bytes that are not UTF-8 text.
    package static let binaryInput = Code(rawValue: "binary_input")
    /// The format is neither given nor to be seen from the name.
    package static let unknownFormat = Code(rawValue: "unknown_format")
    /// A header that cannot be used.
    package static let badHeader = Code(rawValue: "bad_header")
    /// A mapped column that the file lacks.
    package static let unknownColumn = Code(rawValue: "unknown_column")
    /// A required field that neither a column nor a constant feeds.
    package static let missingField = Code(rawValue: "missing_field")
    /// Stopped before the first record.
    package static let cancelled = Code(rawValue: "cancelled")
    /// A record that makes no sense, where none may.
    package static let badRecord = Code(rawValue: "bad_record")
    /// A record above the size limit.
    package static let recordTooLong = Code(rawValue: "record_too_long")
  }

  package let code: Code
  /// What failed, and where.
  package let message: String
  /// How to mend it, as a sentence of its own.
  package let hint: String?
  /// The field that no column feeds, where that is the failure.
  package let field: String?
  /// The line of the input, counted from 1, where there is one.
  package let line: Int?

  package init(
    _ code: Code, _ message: String, hint: String? = nil, field: String? = nil, line: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.field = field
    self.line = line
  }

  package var description: String { hint.map { "\(message) \($0)" } ?? message }
}
