import Digest
package import Domain
import Storage
import Synchronization

/// The valid keys in memory, so that who may call is decided without reading the database.
package final class KeyRing: Sendable {
  /// Who a request comes from.
  package struct Holder: Sendable, Hashable {
    /// The id of the key.
    package let id: String
    /// What the key allows.
    package let scopes: Set<AccessScope>
  }

  private struct Entry {
    let holder: Holder
    let digest: [UInt8]
    let expiresAt: Timestamp?
  }

  /// What every key begins with, so that scanners for leaked secrets find it.
  static let prefix = "rapport_"
  /// Longer texts are no keys; a bound on what is hashed.
  private static let longest = 200

  private let entries: [String: Entry]
  private let lastUses = Mutex<[String: Timestamp]>([:])

  init(_ keys: [(key: APIKey, secretSHA256: String)]) {
    entries = Dictionary(
      uniqueKeysWithValues: keys.filter { $0.key.revokedAt == nil }.map { key, digest in
        (
          key.id,
          Entry(
            holder: Holder(
              id: key.id, scopes: Set(key.scopes.compactMap(AccessScope.init(rawValue:)))),
            digest: Array(digest.utf8), expiresAt: key.expiresAt)
        )
      })
  }

  /// Whether there is no key that could be valid.
  package var isEmpty: Bool { entries.isEmpty }

  /// Who a key was given to, or nil where it is not valid; notes the use.
  ///
  /// Takes as long for a wrong secret as for a right one.
  package func holder(of token: String, at time: Timestamp) -> Holder? {
    guard token.utf8.count <= Self.longest, token.hasPrefix(Self.prefix),
      let dot = token.utf8.firstIndex(of: UInt8(ascii: "."))
    else { return nil }
    let id = String(token[..<dot].dropFirst(Self.prefix.count))
    let secret = token.utf8[token.utf8.index(after: dot)...]
    let given = Array(SHA256.hexadecimal(of: secret).utf8)
    guard let entry = entries[id], given.count == entry.digest.count,
      zip(given, entry.digest).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0,
      entry.expiresAt.map({ $0 > time }) ?? true
    else { return nil }
    lastUses.withLock { $0[id] = time }
    return entry.holder
  }

  /// The scopes of a valid key.
  package func scopes(of id: String) -> Set<AccessScope> { entries[id]?.holder.scopes ?? [] }

  /// When keys were used since this was last asked.
  func takeLastUses() -> [String: Timestamp] {
    lastUses.withLock { uses in
      defer { uses = [:] }
      return uses
    }
  }
}
