/// Why the store could not do what was asked.
///
/// The text names the file and what to do about it. It never holds a bound
/// value, since those are customers' data.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, open to further codes.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// No such file, row, customer or version.
    package static let notFound = Code(rawValue: "not_found")
    /// The path names a directory, an empty file or some other format.
    package static let notADatabase = Code(rawValue: "not_a_database")
    /// An SQLite database of another program.
    package static let notOurs = Code(rawValue: "not_ours")
    /// The database holds migrations that this binary does not know.
    package static let newerThanBinary = Code(rawValue: "newer_than_binary")
    /// The database lacks migrations and was opened for reading only.
    package static let olderThanBinary = Code(rawValue: "older_than_binary")
    /// An applied migration is not the one embedded in this binary.
    package static let alteredMigration = Code(rawValue: "altered_migration")
    /// Pages are missing or make no sense.
    package static let truncatedOrCorrupt = Code(rawValue: "truncated_or_corrupt")
    /// Another process or another store holds the lock.
    package static let locked = Code(rawValue: "locked")
    /// No space was left.
    package static let diskFull = Code(rawValue: "disk_full")
    /// The disk failed.
    package static let ioError = Code(rawValue: "io_error")
    /// The system does not let this user.
    package static let permissionDenied = Code(rawValue: "permission_denied")
    /// The file could not be made.
    package static let cannotCreate = Code(rawValue: "cannot_create")
    /// The file, or one beside it, could not be opened.
    package static let cannotOpen = Code(rawValue: "cannot_open")
    /// A rule of a table was broken, such as a unique id.
    package static let constraint = Code(rawValue: "constraint")
    /// A value that a column cannot hold, such as an attribute that is not a
    /// finite number.
    package static let invalidValue = Code(rawValue: "invalid_value")
    /// A model's bytes are not those that were saved.
    package static let alteredModel = Code(rawValue: "altered_model")
    /// The database was opened for reading only.
    package static let readOnly = Code(rawValue: "read_only")
    /// Stopped because the user asked for it.
    package static let cancelled = Code(rawValue: "cancelled")
    /// The database was closed before.
    package static let closed = Code(rawValue: "closed")
    /// No memory was left.
    package static let outOfMemory = Code(rawValue: "out_of_memory")
    /// A statement that SQLite refuses: a mistake in this program.
    package static let refusedStatement = Code(rawValue: "refused_statement")
  }

  /// What programs go by.
  package let code: Code
  /// What failed, and what to do about it.
  package let message: String
  /// The database or the file beside it, where one is concerned.
  package let path: String?

  package init(_ code: Code, _ message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  package var description: String { message }
}
