import Digest
import Domain

extension Reader {
  /// Every kept version by kind and number, without the bytes.
  package func modelVersions() throws(StoreError) -> [ModelVersion] {
    try connection.all(
      """
      SELECT kind, version, created_at, parameters, metrics, data_fingerprint, sha256, active,
        length(blob)
      FROM model_versions ORDER BY kind, version
      """
    ) { version($0) }
  }

  /// The number of the active version of a kind, without reading the model.
  package func activeVersion(of kind: ModelVersion.Kind) throws(StoreError) -> Int? {
    try connection.first(
      "SELECT version FROM model_versions WHERE kind = ?1 AND active = 1",
      bind: { $0.bind(1, kind.rawValue) }, row: { Int($0.integer(0)) })
  }

  /// The active model of a kind, or nil before the first training.
  ///
  /// - Throws: `alteredModel` where the bytes are not those that were saved.
  package func activeModel(_ kind: ModelVersion.Kind) throws(StoreError) -> SavedModel? {
    guard let version = try activeVersion(of: kind) else { return nil }
    return try model(kind, version: version)
  }

  /// One kept version, or nil.
  ///
  /// - Throws: `alteredModel` where the bytes are not those that were saved.
  package func model(_ kind: ModelVersion.Kind, version: Int) throws(StoreError) -> SavedModel? {
    let saved = try connection.first(
      """
      SELECT kind, version, created_at, parameters, metrics, data_fingerprint, sha256, active,
        length(blob), blob
      FROM model_versions WHERE kind = ?1 AND version = ?2
      """,
      bind: {
        $0.bind(1, kind.rawValue)
        $0.bind(2, version)
      }, row: { SavedModel(version: self.version($0), blob: $0.bytes(9)) })
    if let saved, SHA256.hexadecimal(of: saved.blob) != saved.version.sha256 {
      throw StoreError(
        .alteredModel,
        "model \(saved.version.name) in \(connection.path) has been altered: run `rapport train "
          + "\(kind)`, or `rapport models rollback \(kind) VERSION` to another version",
        path: connection.path)
    }
    return saved
  }

  /// What is wrong with the bytes of each kept model.
  func alteredModels() throws(StoreError) -> [String] {
    try connection.all("SELECT kind, version, sha256, blob FROM model_versions") { row in
      SHA256.hexadecimal(of: row.bytes(3)) == row.text(2)
        ? nil : "model \(row.text(0))-\(row.integer(1)) has been altered"
    }.compactMap(\.self)
  }

  private func version(_ row: Statement) -> ModelVersion {
    ModelVersion(
      kind: ModelVersion.Kind(rawValue: row.text(0)), version: Int(row.integer(1)),
      createdAt: Timestamp(seconds: row.integer(2)), parameters: row.text(3),
      metrics: row.text(4), dataFingerprint: row.text(5), sha256: row.text(6),
      byteCount: Int(row.integer(8)), isActive: row.integer(7) != 0)
  }
}
