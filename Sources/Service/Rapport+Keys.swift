package import Domain
import Storage

/// A key to the HTTP API, as `keys list --json` gives it.
package struct KeyAnswer: Codable, Sendable {
  package var id: String
  package var name: String
  package var scopes: [String]
  package var createdAt: String
  package var expiresAt: String?
  package var revokedAt: String?
  /// What to send; told once, when the key is made.
  package var key: String?

  init(_ key: APIKey, token: String? = nil) {
    id = key.id
    name = key.name
    scopes = key.scopes
    createdAt = key.createdAt.rfc3339
    expiresAt = key.expiresAt?.rfc3339
    revokedAt = key.revokedAt?.rfc3339
    self.key = token
  }
}

extension Rapport {
  /// The scope of keys that may use customers' records.
  package static let readScope = "read"

  /// Makes a key; its secret is in the answer and nowhere else.
  package func createKey(named name: String, actor: String = "cli") throws -> KeyAnswer {
    let id = newIdentifier("k")
    let secret = newIdentifier("s") + newIdentifier("s")
    let time = now()
    let key = APIKey(id: id, name: name, scopes: [Self.readScope], createdAt: time)
    try store.write { writer in
      try writer.insert(key, secret: secret)
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "key.create", subject: id))
    }
    return KeyAnswer(key, token: "\(id).\(secret)")
  }

  /// Every key, the oldest first, revoked ones included.
  package func keys() throws -> [KeyAnswer] {
    try store.read { try $0.apiKeys() }.map { KeyAnswer($0) }
  }

  /// Makes a key invalid for good.
  ///
  /// - Throws: `invalidRequest` where there is no valid key of that id.
  package func revokeKey(_ id: String, actor: String = "cli") throws {
    let time = now()
    try store.write { writer in
      guard try writer.revokeAPIKey(id, at: time) else {
        throw ServiceError(
          .invalidRequest, "there is no valid key \(quoted(id))",
          hint: "'rapport keys list' shows them")
      }
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "key.revoke", subject: id))
    }
  }

  /// Whether a text is a key that is valid now and has a scope.
  package func isValidKey(_ token: String, scope: String, at time: Timestamp? = nil) throws -> Bool
  {
    guard let dot = token.firstIndex(of: "."), token.utf8.count <= 256 else { return false }
    let secret = String(token[token.index(after: dot)...])
    guard let key = try store.read({ try $0.apiKey(String(token[..<dot]), secret: secret) })
    else { return false }
    let time = time ?? now()
    return key.revokedAt == nil && key.expiresAt.map { $0 > time } ?? true
      && key.scopes.contains(scope)
  }
}
