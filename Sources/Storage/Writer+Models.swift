import Digest
package import Domain

extension Writer {
  /// How many versions of a kind are kept.
  package static let keptVersions = 5

  /// Saves a model, makes it the active one of its kind and removes all but the
  /// newest ``keptVersions`` and those that a running experiment compares.
  ///
  /// `parameters` and `metrics` are JSON texts.
  ///
  /// - Returns: the number of the new version.
  @discardableResult
  package func saveModel(
    kind: ModelVersion.Kind, parameters: String, metrics: String, dataFingerprint: String,
    blob: [UInt8], createdAt: Timestamp
  ) throws(StoreError) -> Int {
    // Not a CHECK: SQLite keeps JSON functions out of a schema it does not trust.
    let isJSON = try connection.first(
      "SELECT json_valid(?1) AND json_valid(?2)",
      bind: {
        $0.bind(1, parameters)
        $0.bind(2, metrics)
      }, row: { $0.integer(0) != 0 })
    guard isJSON == true else {
      throw StoreError(
        .invalidValue, "parameters and metrics of \(kind) must be JSON", path: connection.path)
    }
    let newest = try connection.first(
      "SELECT coalesce(max(version), 0) FROM model_versions WHERE kind = ?1",
      bind: { $0.bind(1, kind.rawValue) }, row: { Int($0.integer(0)) })
    let version = (newest ?? 0) + 1
    try deactivate(kind)
    try connection.run(
      """
      INSERT INTO model_versions (kind, version, created_at, parameters, metrics,
        data_fingerprint, sha256, active, blob)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8)
      """
    ) {
      $0.bind(1, kind.rawValue)
      $0.bind(2, version)
      $0.bind(3, createdAt.seconds)
      $0.bind(4, parameters)
      $0.bind(5, metrics)
      $0.bind(6, dataFingerprint)
      $0.bind(7, SHA256.hexadecimal(of: blob))
      $0.bind(8, blob)
    }
    try connection.run(
      """
      DELETE FROM model_versions WHERE kind = ?1 AND version <= ?2 AND NOT EXISTS (
        SELECT 1 FROM experiments AS e WHERE e.kind = ?1 AND e.stopped_at IS NULL
          AND model_versions.version IN (e.version_a, e.version_b))
      """
    ) {
      $0.bind(1, kind.rawValue)
      $0.bind(2, version - Self.keptVersions)
    }
    return version
  }

  /// Makes a kept version the active one of its kind.
  ///
  /// - Throws: `notFound` with the versions there are; `alteredModel` where its
  ///   bytes are not those that were saved.
  package func activate(_ kind: ModelVersion.Kind, version: Int) throws(StoreError) {
    guard try reading.model(kind, version: version) != nil else {
      let kept = try reading.modelVersions().filter { $0.kind == kind }.map { "\($0.version)" }
      throw StoreError(
        .notFound,
        "no version \(version) of \(kind): "
          + (kept.isEmpty ? "none is saved" : "kept are \(kept.joined(separator: ", "))"),
        path: connection.path)
    }
    try deactivate(kind)
    try connection.run("UPDATE model_versions SET active = 1 WHERE kind = ?1 AND version = ?2") {
      $0.bind(1, kind.rawValue)
      $0.bind(2, version)
    }
  }

  private func deactivate(_ kind: ModelVersion.Kind) throws(StoreError) {
    try connection.run("UPDATE model_versions SET active = 0 WHERE kind = ?1 AND active = 1") {
      $0.bind(1, kind.rawValue)
    }
  }
}
