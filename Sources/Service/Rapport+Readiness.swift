import Storage

/// What a server that can answer says of itself.
package struct ReadinessAnswer: Codable, Sendable {
  /// Always `ready`.
  package var status = "ready"
  /// The models in use.
  package var models: [String]
  /// The newest migration of the database.
  package var migration: String
}

extension Rapport {
  /// Reads from the database and makes sure that the models in use are in memory.
  package func readiness() throws -> ReadinessAnswer {
    ReadinessAnswer(models: try warmUp(), migration: try newestMigration())
  }

  /// The name of the newest migration of the database, read anew.
  package func newestMigration() throws -> String {
    try store.read { try $0.newestMigration() }
  }
}
