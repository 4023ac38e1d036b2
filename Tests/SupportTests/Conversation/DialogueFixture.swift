import Domain
import Synchronization

@testable import Support

/// A conversation with a bot whose model says what a test wants it to say.
final class Talk {
  static let book = AnswerBook([
    FAQEntry(
      intent: "delivery", questions: ["Where is my parcel?"], answer: "Follow the link.",
      language: "en", prompts: ["returns", "How can I pay?", "nothing like that"]),
    FAQEntry(
      intent: "returns", questions: ["How do I send something back?"],
      answer: "Within 30 days.", language: "en"),
    FAQEntry(
      intent: "payment", questions: ["How can I pay?"], answer: "By card.", language: "en"),
    FAQEntry(
      intent: "status", questions: ["What is the status of my order?"],
      answer: "Order {order.number} was placed on {order.date}. It is on its way.",
      language: "en"),
    FAQEntry(
      intent: "warranty", questions: ["Is it under warranty?"],
      answer: "Two years.", language: "en", requires: ["product"]),
    FAQEntry(
      intent: "complaint", questions: ["I want to complain"],
      answer: "We are sorry.", language: "en", requires: ["person"]),
    FAQEntry(
      intent: "club", questions: ["What is my tier?"], answer: "You are {loyalty}.",
      language: "en"),
    FAQEntry(
      intent: "delivery", questions: ["Wo ist mein Paket?"], answer: "Folgen Sie dem Link.",
      language: "de"),
  ])

  var state: DialogueState
  var policy = DialoguePolicy.standard
  /// Of the customer who asks.
  var facts: CustomerFacts?
  /// The customer's own orders.
  var orders: [String: CustomerFacts.Order] = [:]
  var time: Int64 = 1000
  private var count = 0

  init() { state = DialogueState(at: Timestamp(seconds: 1000)) }

  /// Says a text of which the model is sure that it has that intent.
  @discardableResult
  func say(
    _ text: String, sure intent: String, confidence: Double = 0.9, isExact: Bool = false,
    others: [String] = [], entities: [Entity] = [], language: String? = "en"
  ) -> DialogueTurn {
    var reply = SupportReply.unknown(language: language)
    let entry = Self.book.entry(intent, language: language)
    reply.intent = intent
    reply.confidence = confidence
    reply.action = .answer
    reply.answer = entry?.answer
    reply.question = entry?.questions.first
    reply.isExactMatch = isExact
    reply.suggestions = suggestions(others)
    return take(text, reply, entities)
  }

  /// Says a text that could mean any of some intents.
  @discardableResult
  func say(_ text: String, between intents: [String]) -> DialogueTurn {
    var reply = SupportReply.unknown(language: "en")
    reply.intent = intents.first
    reply.confidence = 0.4
    reply.action = .clarify
    reply.suggestions = suggestions(intents)
    return take(text, reply, [])
  }

  /// Says a text that the model does not know.
  @discardableResult
  func say(
    _ text: String, near intents: [String] = [], entities: [Entity] = [], language: String? = nil
  ) -> DialogueTurn {
    var reply = SupportReply.unknown(language: language)
    reply.suggestions = suggestions(intents)
    return take(text, reply, entities)
  }

  static func order(_ number: String) -> Entity {
    Entity(
      kind: .orderNumber, value: number, text: number, start: 0, end: number.count,
      confidence: 0.9)
  }

  private func suggestions(_ intents: [String]) -> [SupportReply.Suggestion] {
    intents.map {
      SupportReply.Suggestion(
        intent: $0, question: Self.book.entry($0, language: "en")?.questions.first ?? "",
        confidence: 0.2)
    }
  }

  private func take(_ text: String, _ reply: SupportReply, _ entities: [Entity]) -> DialogueTurn {
    count += 1
    time += 10
    let facts = facts
    let orders = orders
    let turn = Dialogue.turn(
      DialogueMessage(
        text: text, entities: entities, reply: reply, replyID: "m\(count)",
        time: Timestamp(seconds: time)),
      state: state,
      knowledge: DialogueKnowledge(book: Self.book, facts: facts) { number in
        guard let facts else { return .unknownCustomer }
        return orders[number].map { order in
          var own = facts
          own.order = order
          return .found(own)
        } ?? .notFound
      }, policy: policy)
    state = turn.state
    return turn
  }
}
