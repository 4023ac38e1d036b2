import CSQLite

/// One SQLite connection with its prepared statements.
///
/// Opened without SQLite's own mutex, so it has one owner at a time; the
/// ``ConnectionPool`` that lends it out sees to that, which is what makes the
/// unchecked conformance sound.
@safe final class Connection: @unchecked Sendable {
  enum Role {
    /// The one connection that writes and checkpoints.
    case writer(Store.Durability)
    case reader
  }

  let path: String
  private let handle: OpaquePointer
  // Keyed by the address of the literal, which hashes faster than its text.
  private var statements: [UnsafeRawPointer: Statement] = unsafe [:]
  /// Pages in the write-ahead log, as SQLite last told; nil for a reader.
  private var logPages: UnsafeMutablePointer<Int32>?
  /// ``logPages`` after the last checkpoint.
  private var settledPages: Int32 = 0

  /// Opens an existing database file.
  ///
  /// The path is absolute, so that names such as `:memory:` mean nothing.
  init(path: String, role: Role) throws(StoreError) {
    Self.takePagesInBlocks
    let access = if case .writer = role { SQLITE_OPEN_READWRITE } else { SQLITE_OPEN_READONLY }
    var opened: OpaquePointer?
    let result = unsafe sqlite3_open_v2(
      path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard result == SQLITE_OK, let connection = unsafe opened else {
      let detail = unsafe String(cString: sqlite3_errstr(result))
      unsafe sqlite3_close(opened)
      throw StoreError(sqlite: result, path: path, detail: detail)
    }
    self.path = path
    unsafe handle = unsafe connection
    do throws(StoreError) {
      try configure(role)
    } catch {
      close()
      throw error
    }
  }

  /// Page by page the caches of the readers lie among all that is allocated between, and hold on
  /// to heaps whose other blocks were freed long ago.
  private static let takePagesInBlocks: Void = {
    // A program that used SQLite before cannot be changed any more, and works as well.
    _ = rapport_sqlite_set_page_block(Int32(readerCache))
  }()

  /// Bytes of pages that a reader keeps.
  private static let readerCache = 1 << 20

  private func configure(_ role: Role) throws(StoreError) {
    unsafe sqlite3_busy_timeout(handle, Self.patience)
    let isReader = if case .reader = role { true } else { false }
    let flags = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isReader ? 1 : 0),
    ]
    for (option, value) in flags {
      unsafe rapport_sqlite_set_flag(handle, option, Int32(value))
    }
    // No statement of ours comes near; a damaged schema may.
    for (limit, value) in [
      (SQLITE_LIMIT_SQL_LENGTH, 100_000), (SQLITE_LIMIT_EXPR_DEPTH, 100),
      (SQLITE_LIMIT_VARIABLE_NUMBER, 100), (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
      (SQLITE_LIMIT_ATTACHED, 1),
    ] {
      unsafe sqlite3_limit(handle, limit, Int32(value))
    }
    try execute(script: "PRAGMA cell_size_check = ON")
    switch role {
    case .writer(let durability):
      // Not `temp_store = MEMORY`: that makes one sort of all rows of an index,
      // which is a third slower than the sorts of parts that files bring.
      try execute(
        script: """
          PRAGMA synchronous = \(durability.rawValue); PRAGMA secure_delete = ON;
          PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864
          """)
      followLog()
    case .reader:
      try execute(
        script: """
          PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;
          PRAGMA cache_size = -\(Self.readerCache / 1024); PRAGMA temp_store = MEMORY
          """)
    }
  }

  /// Finalises every statement and closes; nothing may be called afterwards.
  func close() {
    unsafe statements.values.forEach { $0.finalize() }
    unsafe statements = unsafe [:]
    unsafe sqlite3_close(handle)
    unsafe logPages?.deallocate()
    unsafe logPages = nil
  }

  /// Undoes the open transaction; without one this does nothing.
  func rollBack() {
    // SQLite cannot fail to: at worst the log's next reader passes over it.
    if !isInAutocommit { try? run("ROLLBACK") }
  }

  /// The number of cached statements that were stepped and not reset.
  var busyStatements: Int { unsafe statements.values.count { $0.isBusy } }

  /// Whether no transaction is open.
  var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

  /// The number of rows that the last statement inserted, changed or deleted.
  var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

  var lastInsertedKey: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Milliseconds to wait for another program's lock.
  static let patience: Int32 = 5000

  private var lastError: StoreError {
    let code = unsafe sqlite3_extended_errcode(handle)
    let detail = unsafe String(cString: sqlite3_errmsg(handle))
    return StoreError(sqlite: code, path: path, detail: detail)
  }
}

// MARK: - Write-ahead log

extension Connection {
  /// Pages of the log that are worth a checkpoint: twice SQLite's own choice, because small
  /// writes change the same pages of the indexes again and again.
  private static let checkpointPages: Int32 = 2000
  /// Pages of the log from which on it must begin anew: 32 MiB.
  private static let mostPages: Int32 = 4096

