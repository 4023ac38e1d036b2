import Domain
import Storage

extension Rapport {
  /// Pages and references of the database, and whether every kept model can be used;
  /// empty where all is well.
  package func check() throws -> [String] {
    try store.checkRecords() + store.read { try Self.modelProblems($0) }
  }

  /// Copies the database while it is in use.
  package func backup(
    to file: String, isCancelled: () -> Bool = { false }
  ) throws -> BackupAnswer {
    let copy = try store.backup(to: file, isCancelled: isCancelled)
    return BackupAnswer(
      database: store.path, backup: copy.path, bytes: copy.byteCount, sha256: copy.sha256)
  }

  /// Puts a backup in the place of a database that nobody writes; the one that was there is
  /// kept beside it.
  package static func restore(_ backup: String, to path: String) throws -> RestoreAnswer {
    let moment = Timestamp.now.rfc3339.filter { $0 != "-" && $0 != ":" }
    let done = try Store.restore(backup, to: path, keepingAs: ".replaced-\(moment)") {
      reader throws(StoreError) in try modelProblems(reader)
    }
    return RestoreAnswer(
      database: done.restored.path, backup: backup, bytes: done.restored.byteCount,
      sha256: done.restored.sha256, checksum: done.hasChecksum ? "verified" : "absent",
      replaced: done.replaced)
  }
}
