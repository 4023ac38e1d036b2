import Domain
import Testing

@testable import Storage

@Suite struct AccessTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  @Test func `a key comes back with the digest of its secret`() throws {
    let key = APIKey(
      id: "k1", name: "shop front", scopes: ["read", "write"], createdAt: Timestamp(seconds: 1),
      expiresAt: Timestamp(seconds: 9))
    try store.write { try $0.insert(key, secretSHA256: "abc") }
    let found = try store.read { try $0.apiKeys() }
    #expect(found.map(\.key) == [key] && found.map(\.secretSHA256) == ["abc"])
    #expect(code { try store.write { try $0.insert(key, secretSHA256: "d") } } == .constraint)
  }

  @Test func `a key is revoked once and remembers its last use`() throws {
    try store.write { writer in
      try writer.insert(
        APIKey(id: "k1", name: "n", scopes: [], createdAt: Timestamp(seconds: 1)),
        secretSHA256: "abc")
      try writer.setLastUse(ofAPIKey: "k1", to: Timestamp(seconds: 5))
      #expect(try writer.revokeAPIKey("k1", at: Timestamp(seconds: 7)))
      #expect(try !writer.revokeAPIKey("k1", at: Timestamp(seconds: 8)))
      #expect(try !writer.revokeAPIKey("k2", at: Timestamp(seconds: 8)))
    }
    let key = try #require(try store.read { try $0.apiKeys().first?.key })
    #expect(key.scopes == [])
    #expect(key.revokedAt == Timestamp(seconds: 7) && key.lastUsedAt == Timestamp(seconds: 5))
  }

  @Test func `the audit log gives the newest first`() throws {
    let records = (1...3).map {
      AuditRecord(
        occurredAt: Timestamp(seconds: Int64($0)), actor: "cli", action: "import",
        subject: $0 == 2 ? "faq" : nil)
    }
    try store.write { writer in
      for record in records { try writer.append(record) }
    }
    #expect(try store.read { try $0.auditLog(limit: 2) } == [records[2], records[1]])
  }
}
