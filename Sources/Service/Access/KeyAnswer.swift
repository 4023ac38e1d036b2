import Domain
import Storage

/// A key to the HTTP API, as `keys list --json` gives it.
package struct KeyAnswer: Codable, Sendable {
  package var id: String
  package var name: String
  package var scopes: [String]
  package var createdAt: String
  package var expiresAt: String?
  package var revokedAt: String?
  package var lastUsedAt: String?
  /// `valid`, `expired` or `revoked`.
  package var state: String
  /// What to send; told once, when the key is made.
  package var key: String?

  init(_ key: APIKey, at time: Timestamp, token: String? = nil) {
    id = key.id
    name = key.name
    scopes = key.scopes
    createdAt = key.createdAt.rfc3339
    expiresAt = key.expiresAt?.rfc3339
    revokedAt = key.revokedAt?.rfc3339
    lastUsedAt = key.lastUsedAt?.rfc3339
    let isExpired = key.expiresAt.map { $0 <= time } ?? false
    state = key.revokedAt != nil ? "revoked" : isExpired ? "expired" : "valid"
    self.key = token
  }
}
