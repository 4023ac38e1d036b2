import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct HandoffTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: ["怎么退货", "zxqv wvut", "🦊🦊🦊"])
  func `what nobody is sure of has no intent, neither answered nor stored`(text: String) throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let answer = try rapport.converse(text, customer: nil, conversation: nil)
    try #require(answer.action == "handoff")
    #expect(answer.intent == nil)
    #expect(answer.matchedQuestion == nil)
    #expect(answer.answer == nil)
    let id = try #require(answer.conversationId)
    let messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages.count == 2)
    for message in messages {
      #expect(message.intent == nil)
      #expect(message.outcome == "handoff")
    }
  }

  @Test func `an answer has both`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let answer = try rapport.converse("Where is my parcel?", customer: nil, conversation: nil)
    try #require(answer.action == "answer")
    #expect(answer.intent == "delivery")
    #expect(answer.matchedQuestion == "Where is my parcel?")
  }
}
