import Digest
package import Domain
import Storage
import Synchronization

extension Rapport {
  /// Makes a key; its secret is in the answer and nowhere else.
  ///
  /// - Throws: `invalidRequest` without a scope, or where it would have expired already.
  package func createKey(
    named name: String, scopes: Set<AccessScope>, expiresAt: Timestamp? = nil,
    actor: String = "cli"
  ) throws -> KeyAnswer {
    let time = clock()
    guard !scopes.isEmpty else {
      throw ServiceError(.invalidRequest, "a key needs at least one scope")
    }
    if let expiresAt, expiresAt <= time {
      throw ServiceError(
        .invalidRequest, "the key would have expired already, at \(expiresAt.rfc3339)")
    }
    let id = newIdentifier("k")
    let secret = Self.randomSecret()
    let key = APIKey(
      id: id, name: name,
      scopes: AccessScope.allCases.filter(scopes.contains).map(\.rawValue), createdAt: time,
      expiresAt: expiresAt)
    try store.write { writer in
      try writer.insert(key, secretSHA256: SHA256.hexadecimal(of: secret.utf8))
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "key.create", subject: id))
    }
    keys.withLock { $0 = nil }
    return KeyAnswer(key, at: time, token: "\(KeyRing.prefix)\(id).\(secret)")
  }

  /// 256 random bits in hexadecimal: too many to guess, so a plain digest keeps them.
  private static func randomSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Every key, the oldest first, revoked ones included.
  package func allKeys() throws -> [KeyAnswer] {
    let time = clock()
    return try store.read { try $0.apiKeys() }.map { KeyAnswer($0.key, at: time) }
  }

  /// Makes a key invalid for good.
  ///
  /// - Throws: `invalidRequest` where there is no valid key of that id.
  package func revokeKey(_ id: String, actor: String = "cli") throws {
    let time = clock()
    try store.write { writer in
      guard try writer.revokeAPIKey(id, at: time) else {
        throw ServiceError(
          .invalidRequest, "there is no valid key \(quoted(id))",
          hint: "'rapport keys list' shows them")
      }
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "key.revoke", subject: id))
    }
    keys.withLock { $0 = nil }
  }

  /// The valid keys, read once and after each change.
  package func keyRing() throws -> KeyRing {
    if let kept = keys.withLock(\.self) { return kept }
    let ring = KeyRing(try store.read { try $0.apiKeys() })
    keys.withLock { $0 = ring }
    return ring
  }

  /// What a key allows; nil where it is not valid.
  ///
  /// - Parameter token: id and secret, as the key was shown when it was made.
  /// - Returns: its scopes.
  /// - Throws: `StoreError` where the keys cannot be read.
  package func scopes(ofKey token: String) throws -> Set<AccessScope>? {
    try keyRing().holder(of: token, at: clock())?.scopes
  }

  /// Stores when keys were last used.
  package func storeKeyUses() throws {
    guard let uses = keys.withLock(\.self)?.takeLastUses(), !uses.isEmpty else { return }
    try store.write { writer in
      for (id, time) in uses { try writer.setLastUse(ofAPIKey: id, to: time) }
    }
  }
}
