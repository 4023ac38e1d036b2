extension Reader {
  /// The name of the newest migration that was applied, such as `0001_create_shop`.
  package func newestMigration() throws(StoreError) -> String {
    let name = try connection.first("SELECT max(name) FROM schema_migrations") {
      $0.optionalText(0)
    }
    guard let name = name ?? nil else {
      throw StoreError(
        .notOurs, "\(connection.path) has no migrations", path: connection.path)
    }
    return name
  }
}
