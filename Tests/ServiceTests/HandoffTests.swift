import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct HandoffTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: ["怎么退货", "zxqv wvut", "🦊🦊🦊"])
  func `what nobody is sure of has no intent, neither answered nor stored`(text: String) throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let asked = try rapport.ask(text)
    #expect(asked.action == "handoff")
    let first = try rapport.converse(text, customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    let second = try rapport.converse(text, customer: nil, conversation: id)
    for (answer, action) in [(first, "clarify"), (second, "handoff")] {
      #expect(answer.action == action)
      #expect(answer.intent == nil)
      #expect(answer.matchedQuestion == nil)
      #expect(answer.answer == nil)
    }
    let messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages.map(\.intent) == [nil, nil, nil, nil])
    #expect(messages.map(\.outcome) == ["clarify", "clarify", "handoff", "handoff"])
  }

  @Test func `an answer has both`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let answer = try rapport.converse("Where is my parcel?", customer: nil, conversation: nil)
    try #require(answer.action == "answer")
    #expect(answer.intent == "delivery")
    #expect(answer.matchedQuestion == "Where is my parcel?")
  }
}
