/// The shop's records and trained models in one SQLite file.
///
/// Thread-safe and synchronous: calls wait for their turn and never suspend.
/// One process writes; any number of processes read.
package final class Store: Sendable {
  /// What a database is opened for.
  package enum Access: Sendable {
    /// Takes the lock beside the file and brings the schema up to date.
    case readWrite
    /// Neither creates nor changes anything.
    case readOnly
  }

  /// What a write that has returned survives.
  package enum Durability: String, CaseIterable, Sendable {
    /// The end of this process, however sudden. A power cut may undo the last
    /// writes, whole ones only.
    case normal
    /// A power cut too: each commit waits for the disk.
    case full
  }

  /// Absolute, with symbolic links followed.
  package let path: String
  /// What it was opened for.
  package let access: Access
  private let lock: DatabaseLock?
  let writers: WriterQueue
  private let readers: ConnectionPool

  /// Opens a database that exists.
  ///
  /// - Throws: `notFound`, `notADatabase`, `notOurs`, `truncatedOrCorrupt`,
  ///   `locked` where another process writes, `newerThanBinary`,
  ///   `alteredMigration` and, for reading only, `olderThanBinary`.
  package convenience init(
    opening path: String, access: Access, durability: Durability = .normal
  ) throws(StoreError) {
    try self.init(
      opening: path, access: access, durability: durability, migrations: Migration.all)
  }

  convenience init(
    opening path: String, access: Access, durability: Durability = .normal,
    migrations: [Migration]
  ) throws(StoreError) {
    let resolved = try DatabaseFile.resolve(path, missingDirectory: .notFound)
    let hint = "run 'rapport init'"
    switch try DatabaseFile.inspect(resolved) {
    case .absent: throw StoreError(.notFound, "no database at \(path): \(hint)", path: path)
    case .empty:
      throw StoreError(.notADatabase, "\(path) is empty, not a database: \(hint)", path: path)
    case .rapport: break
    }
    try self.init(
      resolved, access, durability, lock: nil, Migrator(migrations: migrations))
  }

  /// Opens a database at a resolved path, under the lock that the caller may hold
  /// already.
  init(
    _ path: String, _ access: Access, _ durability: Durability = .normal, lock: DatabaseLock?,
    _ migrator: Migrator
  ) throws(StoreError) {
    self.path = path
    self.access = access
    writers = WriterQueue(path: path, durability: durability)
    readers = ConnectionPool(path: path, capacity: 8)
    switch access {
    case .readWrite:
      if let lock {
        self.lock = lock
      } else {
        self.lock = try DatabaseLock(for: path)
      }
      let connection = try writers.take(isAlone: true).connection
      defer { writers.giveBack() }
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
          "\(path) lacks migration \(missing.name): run 'rapport init' to bring it up to date",
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
    let connection = try readers.borrow()
    defer { readers.giveBack(connection) }
    try connection.run("BEGIN")
    do {
      let result = try body(Reader(connection))
      try connection.run("COMMIT")
      return result
    } catch {
      connection.rollBack()
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
    let turn = try writers.take(isAlone: true)
    defer { writers.giveBack() }
    return try body(turn.connection)
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
