import Domain
import Service
import Storage
import TestSupport
import Testing

@Suite struct KeyTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let clock: TestClock

  init() throws {
    let clock = TestClock(Timestamp(seconds: 86_400))
    self.clock = clock
    rapport = Rapport(store: try SampleShop.create(at: directory.database).store) { clock.now }
  }

  @Test func `keys open what their scopes say until they are revoked`() throws {
    let key = try rapport.createKey(named: "shop page", scopes: [.write, .read])
    let token = try #require(key.key)
    #expect(token.hasPrefix("rapport_\(key.id)."))
    #expect(key.scopes == ["read", "write"])
    #expect(try rapport.scopes(ofKey: token)?.contains(.read) == true)
    #expect(try rapport.scopes(ofKey: token)?.contains(.write) == true)
    #expect(try rapport.scopes(ofKey: token)?.contains(.admin) != true)
    let bare = String(token.dropFirst("rapport_".count))
    for wrong in ["", ".", token + "x", key.id, "\(key.id).", "x." + token, bare, "rapport_."] {
      #expect(try rapport.scopes(ofKey: wrong)?.contains(.read) != true)
    }
    #expect(try rapport.allKeys().map(\.name) == ["shop page"])
    #expect(try rapport.allKeys().first?.key == nil)
    try rapport.revokeKey(key.id)
    #expect(try rapport.scopes(ofKey: token)?.contains(.read) != true)
    #expect(try rapport.allKeys().map(\.state) == ["revoked"])
    #expect(throws: ServiceError.self) { try rapport.revokeKey(key.id) }
  }

  @Test func `a secret is nowhere in the database`() throws {
    let token = try #require(try rapport.createKey(named: "page", scopes: [.read]).key)
    let bytes = contents(of: directory.database) + contents(of: directory.database + "-wal")
    let secret = token.split(separator: ".").last.map(String.init) ?? ""
    #expect(secret.utf8.count == 64)
    #expect(bytes.firstRange(of: Array(secret.utf8)) == nil)
  }

  @Test func `an expired key opens nothing`() throws {
    let end = Timestamp(seconds: 4_000_000_000)
    let token = try #require(
      try rapport.createKey(named: "n", scopes: [.admin], expiresAt: end).key)
    clock.now = Timestamp(seconds: 3_999_999_999)
    #expect(try rapport.scopes(ofKey: token)?.contains(.admin) == true)
    clock.now = end
    #expect(try rapport.scopes(ofKey: token)?.contains(.admin) != true)
    #expect(throws: ServiceError.self) {
      try rapport.createKey(named: "n", scopes: [.admin], expiresAt: Timestamp(seconds: 1))
    }
    #expect(throws: ServiceError.self) { try rapport.createKey(named: "n", scopes: []) }
  }

  @Test func `the last use of a key is stored when asked`() throws {
    let key = try rapport.createKey(named: "n", scopes: [.read])
    _ = try rapport.scopes(ofKey: try #require(key.key))
    #expect(try rapport.allKeys().first?.lastUsedAt == nil)
    try rapport.storeKeyUses()
    #expect(try rapport.allKeys().first?.lastUsedAt == "1970-01-02T00:00:00Z")
  }
}
