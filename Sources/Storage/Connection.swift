import CSQLite

/// One SQLite connection with its prepared statements.
///
/// Opened without SQLite's own mutex, so it has one owner at a time; the
/// ``ConnectionPool`` that lends it out sees to that, which is what makes the
/// unchecked conformance sound.
@safe final class Connection: @unchecked Sendable {
  enum Role {
    /// The one connection that writes and checkpoints.
    case writer
    case reader
  }

  let path: String
  private let handle: OpaquePointer
  // Keyed by the address of the literal, which hashes faster than its text.
  private var statements: [UnsafeRawPointer: Statement] = unsafe [:]

  /// Opens an existing database file.
  ///
  /// The path is absolute, so that names such as `:memory:` mean nothing.
  init(path: String, role: Role) throws(StoreError) {
    let access = role == .writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
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

  private func configure(_ role: Role) throws(StoreError) {
    unsafe sqlite3_busy_timeout(handle, 5000)
    let flags = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, role == .reader ? 1 : 0),
    ]
    for (option, value) in flags {
      unsafe rapport_sqlite_set_flag(handle, option, Int32(value))
    }
    try execute(script: "PRAGMA cell_size_check = ON")
    switch role {
    case .writer:
      // Not `temp_store = MEMORY`: that makes one sort of all rows of an index,
      // which is a third slower than the sorts of parts that files bring.
      try execute(
        script: """
          PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
          PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864
          """)
    case .reader:
      try execute(
        script: """
          PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;
          PRAGMA temp_store = MEMORY
          """)
    }
  }

  /// Finalises every statement and closes; nothing may be called afterwards.
  func close() {
    unsafe statements.values.forEach { $0.finalize() }
    unsafe statements = unsafe [:]
    unsafe sqlite3_close(handle)
  }

  /// The number of cached statements that were stepped and not reset.
  var busyStatements: Int { unsafe statements.values.count { $0.isBusy } }

  /// Whether no transaction is open.
  var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

  /// The number of rows that the last statement inserted, changed or deleted.
  var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

  var lastInsertedKey: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Copies the whole database into another connection's file.
  func copy(into destination: Connection) throws(StoreError) {
    guard let backup = unsafe sqlite3_backup_init(destination.handle, "main", handle, "main") else {
      throw destination.lastError
    }
    let result = unsafe sqlite3_backup_step(backup, -1)
    unsafe sqlite3_backup_finish(backup)
    guard result == SQLITE_DONE else {
      let detail = unsafe String(cString: sqlite3_errstr(result))
      throw StoreError(sqlite: result, path: destination.path, detail: detail)
    }
  }

  private var lastError: StoreError {
    let code = unsafe sqlite3_extended_errcode(handle)
    let detail = unsafe String(cString: sqlite3_errmsg(handle))
    return StoreError(sqlite: code, path: path, detail: detail)
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

  /// The steps by which SQLite would run a statement.
  func queryPlan(of sql: StaticString) throws(StoreError) -> [String] {
    let statement = try prepare("EXPLAIN QUERY PLAN \(sql)", flags: 0)
    defer { statement.finalize() }
    var steps: [String] = []
    while try statement.step() { steps.append(statement.text(3)) }
    return steps
  }
}
