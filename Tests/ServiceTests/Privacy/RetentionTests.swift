import Domain
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct RetentionTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let end = Timestamp(year: 2025, month: 10, day: 28)

  init() throws {
    let end = end
    rapport = Rapport(store: try SampleShop.create(at: directory.database).store) { end }
    try rapport.store.write { writer in
      let key = try writer.customerKey(for: Customer.ID("k01"))
      for (id, year) in [("old", 2023), ("new", 2025)] {
        let time = Timestamp(year: year, month: 6, day: 1)
        try writer.createConversation(id: id, customer: key, startedAt: time)
        try writer.append(
          ConversationMessage(id: "m\(id)", author: .customer, text: "hello", createdAt: time),
          toConversation: id)
      }
    }
  }

  private func code(_ body: () throws -> Void) -> ServiceError.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? ServiceError)?.code }
  }

  @Test func `what is older goes, kind by kind, in batches`() throws {
    #expect(try rapport.setRetention(of: "messages", to: "1y").days == 365)
    #expect(try rapport.setRetention(of: "interactions", to: "20w").days == 140)
    let first = end.adding(days: -140)
    let log = try rapport.store.read { try $0.interactionLog() }
    let old = log.occurredAt.count { $0 < first }
    #expect(old > 1000, "more than a batch")
    let rehearsal = try rapport.applyRetention(isRehearsal: true)
    #expect(rehearsal.kinds.map(\.deleted) == [old, 1])
    #expect(try rapport.store.read { try $0.counts() }.conversations == 2)
    let run = try rapport.applyRetention()
    #expect(run.kinds.map(\.kind) == ["interactions", "messages"])
    #expect(run.kinds.map(\.deleted) == [old, 1])
    let left = try rapport.store.read { try $0.interactionLog() }
    #expect(left.count == log.count - old && left.occurredAt.allSatisfy { $0 >= first })
    #expect(try rapport.store.read { try $0.conversation("old") } == nil)
    #expect(try rapport.store.read { try $0.messages(ofConversation: "new") }.count == 1)
    #expect(try rapport.applyRetention().deleted == 0)
    let audit = try rapport.store.read { try $0.auditLog(limit: 10) }
    #expect(audit.map(\.action) == ["retention.run", "retention.set", "retention.set"])
    #expect(audit.first?.subject == "\(old) interactions, 1 messages")
    #expect(try rapport.check() == [])
  }

  @Test func `off keeps everything`() throws {
    _ = try rapport.setRetention(of: "messages", to: "1d")
    #expect(try rapport.setRetention(of: "messages", to: "off").days == nil)
    #expect(try rapport.retention().allSatisfy { $0.days == nil })
    #expect(try rapport.applyRetention().kinds.isEmpty)
  }

  @Test(arguments: ["", "d", "0d", "-1d", "5", "5m", "1.5y", "101y", "36501d", "５d"])
  func `periods that are none`(period: String) {
    #expect(code { _ = try rapport.setRetention(of: "audit", to: period) } == .invalidRequest)
  }

  @Test func `kinds that are none`() {
    #expect(code { _ = try rapport.setRetention(of: "models", to: "1d") } == .invalidRequest)
  }
}
