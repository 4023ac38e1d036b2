import Domain
import Engine
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct ErasureTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private var person: String { UnusualPerson.id }

  init() throws { rapport = try UnusualPerson.shop(at: directory.database) }

  private var files: [String] {
    ["", "-wal", "-shm"].map { directory.database + $0 }
  }

  private func blob(_ kind: ModelVersion.Kind, _ version: Int) throws -> [UInt8] {
    try #require(try rapport.store.read { try $0.model(kind, version: version) }).blob
  }

  /// What others are told, in one text.
  private func answers() throws -> [String] {
    var answers: [String] = []
    for id in ["k02", "k07", "k31"] {
      let list = try rapport.recommend(
        customer: id, options: RecommendationOptions(limit: 8, explains: true))
      answers.append("\(list.items.map { ($0.productId, $0.score, $0.reasons) })")
      var churn = try rapport.churn(customer: id)
      // One fewer to be compared with.
      churn.percentile = 0
      answers.append("\(churn)")
      answers.append("\(try rapport.value(customer: id))")
    }
    for text in ["where is my parcel", "I want to return this", "can I use paypal"] {
      let reply = try rapport.ask(text)
      answers.append("\(reply.intent ?? "") \(reply.answer ?? "")")
    }
    return answers
  }

  @Test func `no byte of an erased customer is left and others are told the same`() throws {
    for kind in [ModelVersion.Kind.recommender, .churn, .support] {
      let versions = try rapport.store.read { try $0.modelVersions() }.filter { $0.kind == kind }
      let isHeld = try versions.contains { UnusualPerson.isIn(try blob(kind, $0.version)) }
      #expect(isHeld, "\(kind) holds nothing to be taken out")
    }
    #expect(UnusualPerson.isIn(files[0]) || UnusualPerson.isIn(files[1]))
    let before = try answers()
    let answer = try rapport.erase(customer: person)
    #expect(answer.purged, "\(answer.notes)")
    for file in files { #expect(!UnusualPerson.isIn(file), "\(file)") }
    #expect(contents(of: files[1]).isEmpty || !UnusualPerson.isIn(files[1]))
    #expect(try answers() == before)
    #expect(try rapport.check() == [])
    for version in try rapport.store.read({ try $0.modelVersions() }) {
      #expect(!UnusualPerson.isIn(try blob(version.kind, version.version)), "\(version.name)")
    }
    let copy = directory.file("copy.db")
    try rapport.store.backup(to: copy)
    #expect(!UnusualPerson.isIn(copy))
    rapport.close()
    for file in files { #expect(!UnusualPerson.isIn(file), "\(file)") }
  }

  @Test func `the answer says what went and what became of each model`() throws {
    let rehearsal = try rapport.erase(customer: person, isRehearsal: true)
    #expect(rehearsal.dryRun && rehearsal.reference == nil && !rehearsal.purged)
    #expect(try rapport.overview(customer: person).customer.id == person)
    let answer = try rapport.erase(customer: person, actor: "tester")
    #expect(answer.rows.interactions == 220 && answer.rows.labels == 1)
    #expect(answer.rows.conversations == 4, "with the one of the same sender")
    #expect(answer.rows.exposures == 3 && answer.rows.clicks == 1, "with the session's")
    #expect(answer.rows.examples == 2 && answer.rows.mentions == 4)
    #expect("\(rehearsal.rows)" == "\(answer.rows)")
    let outcomes = Dictionary(
      uniqueKeysWithValues: answer.models.map { ($0.model, $0.outcome) })
    #expect(outcomes["recommender-1"] == "repaired" && outcomes["value-1"] == "aggregates_only")
    #expect(outcomes["churn-1"] == "repaired" && outcomes["churn-2"] == "repaired")
    #expect(outcomes["support-2"] == "repaired", "\(answer.models)")
    let line = try #require(try rapport.store.read { try $0.auditLog(limit: 1) }.first)
    #expect(line.action == "customer.erase" && line.actor == "tester")
    #expect(line.subject == answer.reference)
    #expect(throws: ServiceError.self) { try rapport.erase(customer: person) }
    // The bot answers by a question of its own where the person's was one.
    let abroad = try rapport.store.read { try $0.faqEntries() }.first {
      $0.intent == "send_abroad"
    }
    #expect(abroad?.questions == ["send abroad"])
    #expect(try rapport.store.read { try $0.unpurgedErasures() } == [])
  }

  @Test func `a model that was being trained meanwhile forgets too`() throws {
    let former = try blob(.support, 2)
    try rapport.erasures.whileTraining {
      _ = try rapport.erase(customer: person)
      let stored = try rapport.erasures.blob(
        of: Checkpoint(decoding: former), .support, encoded: former)
      #expect(UnusualPerson.isIn(former) && !UnusualPerson.isIn(stored))
    }
    let later = try rapport.erasures.blob(
      of: Checkpoint(decoding: former), .support, encoded: former)
    #expect(later == former, "nothing is remembered once no training runs")
  }

  @Test func `a model trained before the customer came had not seen them`() throws {
    try SampleShop.load("id\nlate1\n", "customers.csv", .customers, into: rapport)
    let answer = try rapport.erase(customer: "late1")
    #expect(answer.models.allSatisfy { $0.outcome == "not_seen" })
  }

  @Test func `bytes that could not leave the disk leave it later`() throws {
    let time = Timestamp(seconds: 1)
    try rapport.store.write { try $0.append(Erasure(reference: "e1", erasedAt: time)) }
    try rapport.applyRetention()
    #expect(try rapport.store.read { try $0.unpurgedErasures() } == [])
  }

  @Test func `everything about a person is in one object`() throws {
    let export = try rapport.exportCustomer(person)
    #expect(export.customer.email == "zqxwilma@zqxmail.example")
    #expect(export.customer.attributes["city"] == .text("Zqxopolis"))
    #expect(export.interactions.count == 220)
    #expect(export.interactions.allSatisfy { $0.title != nil && $0.eventId != nil })
    #expect(export.labels.map(\.hasChurned) == [false])
    #expect(export.conversations.count == 4)
    let messages = export.conversations.flatMap(\.messages)
    #expect(messages.contains { $0.text == UnusualPerson.message && $0.gap == "added" })
    #expect(messages.contains { $0.helpful == false })
    #expect(messages.contains { $0.mentions.contains { $0.value == "ZQX-ORD-90001" } })
    #expect(export.exposures.map(\.productId) == ["p01", "p02"])
    #expect(export.exposures.map { $0.clickedAt != nil } == [true, false])
    #expect(export.models.allSatisfy { $0.trainedWithCustomer || $0.model == "support-1" })
    #expect(export.models.count == 6)
  }
}
