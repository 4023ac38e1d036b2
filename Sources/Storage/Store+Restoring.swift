import Glibc

/// What a restore did.
package struct Restoration: Sendable, Hashable {
  /// The database that is in place now.
  package let restored: DatabaseCopy
  /// Where the database that was there before is; nil where there was none.
  package let replaced: String?
  /// Whether the backup had a checksum beside it, which agreed.
  package let hasChecksum: Bool
}

extension Store {
  /// Puts a backup in the place of a database, which is kept under another name.
  ///
  /// The backup is verified first: its checksum where `FILE.sha256` is beside it,
  /// its pages, its references, its migrations, the bytes of its models, and what
  /// `verify` looks at. Where something is wrong nothing changes. The backup itself
  /// stays as it is.
  ///
  /// - Parameters:
  ///   - backup: a file that ``backup(to:isCancelled:)`` made, or a copy of a
  ///     database that nobody used, with its `-wal` where it has one.
  ///   - path: the database.
  ///   - suffix: what is put behind the name of the database that was there before.
  ///   - verify: lists what else is wrong with the copy.
  /// - Returns: what is in place now, and where what was there is.
  /// - Throws: `locked` where a process writes the database; `notFound`,
  ///   `notADatabase`, `notOurs`, `newerThanBinary`, `alteredMigration`;
  ///   `truncatedOrCorrupt` with what is wrong.
  package static func restore(
    _ backup: String, to path: String, keepingAs suffix: String,
    verify: (Reader) throws(StoreError) -> [String] = { _ in [] }
  ) throws(StoreError) -> Restoration {
    let source = try DatabaseFile.resolve(backup, missingDirectory: .notFound)
    let target = try DatabaseFile.resolve(path, missingDirectory: .cannotCreate)
    guard source != target else {
      throw StoreError(
        .cannotCreate, "\(path) is the database itself: name the backup of it", path: path)
    }
    guard try DatabaseFile.inspect(source) == .rapport else {
      throw StoreError(.notFound, "no backup at \(backup)", path: backup)
    }
    let hasChecksum = try checkDigest(of: source)
    let lock = try DatabaseLock(for: target)
    defer { lock.release() }
    let partial = target + ".restoring"
    let file = try DatabaseFile.createPrivate(partial)
    defer { Glibc.close(file) }
    do throws(StoreError) {
      try copy(source, to: partial, verify)
      let restored = try DatabaseFile.digest(of: partial, named: target)
      guard fsync(file) == 0 else {
        throw StoreError(errno: errno, .ioError, path: target, doing: "write")
      }
      let replaced = try exchange(target, for: partial, keepingAs: target + suffix)
      try DatabaseFile.syncDirectory(of: target)
      return Restoration(restored: restored, replaced: replaced, hasChecksum: hasChecksum)
    } catch {
      unsafe unlink(partial)
      throw error
    }
  }

  private static func checkDigest(of source: String) throws(StoreError) -> Bool {
    guard let stated = try DatabaseFile.statedDigest(of: source) else { return false }
    let found = try DatabaseFile.digest(of: source, named: source).sha256
    guard stated == found else {
      throw StoreError(
        .truncatedOrCorrupt,
        "\(source) has been altered: its SHA-256 is not that of \(source).sha256; "
          + "take another backup", path: source)
    }
    return true
  }

  private static func copy(
    _ source: String, to path: String, _ verify: (Reader) throws(StoreError) -> [String]
  ) throws(StoreError) {
    let backup = try Connection(path: source, role: .reader)
    defer { backup.close() }
    let copy = try Connection(path: path, role: .writer(.normal))
    defer { copy.close() }
    try backup.copy(into: copy) { false }
    try copy.execute(script: "PRAGMA journal_mode = DELETE")
    _ = try Migrator(migrations: Migration.all).pending(copy)
    let reader = Reader(copy)
    let problems = try problems(copy) + reader.alteredModels() + verify(reader)
    guard problems.isEmpty else {
      let rest = problems.count > 3 ? " and \(problems.count - 3) more" : ""
      throw StoreError(
        .truncatedOrCorrupt,
        "\(source) is not sound, nothing was restored: "
          + problems.prefix(3).joined(separator: "; ") + rest, path: source)
    }
  }

  /// Puts a file in the place of a database.
  ///
  /// - Returns: where the database is now; nil where there was none.
  private static func exchange(
    _ target: String, for partial: String, keepingAs kept: String
  ) throws(StoreError) -> String? {
    guard unsafe Glibc.access(target, F_OK) == 0 else {
      // What a restore left that was stopped half way: with another database it would
      // be taken for that one's.
      unsafe unlink(target + "-wal")
      unsafe unlink(target + "-shm")
      try DatabaseFile.move(partial, to: target)
      return nil
    }
    guard unsafe Glibc.access(kept, F_OK) != 0 else {
      throw StoreError(.cannotCreate, "\(kept) exists already: rename it", path: kept)
    }
    settleLog(of: target)
    var log = stat()
    let hasLog = unsafe stat(target + "-wal", &log) == 0 && log.st_size > 0
    // Linked first, there is a database at every moment. With a log it must be gone
    // before its log goes, and its log before the other one comes.
    let isLinked = unsafe !hasLog && link(target, kept) == 0
    if !isLinked {
      try DatabaseFile.move(target, to: kept)
      if hasLog { try DatabaseFile.move(target + "-wal", to: kept + "-wal") }
    }
    unsafe unlink(target + "-shm")
    unsafe unlink(target + "-wal")
    try DatabaseFile.move(partial, to: target)
    return kept
  }

  /// Moves the log of a database into it, where that is possible.
  private static func settleLog(of path: String) {
    guard (try? DatabaseFile.inspect(path)) == .rapport,
      let connection = try? Connection(path: path, role: .writer(.full))
    else { return }
    try? connection.execute(script: "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
  }
}
