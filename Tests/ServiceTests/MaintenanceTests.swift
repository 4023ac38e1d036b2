import Domain
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct MaintenanceTests {
  let directory = TemporaryDirectory()

  @Test func `a trained shop comes back from its backup`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let copy = directory.file("copy.db")
    let made = try rapport.backup(to: copy)
    #expect(made.backup == copy && made.bytes > 0 && made.sha256.count == 64)
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID("new"), product: Product.ID("p01"), kind: .view,
        occurredAt: Timestamp(year: 2025, month: 10, day: 27))
    ])
    rapport.close()
    let done = try Rapport.restore(copy, to: directory.database)
    #expect(done.checksum == "verified" && done.replaced != nil)
    let restored = try Rapport(opening: directory.database, access: .readWrite)
    #expect(try restored.status().customers == 60)
    #expect(try restored.warmUp().count == 4)
    #expect(try restored.check() == [])
  }

  @Test func `a backup with a model that cannot be used is not restored`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    _ = try rapport.store.write { writer in
      try writer.saveModel(
        kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1],
        createdAt: Timestamp(seconds: 1))
    }
    let copy = directory.file("copy.db")
    _ = try rapport.backup(to: copy)
    rapport.close()
    let other = directory.file("other.db")
    #expect(throws: StoreError.self) { try Rapport.restore(copy, to: other) }
    #expect(throws: StoreError.self) { try Rapport(opening: other, access: .readOnly) }
  }
}
