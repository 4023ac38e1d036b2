import Digest
import Glibc

/// A copy of a database that was made or put in place.
package struct DatabaseCopy: Sendable, Hashable {
  /// The file that was written.
  package let path: String
  /// How many bytes it has.
  package let byteCount: Int
  /// The digest of the bytes, in hexadecimal.
  package let sha256: String
}

extension Store {
  /// Copies the database, as last committed, into a new file that needs no other,
  /// and its SHA-256 into `FILE.sha256`, as `sha256sum` writes it.
  ///
  /// Writers go on meanwhile. The copy takes its final name only when it is
  /// verified and on the disk.
  ///
  /// - Throws: `cannotCreate` where one of the files exists already; `cancelled`.
  @discardableResult
  package func backup(
    to destination: String, isCancelled: () -> Bool = { false }
  ) throws(StoreError) -> DatabaseCopy {
    let target = try DatabaseFile.resolve(destination, missingDirectory: .cannotCreate)
    for path in [target, target + ".sha256"] {
      guard unsafe Glibc.access(path, F_OK) != 0 else {
        throw StoreError(
          .cannotCreate, "\(path) exists already: remove it or name another file", path: path)
      }
    }
    let partial = target + ".partial"
    let file = try DatabaseFile.createPrivate(partial)
    defer { Glibc.close(file) }
    do throws(StoreError) {
      try copy(to: partial, isCancelled: isCancelled)
      let copy = try DatabaseFile.digest(of: partial, named: target)
      guard fsync(file) == 0 else {
        throw StoreError(errno: errno, .ioError, path: target, doing: "write")
      }
      // First, so that no copy is ever without it.
      try DatabaseFile.writeDigest(of: copy)
      guard unsafe rename(partial, target) == 0 else {
        throw StoreError(errno: errno, .ioError, path: target, doing: "write")
      }
      try DatabaseFile.syncDirectory(of: target)
      return copy
    } catch {
      unsafe unlink(partial)
      unsafe unlink(target + ".sha256")
      throw error
    }
  }

  private func copy(to path: String, isCancelled: () -> Bool) throws(StoreError) {
    let copy = try Connection(path: path, role: .writer(.normal))
    defer { copy.close() }
    try withReadingConnection { connection throws(StoreError) in
      try connection.copy(into: copy, isCancelled: isCancelled)
    }
    // Out of WAL, so that the copy is one file.
    try copy.execute(script: "PRAGMA journal_mode = DELETE")
    let problem = try copy.all("PRAGMA quick_check") { $0.text(0) }.first { $0 != "ok" }
    if let problem {
      throw StoreError(
        .truncatedOrCorrupt, "the copy \(path) is not sound: \(problem); run 'rapport check'",
        path: path)
    }
  }
}
