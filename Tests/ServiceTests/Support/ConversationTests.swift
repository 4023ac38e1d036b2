import Dispatch
import Domain
import Glibc
import Storage
import Support
import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite struct ConversationTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let clock = TestClock(.now)

  init() throws {
    let clock = clock
    rapport = Rapport(store: try SampleShop.openTrained(at: directory.database).store) { clock.now }
  }

  private func record(of id: String) throws -> CustomerRecord {
    try #require(
      try rapport.messageContext(at: ConversationPlace(customer: id), time: .now).record)
  }

  private func event(_ number: Int) -> (customer: String, id: String)? {
    // The shop's events are e1, e2, …; whose each one is only the store knows.
    let id = "e\(number)"
    for customer in 0..<60 {
      let name = "k\(customer < 10 ? "0" : "")\(customer)"
      guard let key = try? rapport.customer(name).key,
        let lines = try? rapport.store.read({ try $0.purchases(of: key, limit: 1000) }),
        lines.contains(where: { $0.eventID == id })
      else { continue }
      return (name, id)
    }
    return nil
  }

  @Test func `the customer's own order is found and nobody else's`() throws {
    let own = try #require(event(100))
    let record = try record(of: own.customer)
    guard case .found(let facts) = record.lookUp(own.id) else {
      Issue.record("\(own.id) is not found")
      return
    }
    #expect(facts.order?.number == own.id)
    #expect(facts.order?.products.count == 1)
    #expect(facts.order?.currency == "EUR")
    for spelling in [own.id.uppercased(), "e-100", "E 100"] {
      guard case .found = record.lookUp(spelling) else {
        Issue.record("\(spelling) is not found")
        continue
      }
    }
    let other = try #require(
      (101..<140).lazy.compactMap { event($0) }.first { $0.customer != own.customer })
    guard case .notFound = record.lookUp(other.id) else {
      Issue.record("\(other.id) belongs to \(other.customer)")
      return
    }
    for number in ["", "-", "e", "nothing", "e0"] {
      guard case .notFound = record.lookUp(number) else {
        Issue.record("\(number) is found")
        continue
      }
    }
  }

  @Test func `facts are of the customer who asks`() throws {
    let facts = try record(of: "k04").facts
    #expect(facts.name == "Name 4")
    #expect(facts.loyalty == "plus")
    #expect(facts.returnWindowDays == nil)
    #expect(facts.lastOrder?.placedAt != nil)
    #expect(facts.lastOrder?.products.first?.hasPrefix("Thing ") == true)
    _ = try rapport.set("support.return-window-days", to: 30)
    #expect(try record(of: "k04").facts.returnWindowDays == 30)
  }

  @Test func `the last order beside an answer is the one that its words mean`() throws {
    let record = try record(of: "k04")
    let answer = try rapport.ask("Where is my parcel?", customer: "k04").customer
    #expect(answer?.customerId == "k04")
    #expect(answer?.lastOrderDate == record.facts.lastOrder?.placedAt?.date)
    #expect(answer?.lastOrderValue == record.facts.lastOrder?.value)
    #expect(answer?.lastOrderLines == 1)
  }

  @Test func `order numbers are read once, and then those that came since`() throws {
    var numbers = SupportCache.OrderNumbers()
    try rapport.store.read { try numbers.update($0) }
    let before = numbers
    try rapport.store.read { try numbers.update($0) }
    #expect(!before.ids.isEmpty && numbers.ids == before.ids)
    let purchase = Interaction(
      customer: Customer.ID("k04"), product: Product.ID("p01"), kind: .purchase, occurredAt: .now,
      eventID: "new-1")
    _ = try rapport.record([purchase])
    try rapport.store.read { try numbers.update($0) }
    #expect(numbers.ids == ["new-1"] + before.ids && numbers.lastKey == before.lastKey + 1)
  }

  @Test func `what is typed never reaches the disk unmasked`() throws {
    let secrets = ["jane.roe@example.org", "+49 30 1234567", "4111 1111 1111 1111"]
    var conversation: String?
    for text in secrets.map({ "my contact is \($0), where is my parcel?" }) + ["no", "thanks"] {
      let answer = try rapport.converse(text, customer: "k02", conversation: conversation)
      conversation = answer.conversationId
    }
    let sender = ConversationPlace(sender: "jane.roe@example.org")
    _ = try rapport.converse("Where is my parcel?", at: sender)
    for name in ["", "-wal", "-shm"] {
      let bytes = contents(of: directory.database + name)
      for secret in secrets + ["1234567", "jane.roe"] {
        #expect(
          bytes.firstRange(of: Array(secret.utf8)) == nil, "\(secret) in the database\(name)")
      }
    }
  }

  @Test func `a sender goes on with the conversation until it is over`() throws {
    let place = ConversationPlace(sender: "widget-1")
    func send(_ text: String, _ seconds: Int64) throws -> SupportAnswer {
      clock.now = Timestamp(seconds: 1_800_000_000 + seconds)
      return try rapport.converse(text, at: place)
    }
    let first = try #require(try send("Where is my parcel?", 0).conversationId)
    #expect(try send("thanks", 10).conversationId == first)
    #expect(try send("human", 20).action == "handoff")
    #expect(try send("Where is my parcel?", 25).action == "handoff")
    #expect(try send("hello?", 30).conversationId == first)
    try rapport.resolve(conversation: first)
    let second = try #require(try send("Where is my parcel?", 40).conversationId)
    #expect(second != first)
    #expect(try send("are you open", 50).conversationId == second)
    #expect(try send("are you open", 50 + Rapport.longSilence).conversationId != second)
    #expect(
      try rapport.converse("hi", at: ConversationPlace(sender: "widget-2")).conversationId
        != second)
  }

  @Test func `after a person has settled it the bot answers again`() throws {
    let first = try rapport.converse("human", customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    try rapport.resolve(conversation: id)
    for _ in 0..<2 {
      let answer = try rapport.converse("Where is my parcel?", customer: nil, conversation: id)
      #expect(answer.action == "answer")
    }
  }

  @Test func `a sender named like a customer is not that customer`() throws {
    let known = ConversationPlace(customer: "k02", sender: "k02")
    let own = try rapport.converse("Where is my parcel?", at: known)
    let stranger = try rapport.converse(
      "Where is my parcel?", at: ConversationPlace(sender: "k02"))
    #expect(stranger.conversationId != own.conversationId)
    #expect(stranger.customer == nil)
    #expect(
      try rapport.converse("are you open", at: known).conversationId == own.conversationId)
  }

  @Test func `a message of a customer who is erased meanwhile is refused`() throws {
    for number in 10..<16 {
      let id = "k\(number)"
      let errors = Mutex<[any Error]>([])
      DispatchQueue.concurrentPerform(iterations: 3) { worker in
        do {
          if worker == 0 {
            _ = try rapport.erase(customer: id)
          } else {
            while true { _ = try rapport.converse("are you open", customer: id, conversation: nil) }
          }
        } catch {
          errors.withLock { $0.append(error) }
        }
      }
      let codes = errors.withLock { $0.map { ($0 as? ServiceError)?.code } }
      #expect(codes == [.unknownCustomer, .unknownCustomer], "\(errors.withLock { $0 })")
    }
    #expect(try rapport.check() == [])
  }

  @Test func `a changed answer is given at once`() throws {
    let text = "are you open on sunday"
    #expect(try rapport.ask(text).answer == "From 9 to 18.")
    let changed = FAQEntry(
      intent: "hours", questions: ["When are you open?"], answer: "From 8 to 20.")
    _ = try rapport.record([changed])
    #expect(try rapport.ask(text).answer == "From 8 to 20.")
    #expect(
      try rapport.converse(text, customer: nil, conversation: nil).answer == "From 8 to 20.")
  }

  @Test func `a conversation becomes the customer's who is named first`() throws {
    let begun = try rapport.converse("are you open", customer: nil, conversation: nil)
    let id = try #require(begun.conversationId)
    _ = try rapport.converse("are you open", customer: "k03", conversation: id)
    #expect(throws: ServiceError.self) {
      try rapport.converse("are you open", customer: "k04", conversation: id)
    }
    let history = try rapport.conversations(ofCustomer: "k03", limit: 5)
    #expect(history.conversations.map(\.conversationId) == [id])
    #expect(history.conversations.first?.messages.count == 4)
    #expect(history.conversations.first?.outcome == "open")
    #expect(throws: ServiceError.self) { try rapport.conversations(ofCustomer: "x", limit: 5) }
  }

  @Test func `thanks and that was not it count as feedback`() throws {
    let first = try rapport.converse("Where is my parcel?", customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    _ = try rapport.converse("that was not it", customer: nil, conversation: id)
    var messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages[1].feedback == .unhelpful && messages[1].feedbackAt != nil)
    let second = try rapport.converse("When are you open?", customer: nil, conversation: id)
    _ = try rapport.converse("thanks", customer: nil, conversation: id)
    messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages.first { $0.id == second.messageId }?.feedback == .helpful)
    let stats = try rapport.supportStatistics(since: nil)
    #expect(stats.conversations == 1 && stats.resolved == 1 && stats.resolutionRate == 1)
    #expect(stats.helpful == 1 && stats.unhelpful == 1)
  }

  @Test func `two messages at once do not lose each other`() async throws {
    let rapport = rapport
    let first = try rapport.converse("Where is my parcel?", customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          _ = try? rapport.converse("are you open", customer: nil, conversation: id)
        }
      }
    }
    let messages = try rapport.store.read { try $0.messages(ofConversation: id) }
    #expect(messages.count == 18)
    let state = try #require(try rapport.store.read { try $0.conversation(id) }?.state)
    #expect(state.contains("\"turns\":9"))
  }

  @Test func `those likely to leave are handed over sooner`() throws {
    _ = try rapport.set("support.handoff-risk", to: 0)
    let known = try rapport.converse("zxqv wvut", customer: "k02", conversation: nil)
    #expect(known.action == "handoff")
    let unknown = try rapport.converse("zxqv wvut", customer: nil, conversation: nil)
    #expect(unknown.action == "clarify")
    _ = try rapport.set("support.handoff-risk", to: 1)
    let never = try rapport.converse("zxqv wvut", customer: "k02", conversation: nil)
    #expect(never.action == "clarify")
  }

  @Test(arguments: [
    " ", "\u{0}\u{1}", "🦊", "0123456789", "Ünïcödé テスト тест عربى", "/", "/x{\"", "\u{FFFD}",
    String(repeating: "long ", count: 20_000),
  ])
  func `any text is answered and stored`(text: String) throws {
    let answer = try rapport.converse(text, customer: "k02", conversation: nil)
    #expect(answer.reply?.isEmpty == false)
    let history = try rapport.conversations(ofCustomer: "k02", limit: 1)
    let stored = try #require(history.conversations.first?.messages.first)
    #expect(stored.text.unicodeScalars.count <= 8_001)
  }

  @Test func `an unreadable state begins anew`() throws {
    let first = try rapport.converse("are you open", customer: nil, conversation: nil)
    let id = try #require(first.conversationId)
    try rapport.store.write { writer in
      guard var conversation = try writer.reading.conversation(id) else { return }
      conversation.state = "{\"turns\":\"many\"}"
      try writer.update(conversation)
    }
    #expect(try rapport.converse("are you open", customer: nil, conversation: id).action != "")
  }

  @Test func `erasing a customer takes the conversations along`() throws {
    let answer = try rapport.converse("Where is my parcel?", customer: "k05", conversation: nil)
    let id = try #require(answer.conversationId)
    _ = try rapport.store.write { try $0.erase(Customer.ID("k05")) }
    #expect(try rapport.store.read { try $0.conversation(id) } == nil)
    #expect(try rapport.store.read { try $0.messages(ofConversation: id) } == [])
  }

}
