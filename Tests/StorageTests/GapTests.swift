import Domain
import Testing

@testable import Storage

@Suite struct GapTests {
  private let directory = TemporaryDirectory()
  private let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private static let steps: Set = [
    "answer", "ask", "choose", "handoff", "passed_on", "rephrase", "thanks",
  ]

  /// Writes a conversation from lines such as `c handoff a text`, `b choose` and `b unhelpful`.
  private func converse(_ id: String, customer: String? = nil, _ lines: String...) throws {
    try store.write { writer in
      let key = try customer.map { try writer.customerKey(for: .init($0)) }
      try writer.createConversation(id: id, customer: key, startedAt: Timestamp(seconds: 1))
      for (number, line) in lines.enumerated() {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        let isCustomer = words[0] == "c"
        try writer.append(
          ConversationMessage(
            id: "\(id)\(number)", author: isCustomer ? .customer : words[0] == "a" ? .agent : .bot,
            text: words.count > 2 ? words[2] : "…",
            intent: isCustomer && words[1] == "answer" ? "i" : nil,
            outcome: isCustomer ? words[1] : nil,
            step: !isCustomer && Self.steps.contains(words[1]) ? words[1] : nil,
            feedback: words[1] == "unhelpful" ? .unhelpful : nil,
            createdAt: Timestamp(seconds: Int64(number))), toConversation: id)
      }
    }
  }

  private func unresolved() throws -> [String] {
    try store.read { try $0.unresolvedMessages() }.map {
      "\($0.id) \($0.reason.rawValue)\($0.isDismissed ? " dismissed" : "")"
    }
  }

  @Test func `hand-overs, choices not taken and bad ratings are found`() throws {
    try converse("a", customer: "k", "c answer one", "b fine", "c handoff two", "b sorry")
    try converse("b", "c clarify which", "b choices", "c answer the first", "b fine")
    try converse("d", "c clarify which", "b choices", "c clarify other", "b choices")
    try converse("e", "c answer one", "b unhelpful", "c answer two", "b fine")
    try converse("f", "c answer one", "b fine", "b unhelpful")
    #expect(
      try unresolved() == [
        "a2 handoff", "d0 unclear", "d2 unclear", "e0 unhelpful", "f0 unhelpful",
      ])
    let message = try #require(try store.read { try $0.unresolvedMessages() }.first)
    #expect(message.text == "two" && message.conversation == "a" && message.intent == nil)
    #expect(message.customer == (try store.read { try $0.customer(.init("k"))?.key }))
    #expect(message.createdAt == Timestamp(seconds: 2))
  }

  @Test func `what follows a hand-over is for the person who took over`() throws {
    try converse(
      "a", "c handoff one", "b handoff", "c handoff two", "b passed_on", "a hello",
      "c handoff three", "b passed_on")
    #expect(try unresolved() == ["a0 handoff"])
  }

  @Test func `a question for an order number is understood`() throws {
    try converse("a", "c clarify one", "b ask", "c clarify two", "b rephrase")
    #expect(try unresolved() == ["a2 unclear"])
  }

  @Test func `thanks are no answer to what was unclear before`() throws {
    try converse("a", "c clarify one", "b choose", "c answer thanks", "b thanks")
    try converse("b", "c clarify one", "b choose", "c answer two", "b answer")
    #expect(try unresolved() == ["a0 unclear"])
  }

  @Test func `conversations do not run into each other`() throws {
    try converse("a", "c clarify one", "b choices")
    try converse("b", "b unhelpful", "c answer two", "b fine")
    #expect(try unresolved() == ["a0 unclear"])
  }

  @Test func `added messages are gone, dismissed ones marked`() throws {
    try converse("a", "c handoff one")
    try converse("b", "c handoff two")
    try converse("d", "c handoff three")
    try store.write { writer in
      try writer.resolveGaps(
        ["a0", "unknown"], as: .added(intent: "i"), at: Timestamp(seconds: 9), by: "cli")
      try writer.resolveGaps(["b0"], as: .dismissed, at: Timestamp(seconds: 9), by: "cli")
    }
    #expect(try unresolved() == ["b0 handoff dismissed", "d0 handoff"])
    try store.write {
      try $0.resolveGaps(["b0"], as: .added(intent: "i"), at: Timestamp(seconds: 9), by: "cli")
    }
    #expect(try unresolved() == ["d0 handoff"])
  }

  @Test func `no conversations have no gaps`() throws {
    #expect(try unresolved() == [])
    try converse("a")
    #expect(try unresolved() == [])
  }
}
