import Domain
import Storage

/// A key to the HTTP API, as `keys list --json` gives it.
package struct KeyAnswer: Codable, Sendable {
  /// The id by which it is asked for.
  package var id: String
  /// What people call it.
  package var name: String
  /// What it allows.
  package var scopes: [String]
  /// When it was made, in RFC 3339.
  package var createdAt: String
  /// From when on it opens nothing, in RFC 3339; nil for never.
  package var expiresAt: String?
  /// When it was taken back, in RFC 3339; nil where it was not.
  package var revokedAt: String?
  /// When it opened something last, in RFC 3339; nil where it never did.
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
