import Glibc

/// Brings a database up to the schema of this binary, forward only.
struct Migrator: Sendable {
  let migrations: [Migration]

  /// The migrations that a database lacks.
  ///
  /// - Throws: `newerThanBinary`, or `alteredMigration` where what was applied is
  ///   not what this binary holds.
  func pending(_ connection: Connection) throws(StoreError) -> ArraySlice<Migration> {
    let path = connection.path
    let applied = try appliedMigrations(connection)
    let known = migrations.map(\.name)
    if let unknown = applied.last(where: { !known.contains($0.name) }) {
      throw StoreError(
        .newerThanBinary,
        "\(path) is at migration \(unknown.name), this binary knows \(known.last ?? "none"): "
          + "run a newer rapport", path: path)
    }
    for (migration, row) in zip(migrations, applied)
    where migration.name != row.name || migration.sha256 != row.sha256 {
      throw StoreError(
        .alteredMigration,
        "migration \(row.name) of \(path) is not the one this binary holds: "
          + "run the rapport that made the database, or restore a backup", path: path)
    }
    return migrations.dropFirst(applied.count)
  }

  private func appliedMigrations(
    _ connection: Connection
  ) throws(StoreError) -> [(name: String, sha256: String)] {
    let exists: Bool? = try connection.first(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'"
    ) { _ in true }
    guard exists != nil else { return [] }
    return try connection.all("SELECT name, sha256 FROM schema_migrations ORDER BY name") {
      ($0.text(0), $0.text(1))
    }
  }

  /// Applies what is missing in one transaction, all or nothing.
  ///
  /// - Source: "Making Other Kinds Of Table Schema Changes", steps 1, 2 and 10
  ///   to 12, <https://sqlite.org/lang_altertable.html#otheralter>.
  func migrate(_ connection: Connection) throws(StoreError) {
    guard try !pending(connection).isEmpty else { return }
    // "1. If foreign key constraints are enabled, disable them"
    try connection.execute(script: "PRAGMA foreign_keys = OFF")
    // "2. Start a transaction."
    try connection.execute(script: "BEGIN IMMEDIATE")
    do throws(StoreError) {
      try apply(try pending(connection), to: connection)
      // "11. Commit the transaction"
      try connection.execute(script: "COMMIT")
    } catch {
      if !connection.isInAutocommit { try? connection.execute(script: "ROLLBACK") }
      throw error
    }
    // "12. If foreign keys constraints were originally enabled, reenable them now."
    try connection.execute(script: "PRAGMA foreign_keys = ON")
  }

  private func apply(
    _ migrations: ArraySlice<Migration>, to connection: Connection
  ) throws(StoreError) {
    // Within the transaction, so that no other program ever sees our tables
    // without our mark.
    try connection.execute(
      script: """
        PRAGMA application_id = \(DatabaseFile.applicationID);
        CREATE TABLE IF NOT EXISTS schema_migrations (
          name TEXT PRIMARY KEY,
          sha256 TEXT NOT NULL,
          applied_at INTEGER NOT NULL
        ) STRICT
        """)
    for migration in migrations {
      try connection.execute(script: String(decoding: migration.sql, as: UTF8.self))
      let now = Int64(time(nil))
      try connection.run(
        "INSERT INTO schema_migrations (name, sha256, applied_at) VALUES (?1, ?2, ?3)"
      ) {
        $0.bind(1, migration.name)
        $0.bind(2, migration.sha256)
        $0.bind(3, now)
      }
    }
    // "10. If foreign key constraints were originally enabled then run PRAGMA
    // foreign_key_check"
    let broken: Bool? = try connection.first("PRAGMA foreign_key_check") { _ in true }
    guard broken == nil else {
      throw StoreError(
        .constraint, "a migration would leave \(connection.path) with dangling references",
        path: connection.path)
    }
  }
}
