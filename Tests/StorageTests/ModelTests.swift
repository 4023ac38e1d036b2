import Domain
import Testing

@testable import Storage

@Suite struct ModelTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  @discardableResult
  private func save(_ kind: ModelVersion.Kind, _ blob: [UInt8]) throws -> Int {
    try store.write {
      try $0.saveModel(
        kind: kind, parameters: "{\"seed\":1}", metrics: "{}", dataFingerprint: "f", blob: blob,
        createdAt: Timestamp(seconds: 7))
    }
  }

  @Test func `there is no active model before the first is saved`() throws {
    #expect(try store.read { try $0.activeModel(.churn) == nil })
    #expect(try store.read { try $0.activeVersion(of: .churn) == nil })
  }

  @Test(arguments: [[], [0], (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }] as [[UInt8]])
  func `a saved model is active and comes back`(blob: [UInt8]) throws {
    #expect(try save(.churn, blob) == 1)
    let saved = try #require(try store.read { try $0.activeModel(.churn) })
    #expect(saved.blob == blob)
    #expect(saved.version.name == "churn-1" && saved.version.isActive)
    #expect(saved.version.parameters == "{\"seed\":1}" && saved.version.dataFingerprint == "f")
    #expect(saved.version.createdAt == Timestamp(seconds: 7))
    #expect(saved.version.byteCount == blob.count)
  }

  @Test func `the last five of a kind are kept and numbers go on`() throws {
    for index in 1...8 { #expect(try save(.churn, [UInt8(index)]) == index) }
    #expect(try save(.support, [1]) == 1)
    let versions = try store.read { try $0.modelVersions() }
    #expect(versions.map(\.name) == [4, 5, 6, 7, 8].map { "churn-\($0)" } + ["support-1"])
    #expect(versions.filter(\.isActive).map(\.name) == ["churn-8", "support-1"])
  }

  @Test func `an earlier version can be made active again`() throws {
    for index in 1...3 { try save(.churn, [UInt8(index)]) }
    try store.write { try $0.activate(.churn, version: 2) }
    #expect(try store.read { try $0.activeModel(.churn)?.blob } == [2])
    #expect(try save(.churn, [4]) == 4)
    #expect(try store.read { try $0.activeVersion(of: .churn) } == 4)
  }

  @Test func `an unknown version is refused with those there are`() throws {
    let text = message { try store.write { try $0.activate(.churn, version: 9) } }
    #expect(text == "no version 9 of churn: none is saved")
    for index in 1...2 { try save(.churn, [UInt8(index)]) }
    let listed = message { try store.write { try $0.activate(.churn, version: 9) } }
    #expect(listed == "no version 9 of churn: kept are 1, 2")
    #expect(try store.read { try $0.activeVersion(of: .churn) } == 2)
  }

  @Test func `altered bytes are refused by name`() throws {
    try save(.churn, [1, 2, 3])
    try save(.churn, [4, 5, 6])
    try store.withWritingConnection { connection throws(StoreError) in
      try connection.execute(script: "UPDATE model_versions SET blob = x'040507' WHERE version = 2")
    }
    let text = message { _ = try store.read { try $0.activeModel(.churn) } }
    #expect(text.contains("model churn-2"))
    #expect(text.contains("rapport train churn") && text.contains("rollback churn"))
    #expect(code { try store.write { try $0.activate(.churn, version: 2) } } == .alteredModel)
    #expect(try store.check() == ["model churn-2 has been altered"])
    try store.write { try $0.activate(.churn, version: 1) }
    #expect(try store.read { try $0.activeModel(.churn)?.blob } == [1, 2, 3])
  }

  @Test func `metrics that are not JSON are refused`() throws {
    let refused = code {
      _ = try store.write {
        try $0.saveModel(
          kind: .churn, parameters: "{}", metrics: "{nan}", dataFingerprint: "", blob: [],
          createdAt: Timestamp(seconds: 1))
      }
    }
    #expect(refused == .invalidValue)
  }
}
