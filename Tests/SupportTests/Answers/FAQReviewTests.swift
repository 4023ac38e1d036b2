import Domain
import Testing

@testable import Support

@Suite struct FAQReviewTests {
  private func entry(
    _ intent: String, _ questions: [String], _ examples: [String] = [], answer: String = "a",
    prompts: [String] = []
  ) -> FAQEntry {
    FAQEntry(
      intent: intent, questions: questions, answer: answer, examples: examples, prompts: prompts)
  }

  @Test func `a question of two intents stays with the first`() throws {
    var review = FAQReview(stored: [])
    var first = entry("track", ["Where is my order?"])
    var second = entry("status", ["where is MY order", "Order status?"], ["Where is my order!"])
    try review.check(&first, line: 2)
    try review.check(&second, line: 3)
    #expect(first.questions == ["Where is my order?"])
    #expect(second.questions == ["Order status?"])
    #expect(second.examples == [])
    #expect(
      review.clashes == [
        FAQReview.Clash(
          owner: FAQReview.Place(intent: "track", line: 2),
          other: FAQReview.Place(intent: "status", line: 3), example: "where is MY order",
          count: 2, isLeftOut: true)
      ])
  }

  @Test func `an entry without a question of its own is refused with both intents`() throws {
    var review = FAQReview(stored: [entry("track", ["Where is my order?"])])
    var other = entry("status", ["Where is my order?"], ["order status"])
    let problem = #expect(throws: FAQReview.Fault.self) { try review.check(&other, line: 7) }
    #expect(
      problem
        == .noOwnQuestion(
          question: "Where is my order?", owner: FAQReview.Place(intent: "track", line: nil)))
    // What was refused owns nothing.
    var third = entry("third", ["order status"])
    try review.check(&third, line: 8)
    #expect(review.clashes.isEmpty)
  }

  @Test func `a question outranks an example that came before`() throws {
    var review = FAQReview(stored: [])
    var first = entry("track", ["Where is it?"], ["refund please"])
    var second = entry("refund", ["Refund, please", "refund please?"])
    var third = entry("third", ["More?"], ["refund please"])
    try review.check(&first, line: 2)
    try review.check(&second, line: 3)
    try review.check(&third, line: 4)
    #expect(second.questions == ["Refund, please", "refund please?"])
    #expect(third.examples == [])
    #expect(review.clashes.map(\.isLeftOut) == [false, true])
    #expect(review.clashes.map(\.owner.intent) == ["track", "refund"])
  }

  @Test func `the same intent may say a thing twice and in two languages`() throws {
    var review = FAQReview(stored: [entry("ok", ["OK?"])])
    var again = entry("ok", ["ok", "OK?"], ["ok"])
    try review.check(&again, line: 2)
    #expect(again == entry("ok", ["ok", "OK?"], ["ok"]))
    #expect(review.clashes.isEmpty)
  }

  @Test func `an unknown field is a problem of the answer`() {
    var review = FAQReview(stored: [])
    var wrong = entry("i", ["q"], answer: "Hi {customer_nam}")
    #expect(throws: FAQReview.Fault.self) { try review.check(&wrong, line: 2) }
    var named = entry("i", ["q"], answer: "Size {customer.size} {customer.name}")
    #expect(throws: Never.self) { try review.check(&named, line: 3) }
    #expect(review.attributes == ["size": FAQReview.Place(intent: "i", line: 3)])
  }

  @Test func `prompts are looked up when all entries are known`() throws {
    var review = FAQReview(stored: [entry("stored", ["Stored?"], ["an example"])])
    var first = entry(
      "a", ["A?"], prompts: ["b", "what is b", "stored?", "stored", "an example", "gone"])
    var second = entry("b", ["What is b?"])
    try review.check(&first, line: 2)
    try review.check(&second, line: 3)
    #expect(review.lostPrompts.map(\.prompt) == ["an example", "gone"])
    #expect(review.lostPrompts.allSatisfy { $0.place == .init(intent: "a", line: 2) })
  }
}
