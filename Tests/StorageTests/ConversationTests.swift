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
      #expect(try reader.conversation("c")?.customer == key)
      #expect(try reader.conversation("d") == nil)
    }
  }

  @Test func `feedback is kept with its message`() throws {
    try store.write { writer in
      try writer.createConversation(id: "c", startedAt: Timestamp(seconds: 10))
      try writer.append(answer, toConversation: "c")
      #expect(try writer.setFeedback(.unhelpful, onMessage: "m2", at: Timestamp(seconds: 12)))
      #expect(try !writer.setFeedback(.helpful, onMessage: "m9", at: Timestamp(seconds: 12)))
    }
    let feedback = try store.read { try $0.messages(ofConversation: "c").map(\.feedback) }
    #expect(feedback == [.unhelpful])
    #expect(try store.read { try $0.conversation("c") }?.customer == nil)
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

  private func begin(_ id: String, customer: Customer.Key? = nil, sender: String? = nil) throws {
    try store.write { writer in
      try writer.createConversation(
        id: id, customer: customer, sender: sender, startedAt: Timestamp(seconds: 10))
    }
  }

  @Test func `where a conversation stands is kept`() throws {
    try begin("c")
    var conversation = try #require(try store.read { try $0.conversation("c") })
    #expect(conversation.state == nil && conversation.lastMessageAt == Timestamp(seconds: 10))
    conversation.state = "{}"
    conversation.lastMessageAt = Timestamp(seconds: 20)
    conversation.handedOverAt = Timestamp(seconds: 20)
    try store.write { try $0.update(conversation) }
    #expect(try store.read { try $0.conversation("c") } == conversation)
    // The first hand-over counts.
    var later = conversation
    later.handedOverAt = Timestamp(seconds: 30)
    try store.write { try $0.update(later) }
    #expect(
      try store.read { try $0.conversation("c") }?.handedOverAt == Timestamp(seconds: 20))
    later.id = "x"
    let unknown = later
    #expect(code { try store.write { try $0.update(unknown) } } == .notFound)
  }

  @Test func `a sender's conversations are apart from those of a customer of that name`() throws {
    let key = try store.write { try $0.customerKey(for: .init("ada")) }
    try begin("a", sender: "ada")
    try begin("b", customer: key, sender: "ada")
    try begin("c", sender: "ada")
    func newest(_ sender: String, _ customer: Customer.Key?) throws -> String? {
      try store.read { try $0.newestConversation(ofSender: sender, customer: customer) }?.id
    }
    #expect(try newest("ada", nil) == "c")
    #expect(try newest("ada", key) == "b")
    #expect(try newest("eve", nil) == nil)
    #expect(try store.read { try $0.conversations(of: key, limit: 9) }.map(\.id) == ["b"])
  }

  @Test func `what a message names comes back with it`() throws {
    var message = question
    message.mentions = [
      ConversationMessage.Mention(kind: "order_number", value: "A-1"),
      ConversationMessage.Mention(kind: "email", value: nil),
    ]
    message.step = "ask"
    message.question = "Where is it?"
    let told = message
    try begin("c")
    try store.write { try $0.append(told, toConversation: "c") }
    #expect(try store.read { try $0.messages(ofConversation: "c") } == [told])
  }

  @Test func `conversations are counted by how they ended`() throws {
    // Resolved by silence, by thanks after a wrong answer; disliked; handed over; open;
    // without an answer.
    for (id, feedback, handedOver, last, isAnswered) in [
      ("silent", [], false, 20, true), ("thanked", [-1, 1], false, 500, true),
      ("disliked", [-1], false, 20, true), ("person", [], true, 20, true),
      ("open", [], false, 500, true), ("mute", [], false, 20, false),
    ] as [(String, [Int64], Bool, Int64, Bool)] {
      try begin(id)
      try store.write { writer in
        try writer.append(
          ConversationMessage(
            id: id + "q", author: .customer, text: "?", createdAt: Timestamp(seconds: 10)),
          toConversation: id)
        for place in 0..<max(1, feedback.count) {
          try writer.append(
            ConversationMessage(
              id: "\(id)\(place)", author: .bot, text: "!", intent: isAnswered ? "i" : nil,
              outcome: isAnswered ? "answer" : "clarify", createdAt: Timestamp(seconds: 10)),
            toConversation: id)
        }
        guard var conversation = try writer.reading.conversation(id) else { return }
        conversation.lastMessageAt = Timestamp(seconds: last)
        if handedOver { conversation.handedOverAt = Timestamp(seconds: last) }
        try writer.update(conversation)
        for (place, value) in feedback.enumerated() {
          try writer.setFeedback(
            ConversationMessage.Feedback(rawValue: value), onMessage: "\(id)\(place)",
            at: Timestamp(seconds: last))
        }
      }
    }
    let tally = try store.read {
      try $0.supportTally(since: nil, quietSince: Timestamp(seconds: 100))
    }
    #expect(tally.conversations == 6)
    #expect(tally.resolved == 2)
    #expect(tally.handedOver == 1)
    #expect(tally.open == 1)
    #expect(tally.messages == 6 && tally.answers == 6)
    #expect(tally.helpful == 1 && tally.unhelpful == 2)
    let later = try store.read {
      try $0.supportTally(since: Timestamp(seconds: 11), quietSince: Timestamp(seconds: 100))
    }
    #expect(later == SupportTally())
  }

  @Test func `prompts and requirements are kept with an entry`() throws {
    let entry = FAQEntry(
      intent: "a", questions: ["A?"], answer: "a", prompts: ["b", "Why \"c\"?"],
      requires: ["order_number"])
    var again = entry
    again.answer = "new"
    again.prompts = []
    again.requires = []
    let second = again
    try store.write { writer in
      try writer.upsert(entry)
      try writer.upsert(second)
    }
    let kept = try #require(try store.read { try $0.faqEntries() }.first)
    #expect(kept.answer == "new")
    #expect(kept.prompts == entry.prompts && kept.requires == entry.requires)
  }
}
