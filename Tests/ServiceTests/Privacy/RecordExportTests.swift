import Domain
import FoundationEssentials
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct RecordExportTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let key = [UInt8](repeating: 7, count: 32)

  init() throws {
    rapport = try SampleShop.create(at: directory.database)
    try SampleShop.load(
      """
      id,name,email,country,plan,note
      wilma,"Wilma, ""the"" first",wilma@example.org,UK,plus,"two
      lines"
      """, "customers.csv", .customers, into: rapport)
    try rapport.store.write { writer in
      let key = try writer.customerKey(for: Customer.ID("wilma"))
      let time = Timestamp(year: 2025, month: 6, day: 1)
      try writer.createConversation(id: "c1", customer: key, startedAt: time)
      try writer.append(
        ConversationMessage(
          id: "m1", author: .customer, text: "wilma here, order 12345678, wilma@example.org",
          createdAt: time),
        toConversation: "c1")
    }
  }

  private func text(
    _ kind: RecordKind, _ format: RecordFormat, key: [UInt8]? = nil, from other: Rapport? = nil
  ) throws -> String {
    var text = ""
    _ = try (other ?? rapport).export(kind, as: format, pseudonymisedWith: key) { text += $0 }
    return text
  }

  @Test(arguments: RecordFormat.allCases)
  func `what is exported imports again`(format: RecordFormat) throws {
    let other = Rapport(store: try Store.create(at: directory.file("other.db")))
    let kinds: [(RecordKind, ImportKind)] = [
      (.customers, .customers), (.interactions, .interactions),
    ]
    for (kind, target) in kinds {
      let records = try text(kind, format)
      let outcome = try SampleShop.load(
        records, "\(kind.rawValue).\(format.rawValue)", target, into: other)
      #expect(outcome.summary.refused == 0, "\(outcome)")
      #expect(try text(kind, format, from: other) == records)
    }
  }

  @Test func `pseudonyms join exports and hide who it is`() throws {
    let customers = try text(.customers, .jsonl, key: key)
    let interactions = try text(.interactions, .csv, key: key)
    let messages = try text(.messages, .jsonl, key: key)
    for text in [customers, interactions, messages] {
      for name in ["k07", "Name 7", "wilma", "Wilma", "example.org", "12345678"] {
        #expect(!text.contains(name), "\(name)")
      }
    }
    let mask = Pseudonymiser(key: key, counts: [:])
    let pseudonym = mask.customer(Customer.ID("k07"))
    #expect(pseudonym.count == 32)
    #expect(customers.contains(pseudonym) && interactions.contains(pseudonym))
    #expect(messages.contains(mask.customer(Customer.ID("wilma"))))
    #expect(messages.contains("[customer] here, order [number], [customer]"), "\(messages)")
    let other = [UInt8](repeating: 8, count: 32)
    #expect(try !text(.interactions, .csv, key: other).contains(pseudonym))
    #expect(try text(.interactions, .csv, key: key) == interactions)
  }

  @Test func `values that few share are left out and told`() throws {
    let customers = try text(.customers, .jsonl, key: key)
    #expect(!customers.contains("UK") && !customers.contains("lines"))
    #expect(customers.contains(#""country":"(rare)""#) && customers.contains(#""plan":"plus""#))
    let outcome = try rapport.export(.customers, as: .csv, pseudonymisedWith: key) { _ in }
    #expect(outcome.records == 61)
    #expect(outcome.rareValues.map(\.attribute) == ["country", "note"])
  }
}