  /// Lets SQLite tell how long the log is, instead of checkpointing by itself.
  private func followLog() {
    let pages = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    unsafe pages.initialize(to: 0)
    unsafe logPages = unsafe pages
    unsafe sqlite3_wal_hook(
      handle,
      { context, _, _, count in
        unsafe context?.assumingMemoryBound(to: Int32.self).pointee = count
        return SQLITE_OK
      }, pages)
  }

  /// Moves what was committed from the log into the database from time to time.
  ///
  /// The log begins anew only when nobody reads from it. Where readers follow one
  /// another without a gap that would never be, so a log that has grown long is
  /// begun anew with new readers kept off it, for as long as it takes the present
  /// ones to end but not longer than a fifth of a second. Its file keeps its size:
  /// room that is given back has to be found again. A failure changes nothing: the log
  /// keeps all, and the next commit tries again.
  func tendLog() {
    guard let pages = unsafe logPages?.pointee else { return }
    if pages < settledPages { settledPages = 0 }
    guard pages - settledPages >= Self.checkpointPages else { return }
    settledPages = pages
    guard pages >= Self.mostPages else {
      unsafe sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
      return
    }
    unsafe sqlite3_busy_timeout(handle, 200)
    unsafe sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_RESTART, nil, nil)
    unsafe sqlite3_busy_timeout(handle, Self.patience)
  }
}

// MARK: - Copying

extension Connection {
  /// Copies the whole database into another connection's file.
  ///
  /// All of the copy is of one moment, that of the call, whatever is written
  /// meanwhile.
  func copy(into destination: Connection, isCancelled: () -> Bool) throws(StoreError) {
    // Without a transaction around them the steps would begin again after each write.
    try run("BEGIN")
    defer { rollBack() }
    _ = try first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) }
    guard let backup = unsafe sqlite3_backup_init(destination.handle, "main", handle, "main") else {
      throw destination.lastError
    }
    var result = SQLITE_OK
    while result == SQLITE_OK, !isCancelled() {
      result = unsafe sqlite3_backup_step(backup, 256)
    }
    unsafe sqlite3_backup_finish(backup)
    guard result != SQLITE_OK else {
      throw StoreError(.cancelled, "the copy was stopped; nothing was kept", path: destination.path)
    }
    guard result == SQLITE_DONE else {
      let detail = unsafe String(cString: sqlite3_errstr(result))
      throw StoreError(sqlite: result, path: destination.path, detail: detail)
    }
  }
}

// MARK: - Statements

extension Connection {
  /// The statement of a literal, prepared once for each connection.
  func statement(_ sql: StaticString) throws(StoreError) -> Statement {
    let address = unsafe UnsafeRawPointer(sql.utf8Start)
    if let statement = unsafe statements[address] { return statement }
    let statement = try prepare(sql.description, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
    unsafe statements[address] = statement
    return statement
  }

  private func prepare(_ sql: String, flags: UInt32) throws(StoreError) -> Statement {
    var prepared: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(handle, sql, -1, flags, &prepared, nil)
    guard result == SQLITE_OK, let made = unsafe prepared else { throw lastError }
    return unsafe Statement(handle: made, connection: handle, path: path)
  }

  /// Runs a statement that returns no rows.
  func run(_ sql: StaticString, bind: (Statement) -> Void = { _ in }) throws(StoreError) {
    let statement = try statement(sql)
    defer { statement.reset() }
    bind(statement)
    _ = try statement.step()
  }

  /// Calls a closure for each row.
  func forEach(
    _ sql: StaticString, bind: (Statement) -> Void = { _ in },
    row: (Statement) throws(StoreError) -> Void
  ) throws(StoreError) {
    let statement = try statement(sql)
    defer { statement.reset() }
    bind(statement)
    while try statement.step() { try row(statement) }
  }

  /// One value for each row.
  func all<Value>(
    _ sql: StaticString, bind: (Statement) -> Void = { _ in },
    row: (Statement) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    var values: [Value] = []
    try forEach(sql, bind: bind) { statement throws(StoreError) in
      values.append(try row(statement))
    }
    return values
  }

  /// The value of the first row, or nil where there is none.
  func first<Value>(
    _ sql: StaticString, bind: (Statement) -> Void = { _ in },
    row: (Statement) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    let statement = try statement(sql)
    defer { statement.reset() }
    bind(statement)
    return try statement.step() ? try row(statement) : nil
  }

  /// Runs several statements whose rows do not matter: migrations and settings.
  func execute(script: String) throws(StoreError) {
    guard unsafe sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw lastError }
  }

  /// The texts of the statements that have been prepared.
  var preparedTexts: [String] { unsafe statements.values.map(\.sql) }

  /// The steps by which SQLite would run a statement.
  func queryPlan(of sql: some CustomStringConvertible) throws(StoreError) -> [String] {
    let statement = try prepare("EXPLAIN QUERY PLAN \(sql)", flags: 0)
    defer { statement.finalize() }
    var steps: [String] = []
    while try statement.step() { steps.append(statement.text(3)) }
    return steps
  }
}
