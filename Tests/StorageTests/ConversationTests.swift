import Domain
import Testing

@testable import Storage

@Suite struct ConversationTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private let question = ConversationMessage(
    id: "m1", author: .customer, text: "where is it", intent: "track_order", confidence: 0.93,
    createdAt: Timestamp(seconds: 10))
  private let answer = ConversationMessage(
    id: "m2", author: .bot, text: "on its way", outcome: "answer", createdAt: Timestamp(seconds: 11)
  )

  @Test func `messages come back in their order`() throws {
    try store.write { writer in
      let key = try writer.customerKey(for: .init("1"))
      try writer.createConversation(id: "c", customer: key, startedAt: Timestamp(seconds: 10))
      try writer.append(question, toConversation: "c")
      try writer.append(answer, toConversation: "c")
    }
    try store.read { reader in
      #expect(try reader.messages(ofConversation: "c") == [question, answer])
      #expect(try reader.messages(ofConversation: "c", limit: 1) == [answer])
      #expect(try reader.messages(ofConversation: "d") == [])
      let key = try #require(try reader.customer(.init("1"))?.key)
      #expect(try reader.messages(of: key, limit: 9) == [answer, question])
      #expect(try reader.conversationCustomer("c") == .some(.some(key)))
      #expect(try reader.conversationCustomer("d") == nil)
    }
  }

  @Test func `feedback is kept with its message`() throws {
    try store.write { writer in
      try writer.createConversation(id: "c", startedAt: Timestamp(seconds: 10))
      try writer.append(answer, toConversation: "c")
      #expect(try writer.setFeedback(.unhelpful, onMessage: "m2"))
      #expect(try !writer.setFeedback(.helpful, onMessage: "m9"))
    }
    let feedback = try store.read { try $0.messages(ofConversation: "c").map(\.feedback) }
    #expect(feedback == [.unhelpful])
    #expect(try store.read { try $0.conversationCustomer("c") } == .some(nil))
  }

  @Test func `a message to no conversation and a taken id are refused`() throws {
    let unknown = code { try store.write { try $0.append(question, toConversation: "x") } }
    #expect(unknown == .notFound)
    let taken = code {
      try store.write { writer in
        try writer.createConversation(id: "c", startedAt: Timestamp(seconds: 10))
        try writer.append(question, toConversation: "c")
        try writer.append(question, toConversation: "c")
      }
    }
    #expect(taken == .constraint)
  }
}
