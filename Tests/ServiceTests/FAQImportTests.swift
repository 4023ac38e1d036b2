import Domain
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct FAQImportTests {
  private let directory = TemporaryDirectory()

  private func shop() throws -> Rapport { Rapport(store: try Store.create(at: directory.database)) }

  private func load(
    _ text: String, _ kind: ImportKind = .faq, as format: ImportFormat = .csv,
    into rapport: Rapport, rejects: String? = nil
  ) throws -> ImportSummary {
    let source = ByteSource(bytes: Array(text.utf8), name: "faq.csv")
    return try rapport.importRecords(
      from: source, options: ImportOptions(kind: kind, format: format),
      rejects: rejects.map { try RejectWriter(path: $0, sparing: source) }
    ).summary
  }

  private func stored(_ rapport: Rapport) throws -> [FAQEntry] {
    try rapport.store.read { try $0.faqEntries() }
  }

  @Test func `an answer with an unknown field is refused by name and line`() throws {
    let rapport = try shop()
    let rejects = directory.file("rejects.csv")
    let summary = try load(
      """
      intent,question,answer
      a,Where is it?,It left on {last_order.date}.
      b,When?,It is {last_order.nmber}.
      c,How?,"Use {{x} and {customer.name|you}"
      d,Why?,{open
      """, into: rapport, rejects: rejects)
    #expect(try stored(rapport).map(\.intent) == ["a", "c"])
    #expect(summary.refusals.map(\.reason.code).sorted() == ["unclosed_field", "unknown_field"])
    let unknown = try #require(summary.refusals.first { $0.reason.code == "unknown_field" })
    #expect(unknown.firstLine == 3)
    #expect(
      unknown.reason.text
        == "an answer with the unknown field {last_order.nmber}: "
        + "did you mean {last_order.number}?")
    let written = String(decoding: contents(of: rejects), as: UTF8.self)
    #expect(written.contains("3,answer,"))
    #expect(written.contains("character 7"))
  }

  @Test func `the same question under two intents is named with both and their lines`() throws {
    let rapport = try shop()
    let summary = try load(
      """
      intent,question,questions,answer
      track,Where is my order?,,A
      status,where is my order,Order status?,B
      third,WHERE IS MY ORDER ?,,C
      """, into: rapport)
    #expect(try stored(rapport).map(\.intent) == ["track", "status"])
    #expect(try stored(rapport).map(\.questions) == [["Where is my order?"], ["Order status?"]])
    #expect(
      summary.notes.map(\.text) == [
        "questions left out of status (line 3) that are of track (line 2) already, such as "
          + "\"where is my order\""
      ])
    #expect(
      summary.refusals.map(\.reason.text) == [
        "third has no question of its own: \"WHERE IS MY ORDER ?\" is one of track (line 2)"
      ])
    let later = try load("intent,question,answer\nother,Order status,D\n", into: rapport)
    #expect(later.refusals.map { $0.reason.text.hasSuffix("status (stored before)") } == [true])
    let again = try load(
      "intent,question,answer\ntrack,Where is my order?,New\n", into: rapport)
    #expect(again.refused == 0 && again.notes.isEmpty)
    #expect(try stored(rapport).first?.answer == "New")
  }

  @Test func `prompts that lead nowhere are named at the end`() throws {
    let rapport = try shop()
    let summary = try load(
      """
      {"intent":"a","question":"A?","answer":"x","prompts":["b","What is b?","gone"]}
      {"intent":"b","question":"What is b?","answer":"y"}
      """, as: .jsonl, into: rapport)
    #expect(try stored(rapport).first?.prompts == ["b", "What is b?", "gone"])
    #expect(summary.notes.map(\.code) == ["unknown_prompts"])
    #expect(summary.notes.first?.text.contains("\"gone\" of a (line 1)") == true)
    #expect(summary.notes.first?.count == 1)
  }

  @Test func `attributes that no customer has are named`() throws {
    let rapport = try shop()
    let faq =
      "intent,question,answer\na,A?,{customer.size|x} {customer.tyre|y} {customer.country}\n"
    #expect(try load(faq, into: rapport).notes.isEmpty)
    _ = try load("id,size\nc1,M\n", .customers, into: rapport)
    let notes = try load(faq, into: rapport).notes
    #expect(notes.map(\.code) == ["unknown_attributes"])
    #expect(notes.first?.text.contains("{customer.tyre} of a (line 2)") == true)
  }

  @Test func `one intent and one example an intent can be imported`() throws {
    let rapport = try shop()
    #expect(try load("question,answer\nOpen?,Yes\n", into: rapport).accepted == 1)
    #expect(try stored(rapport).map(\.intent) == ["open"])
  }
}
