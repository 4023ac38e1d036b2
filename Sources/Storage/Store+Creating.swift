import Glibc

extension Store {
  /// Creates a database, or brings one of ours up to date; doing so twice
  /// changes nothing.
  ///
  /// The file is readable by its owner only.
  ///
  /// - Throws: `notADatabase` or `notOurs` where the path holds something else,
  ///   which is left as it is; `cannotCreate`, `permissionDenied`, `diskFull`.
  package static func create(at path: String) throws(StoreError) -> Store {
    try create(at: path, migrations: Migration.all)
  }

  static func create(at path: String, migrations: [Migration]) throws(StoreError) -> Store {
    let resolved = try DatabaseFile.resolve(path, missingDirectory: .cannotCreate)
    // Before the lock, which would leave a file beside one that is not ours.
    let isNew = try DatabaseFile.inspect(resolved) == .absent
    let lock = try DatabaseLock(for: resolved)
    if isNew {
      let descriptor = unsafe open(resolved, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw StoreError(errno: errno, .cannotCreate, path: resolved, doing: "create")
      }
      Glibc.close(descriptor)
    }
    do throws(StoreError) {
      return try Store(resolved, .readWrite, lock: lock, Migrator(migrations: migrations))
    } catch {
      if isNew { unsafe unlink(resolved) }
      throw error
    }
  }
}
