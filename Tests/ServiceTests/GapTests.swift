import Domain
import Engine
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct GapTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let start = Timestamp(year: 2026, month: 1, day: 1)

  private static let vouchers = [
    "do you have gift vouchers", "can I buy a gift voucher?", "gift vouchers please",
    "Gift vouchers, please!",
  ]

  init() throws {
    rapport = try SampleShop.openTrained(at: directory.database)
    for (row, text) in Self.vouchers.enumerated() {
      try ask(text, id: "v\(row)", customer: row < 2 ? "k01" : nil, day: row)
    }
    try ask("my package is still not here", id: "d0", outcome: "clarify", day: 5)
    try ask("is the shop open on christmas", id: "h0", intent: "hours", isUnhelpful: true, day: 6)
    try ask("how can I pay", id: "p0", outcome: "answer", intent: "payment", day: 7)
  }

  /// Stores one question and the reply to it.
  private func ask(
    _ text: String, id: String, outcome: String = "handoff", intent: String? = nil,
    customer: String? = nil, isUnhelpful: Bool = false, day: Int
  ) throws {
    let time = start.adding(days: day)
    try rapport.store.write { writer in
      let key = try customer.map { try writer.customerKey(for: .init($0)) }
      try writer.createConversation(id: "c\(id)", customer: key, startedAt: time)
      try writer.append(
        ConversationMessage(
          id: id, author: .customer, text: text, intent: intent,
          outcome: isUnhelpful ? "answer" : outcome, createdAt: time), toConversation: "c\(id)")
      try writer.append(
        ConversationMessage(
          id: "r\(id)", author: .bot, text: "…", feedback: isUnhelpful ? .unhelpful : nil,
          createdAt: time), toConversation: "c\(id)")
    }
  }

  private func gap(_ word: String) throws -> GapsAnswer.Gap {
    try #require(try rapport.gaps(limit: 10).gaps.first { $0.question.lowercased().contains(word) })
  }

  private func refusal(_ body: () throws -> Void) -> ServiceError? {
    do {
      try body()
      return nil
    } catch { return error as? ServiceError }
  }

  @Test func `gaps tell how often, by whom, why and what the bot makes of them`() throws {
    let answer = try rapport.gaps(limit: 10)
    #expect(answer.gaps.map(\.count) == [4, 1, 1] && answer.totalGaps == 3)
    #expect(answer.totalQuestions == 6 && answer.wordlessQuestions == 0)
    #expect(answer.model?.hasPrefix("support-") == true)
    let vouchers = try gap("voucher")
    #expect(vouchers.customers == 3, "two by one customer, two by people unknown")
    #expect(vouchers.newest == "2026-01-04" && vouchers.reasons.handoff == 4)
    #expect(vouchers.suggestion?.kind == "new_subject")
    #expect(vouchers.examples.count == 3)
    let late = try gap("package")
    #expect(late.reasons.unclear == 1 && late.nearestIntent == "delivery")
    let christmas = try gap("christmas")
    #expect(christmas.reasons.unhelpful == 1)
    #expect(christmas.suggestion?.kind == "wrong_answer" && christmas.nearestIntent == "hours")
    #expect(try rapport.gaps(limit: 1).gaps.count == 1)
    #expect(
      try rapport.gaps(limit: 9, since: start.adding(days: 3)).gaps.map(\.count) == [1, 1, 1])
    #expect(try rapport.gaps(limit: 9, since: start.adding(days: 9)).gaps.isEmpty)
  }

  @Test func `a new intent answers what was asked in vain`() throws {
    let id = try gap("voucher").id
    let added = try rapport.addGap(id, intent: "vouchers", answer: "Yes, from 10 up.")
    #expect(added.isNewIntent && added.added.count == 3 && added.messages == 4)
    #expect(try rapport.gaps(limit: 10).gaps.count == 2)
    _ = try rapport.train(
      .support, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    let answer = try rapport.ask("do you sell gift vouchers")
    #expect(answer.intent == "vouchers" && answer.answer == "Yes, from 10 up.")
    #expect(
      try rapport.store.read { try $0.auditLog(limit: 1) }.map(\.action) == ["gap.add"])
    #expect(refusal { _ = try rapport.addGap(id, intent: "vouchers") }?.code == .unknownGap)
  }

  @Test func `examples join the intent and keep its answer`() throws {
    let id = try gap("package").id
    let before = try #require(
      try rapport.store.read { try $0.faqEntries() }.first { $0.intent == "delivery" })
    let added = try rapport.addGap(id, intent: "delivery")
    #expect(!added.isNewIntent && added.added == ["my package is still not here"])
    let after = try #require(
      try rapport.store.read { try $0.faqEntries() }.first { $0.intent == "delivery" })
    #expect(after.examples == before.examples + added.added)
    #expect(after.answer == before.answer && after.questions == before.questions)
    let again = try rapport.addExample("My package is STILL not here!", intent: "delivery")
    #expect(again.added == [] && again.messages == 0)
  }

  @Test func `a dismissed gap does not come back`() throws {
    let dismissed = try rapport.dismissGap(try gap("voucher").id)
    #expect(dismissed.messages == 4)
    try ask("any gift vouchers?", id: "v9", day: 20)
    #expect(try rapport.gaps(limit: 10).gaps.map(\.count) == [1, 1])
    #expect(refusal { _ = try rapport.dismissGap(dismissed.id) }?.code == .unknownGap)
  }

  @Test func `an example is stored masked`() throws {
    let added = try rapport.addExample(
      "send the bill to eva@example.org please", intent: "payment")
    #expect(added.added == ["send the bill to [email] please"])
    #expect(
      refusal { _ = try rapport.addExample("eva@example.org", intent: "payment") }?.code
        == .invalidRequest)
  }

  @Test func `a gap of masks cannot be added`() throws {
    try ask("[email] [email] zzz", id: "z0", day: 30)
    let id = try gap("zzz").id
    let refused = refusal { _ = try rapport.addGap(id, intent: "delivery") }
    #expect(refused?.message.contains("mostly masks") == true)
  }

  @Test(arguments: [
    ("delivery_late", nil, "did you mean \"delivery\""), ("zzz", nil, "--answer"),
    ("delivery", "No.", "has an answer"), ("two words", "Yes.", "cannot name"),
    ("", "Yes.", "cannot name"), ("zzz", "  ", "no intent"),
  ])
  func `what cannot be added is refused with the cure`(
    intent: String, answer: String?, words: String
  ) throws {
    let id = try gap("voucher").id
    let refused = refusal { _ = try rapport.addGap(id, intent: intent, answer: answer) }
    #expect(refused?.code == .invalidRequest)
    #expect("\(refused.map { "\($0)" } ?? "")".contains(words), "\(String(describing: refused))")
    #expect(try rapport.gaps(limit: 10).gaps.count == 3, "nothing is resolved")
  }

  @Test func `without a bot the gaps are listed all the same`() throws {
    let folder = TemporaryDirectory()
    let untrained = try SampleShop.create(at: folder.database)
    #expect(try untrained.gaps(limit: 5).gaps.isEmpty)
    try untrained.store.write { writer in
      try writer.createConversation(id: "c", startedAt: start)
      try writer.append(
        ConversationMessage(
          id: "m", author: .customer, text: "gift vouchers", outcome: "handoff", createdAt: start),
        toConversation: "c")
    }
    let answer = try untrained.gaps(limit: 5)
    #expect(answer.gaps.map(\.count) == [1] && answer.model == nil)
    #expect(answer.gaps[0].suggestion == nil)
  }
}
