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

  /// The active model of a kind, or nil; its bytes are for the caller to verify, who may have
  /// something to do with them meanwhile.
  package func unverifiedActiveModel(
    _ kind: ModelVersion.Kind
  ) throws(StoreError) -> SavedModel? {
    guard let version = try activeVersion(of: kind) else { return nil }
    return try unverifiedModel(kind, version: version)
  }

  /// One kept version, or nil.
  ///
  /// - Throws: `alteredModel` where the bytes are not those that were saved.
  package func model(_ kind: ModelVersion.Kind, version: Int) throws(StoreError) -> SavedModel? {
    let saved = try unverifiedModel(kind, version: version)
    try saved?.verify()
    return saved
  }

  private func unverifiedModel(
    _ kind: ModelVersion.Kind, version: Int
  ) throws(StoreError) -> SavedModel? {
    try connection.first(
      """
      SELECT kind, version, created_at, parameters, metrics, data_fingerprint, sha256, active,
        length(blob), blob
      FROM model_versions WHERE kind = ?1 AND version = ?2
      """,
      bind: {
        $0.bind(1, kind.rawValue)
        $0.bind(2, version)
      },
      row: { SavedModel(version: self.version($0), blob: $0.bytes(9), path: connection.path) })
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
