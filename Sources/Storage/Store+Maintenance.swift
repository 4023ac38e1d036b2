import Glibc

extension Store {
  /// Copies the database, as last committed, into a new file that needs no other.
  ///
  /// The copy takes its final name only when it is whole and on the disk.
  ///
  /// - Throws: `cannotCreate` where the file exists already.
  package func backup(to destination: String) throws(StoreError) {
    let target = try DatabaseFile.resolve(destination, missingDirectory: .cannotCreate)
    guard unsafe Glibc.access(target, F_OK) != 0 else {
      throw StoreError(
        .cannotCreate, "\(destination) exists already: remove it or name another file",
        path: destination)
    }
    let partial = target + ".partial"
    unsafe unlink(partial)
    let descriptor = unsafe open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(errno: errno, .cannotCreate, path: partial, doing: "create")
    }
    defer { Glibc.close(descriptor) }
    do throws(StoreError) {
      try copy(to: partial)
      guard fsync(descriptor) == 0, unsafe rename(partial, target) == 0 else {
        throw StoreError(errno: errno, .ioError, path: target, doing: "write")
      }
    } catch {
      unsafe unlink(partial)
      throw error
    }
  }

  private func copy(to path: String) throws(StoreError) {
    let copy = try Connection(path: path, role: .writer)
    defer { copy.close() }
    try withReadingConnection { connection throws(StoreError) in
      try connection.copy(into: copy)
    }
    // Out of WAL, so that the copy is one file.
    try copy.execute(script: "PRAGMA journal_mode = DELETE")
    if let problem = try Self.problems(copy, "PRAGMA quick_check").first {
      throw StoreError(
        .truncatedOrCorrupt, "the copy \(path) is not sound: \(problem); run `rapport check`",
        path: path)
    }
  }

  /// Reads everything and lists what is wrong; empty where all is well.
  package func check() throws(StoreError) -> [String] {
    try withReadingConnection { connection throws(StoreError) in
      var problems = try Self.problems(connection, "PRAGMA integrity_check")
      problems += try connection.all("PRAGMA foreign_key_check") {
        "row \($0.integer(1)) of \($0.text(0)) refers to a missing row of \($0.text(2))"
      }
      return problems + (try Reader(connection).alteredModels())
    }
  }

  private static func problems(
    _ connection: Connection, _ check: StaticString
  ) throws(StoreError) -> [String] {
    try connection.all(check) { $0.text(0) }.filter { $0 != "ok" }
  }

  /// Moves the write-ahead log into the database and empties it.
  ///
  /// Erased data is gone from the disk only after this.
  package func checkpoint() throws(StoreError) {
    try withWritingConnection { connection throws(StoreError) in
      let isBlocked = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") {
        $0.integer(0) != 0
      }
      guard isBlocked != true else {
        throw StoreError(
          .locked, "\(self.path) is being read: the write-ahead log could not be emptied",
          path: self.path)
      }
    }
  }
}
