/// The shop's records and trained models in one SQLite file.
///
/// Thread-safe and synchronous: calls wait for their turn and never suspend.
/// One process writes; any number of processes read.
package final class Store: Sendable {
  package enum Access: Sendable {
    /// Takes the lock beside the file and brings the schema up to date.
    case readWrite
    /// Neither creates nor changes anything.
    case readOnly
  }

  /// Absolute, with symbolic links followed.
  package let path: String
  package let access: Access
  private let lock: DatabaseLock?
  private let writers: ConnectionPool
  private let readers: ConnectionPool

  /// Opens a database that exists.
  ///
  /// - Throws: `notFound`, `notADatabase`, `notOurs`, `truncatedOrCorrupt`,
  ///   `locked` where another process writes, `newerThanBinary`,
  ///   `alteredMigration` and, for reading only, `olderThanBinary`.
  package convenience init(opening path: String, access: Access) throws(StoreError) {
    try self.init(opening: path, access: access, migrations: Migration.all)
  }

  convenience init(opening path: String, access: Access, migrations: [Migration]) throws(StoreError)
  {
    let resolved = try DatabaseFile.resolve(path, missingDirectory: .notFound)
    let hint = "run `rapport init`"
    switch try DatabaseFile.inspect(resolved) {
    case .absent: throw StoreError(.notFound, "no database at \(path): \(hint)", path: path)
    case .empty:
      throw StoreError(.notADatabase, "\(path) is empty, not a database: \(hint)", path: path)
    case .rapport: break
    }
    try self.init(resolved, access, lock: nil, Migrator(migrations: migrations))
  }

  /// Opens a database at a resolved path, under the lock that the caller may hold
  /// already.
  init(
    _ path: String, _ access: Access, lock: DatabaseLock?, _ migrator: Migrator
  ) throws(StoreError) {
    self.path = path
    self.access = access
    writers = ConnectionPool(path: path, role: .writer, capacity: 1)
    readers = ConnectionPool(path: path, role: .reader, capacity: 8)
    switch access {
    case .readWrite:
      if let lock {
        self.lock = lock
      } else {
        self.lock = try DatabaseLock(for: path)
      }
      let connection = try writers.borrow()
      defer { writers.giveBack(connection) }
      // Models are blobs of megabytes; counts for a new file only.
      try connection.execute(script: "PRAGMA page_size = 8192")
      try migrator.migrate(connection)
      try connection.execute(script: "PRAGMA journal_mode = WAL")
    case .readOnly:
      self.lock = nil
      let connection = try readers.borrow()
      defer { readers.giveBack(connection) }
      if let missing = try migrator.pending(connection).first {
        throw StoreError(
          .olderThanBinary,
          "\(path) lacks migration \(missing.name): run `rapport init` to bring it up to date",
          path: path)
      }
    }
  }

  deinit { close() }

  /// Ends every connection and gives up the lock; waits for calls under way.
  ///
  /// Later calls throw `closed`. Closing twice is harmless.
  package func close() {
    readers.close()
    writers.close { connection in
      // Both save time later; neither is needed for what is stored to be safe.
      try? connection.execute(
        script: """
          PRAGMA analysis_limit = 400; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)
          """)
    }
    lock?.release()
  }

  /// Runs a closure on one consistent state of the database: the last committed.
  ///
  /// Keep it short: an open read keeps the write-ahead log from shrinking. The
  /// reader is valid inside the closure only.
  package func read<Result>(_ body: (Reader) throws -> Result) throws -> Result {
    try transaction(on: readers, begin: "BEGIN") { try body(Reader($0)) }
  }

  /// Runs a closure in one transaction: all of it is stored, or nothing where it
  /// throws.
  ///
  /// - Precondition: not called inside another `write` of this store.
  package func write<Result>(_ body: (Writer) throws -> Result) throws -> Result {
    guard access == .readWrite else {
      throw StoreError(.readOnly, "\(path) was opened for reading only", path: path)
    }
    return try transaction(on: writers, begin: "BEGIN IMMEDIATE") { connection in
      let writer = Writer(connection)
      let result = try body(writer)
      try writer.finish()
      return result
    }
  }

  private func transaction<Result>(
    on pool: ConnectionPool, begin: StaticString, _ body: (Connection) throws -> Result
  ) throws -> Result {
    let connection = try pool.borrow()
    defer { pool.giveBack(connection) }
    try connection.run(begin)
    do {
      let result = try body(connection)
      // SQLite ends a transaction by itself after some errors, which a closure
      // may have swallowed.
      guard !connection.isInAutocommit else {
        throw StoreError(
          .ioError, "\(path): the transaction was undone after an error; nothing was stored",
          path: path)
      }
      try connection.run("COMMIT")
      return result
    } catch {
      if !connection.isInAutocommit { try? connection.run("ROLLBACK") }
      throw error
    }
  }

  /// Lends the writing connection outside a transaction.
  func withWritingConnection<Result>(
    _ body: (Connection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    guard access == .readWrite else {
      throw StoreError(.readOnly, "\(path) was opened for reading only", path: path)
    }
    let connection = try writers.borrow()
    defer { writers.giveBack(connection) }
    return try body(connection)
  }

  /// Lends a reading connection outside a transaction.
  func withReadingConnection<Result>(
    _ body: (Connection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let connection = try readers.borrow()
    defer { readers.giveBack(connection) }
    return try body(connection)
  }
}
