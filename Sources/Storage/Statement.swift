import CSQLite

/// One prepared statement: bind, step, read columns, reset.
///
/// Parameters count from 1 and columns from 0, as in SQLite.
@safe final class Statement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let path: String
  // A failed bind is reported by the next step, so that binding needs no `try`.
  private var bindResult = SQLITE_OK

  init(handle: OpaquePointer, connection: OpaquePointer, path: String) {
    unsafe self.handle = handle
    unsafe self.connection = connection
    self.path = path
  }

  /// The text it was prepared from.
  var sql: String { unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? "" }

  var isBusy: Bool { unsafe sqlite3_stmt_busy(handle) != 0 }

  /// Goes to the next row; false once there is none.
  func step() throws(StoreError) -> Bool {
    guard bindResult == SQLITE_OK else {
      let result = bindResult
      bindResult = SQLITE_OK
      throw failure(result)
    }
    let result = unsafe sqlite3_step(handle)
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(result)
    }
  }

  /// Makes the statement ready for its next use and forgets what was bound.
  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  func finalize() { unsafe sqlite3_finalize(handle) }

  private func failure(_ result: Int32) -> StoreError {
    let detail = unsafe String(cString: sqlite3_errmsg(connection))
    return StoreError(sqlite: result, path: path, detail: detail)
  }

  private func note(_ result: Int32) {
    if result != SQLITE_OK { bindResult = result }
  }
}

// MARK: - Binding

extension Statement {
  func bind(_ index: Int32, _ value: Int64?) {
    guard let value else { return }
    note(unsafe sqlite3_bind_int64(handle, index, value))
  }

  func bind(_ index: Int32, _ value: Int?) { bind(index, value.map(Int64.init)) }

  func bind(_ index: Int32, _ value: Bool?) { bind(index, value.map { $0 ? Int64(1) : 0 }) }

  func bind(_ index: Int32, _ value: Double?) {
    guard let value else { return }
    note(unsafe sqlite3_bind_double(handle, index, value))
  }

  func bind(_ index: Int32, _ value: String?) {
    guard var text = value else { return }
    let result = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe bind(text: characters, index)
      }
    }
    note(result)
  }

  private func bind(text: UnsafeBufferPointer<CChar>, _ index: Int32) -> Int32 {
    guard let count = Int32(exactly: text.count) else { return SQLITE_TOOBIG }
    // A null pointer would bind NULL where an empty text is meant.
    guard let start = text.baseAddress else {
      return unsafe rapport_sqlite_bind_text(handle, index, "", 0)
    }
    return unsafe rapport_sqlite_bind_text(handle, index, start, count)
  }

  func bind(_ index: Int32, _ bytes: [UInt8]) {
    let result = unsafe bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress, unsafe !buffer.isEmpty else {
        return unsafe sqlite3_bind_zeroblob(handle, index, 0)
      }
      return unsafe rapport_sqlite_bind_blob(handle, index, start, UInt64(buffer.count))
    }
    note(result)
  }
}

// MARK: - Columns

extension Statement {
  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  func real(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }

  func text(_ column: Int32) -> String {
    guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
  func optionalReal(_ column: Int32) -> Double? { isNull(column) ? nil : real(column) }
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}
