package import Domain

/// A key to the HTTP API, without its secret, of which only a digest is kept.
package struct APIKey: Sendable, Hashable {
  /// The public half, by which a key is named.
  package var id: String
  /// What it is for, in the words of whoever made it.
  package var name: String
  /// What it allows, such as `read`.
  package var scopes: [String]
  /// When it was stored.
  package var createdAt: Timestamp
  /// From when on it opens nothing; nil for never.
  package var expiresAt: Timestamp?
  /// When it was taken back; nil where it was not.
  package var revokedAt: Timestamp?
  /// When it opened something last; nil where it never did.
  package var lastUsedAt: Timestamp?

  package init(
    id: String, name: String, scopes: [String], createdAt: Timestamp, expiresAt: Timestamp? = nil,
    revokedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }
}

extension Writer {
  /// Stores a new key with the SHA-256 of its secret, in hexadecimal.
  ///
  /// Scopes are names without spaces.
  ///
  /// - Throws: `constraint` where the id is taken.
  package func insert(_ key: APIKey, secretSHA256: String) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO api_keys (id, name, secret_sha256, scopes, created_at, expires_at, revoked_at,
        last_used_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """
    ) {
      $0.bind(1, key.id)
      $0.bind(2, key.name)
      $0.bind(3, secretSHA256)
      $0.bind(4, key.scopes.joined(separator: " "))
      $0.bind(5, key.createdAt.seconds)
      $0.bind(6, key.expiresAt?.seconds)
      $0.bind(7, key.revokedAt?.seconds)
      $0.bind(8, key.lastUsedAt?.seconds)
    }
  }

  /// Makes a key invalid for good; false where it is unknown or was before.
  @discardableResult
  package func revokeAPIKey(_ id: String, at time: Timestamp) throws(StoreError) -> Bool {
    try connection.run(
      "UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL"
    ) {
      $0.bind(1, id)
      $0.bind(2, time.seconds)
    }
    return connection.changes == 1
  }

  /// Stores when a key was last used.
  package func setLastUse(ofAPIKey id: String, to time: Timestamp) throws(StoreError) {
    try connection.run("UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1") {
      $0.bind(1, id)
      $0.bind(2, time.seconds)
    }
  }
}

extension Reader {
  /// Every key with the SHA-256 of its secret, the oldest first, revoked ones included;
  /// whether one is valid is for the caller to judge.
  package func apiKeys() throws(StoreError) -> [(key: APIKey, secretSHA256: String)] {
    try connection.all(
      """
      SELECT id, name, scopes, created_at, expires_at, revoked_at, last_used_at, secret_sha256
      FROM api_keys ORDER BY key
      """
    ) { (apiKey($0), $0.text(7)) }
  }

  private func apiKey(_ row: Statement) -> APIKey {
    func time(_ column: Int32) -> Timestamp? {
      row.optionalInteger(column).map { Timestamp(seconds: $0) }
    }
    return APIKey(
      id: row.text(0), name: row.text(1),
      scopes: row.text(2).split(separator: " ").map(String.init),
      createdAt: Timestamp(seconds: row.integer(3)), expiresAt: time(4), revokedAt: time(5),
      lastUsedAt: time(6))
  }
}
