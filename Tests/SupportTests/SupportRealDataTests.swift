import Domain
import FoundationEssentials
import Support
import Testing

/// Public data, where it is at hand.
@Suite struct SupportRealDataTests {
  private struct File: Decodable {
    struct Pair: Decodable {
      var question: String
      var answer: String
    }
    var questions: [Pair]
  }

  private static func shopFAQ() throws -> [FAQEntry]? {
    guard let data = SupportFixture.data("ecommerce-faq/faq.json") else { return nil }
    return try JSONDecoder().decode(File.self, from: data).questions.enumerated().map { row, pair in
      FAQEntry(intent: "faq_\(row)", questions: [pair.question], answer: pair.answer)
    }
  }

  @Test func `79 pairs with one question each answer what they cover and nothing else`() throws {
    guard let entries = try Self.shopFAQ() else { return }
    let model = try SupportModel.train(entries, configuration: .init(threads: 2))
    for entry in entries {
      let reply = model.reply(to: entry.questions[0])
      #expect(reply.answer == entry.answer && reply.confidence >= 0.99)
    }
    let returning = model.reply(to: "how do I return something I bought?")
    #expect(returning.action != .handoff)
    #expect(returning.answer?.lowercased().contains("return") == true)
    for (text, word) in [
      ("my package arrived broken", "damaged"), ("cancel order", "cancel"),
      ("promo code doesn't work", "discount"), ("can i buy without signing up", "account"),
    ] {
      let questions = model.reply(to: text)
      let offered = [questions.question ?? ""] + questions.suggestions.map(\.question)
      #expect(offered.contains { $0.lowercased().contains(word) }, "\(text): \(offered)")
    }
    for text in [
      "what is the capital of France?", "who won the football world cup", "tell me a joke",
      "what is the meaning of life?", "how do i cook pasta",
    ] {
      let reply = model.reply(to: text)
      #expect(reply.action == .handoff && reply.answer == nil, "\(text)")
    }
  }

  @Test func `40 intents of 10 wordings know what they do not know`() throws {
    guard let data = SupportFixture.data("banking77/train.csv") else { return }
    // The lines without quotes are enough for this.
    var wordings: [String: [String]] = [:]
    for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst()
    {
      let fields = line.split(separator: ",")
      guard fields.count == 2, !line.contains("\"") else { continue }
      wordings[String(fields[1]), default: []].append(String(fields[0]))
    }
    let intents = wordings.filter { $0.value.count >= 20 }.keys.sorted().prefix(40)
    let entries = intents.map { intent in
      FAQEntry(
        intent: intent, questions: Array(wordings[intent, default: []].prefix(10)),
        answer: "About \(intent).")
    }
    let model = try SupportModel.train(entries, configuration: .init(threads: 2))
    var right = 0
    var total = 0
    for intent in intents {
      for text in wordings[intent, default: []].dropFirst(10).prefix(10) {
        right += model.reply(to: text).intent == intent ? 1 : 0
        total += 1
      }
    }
    // Ten wordings an intent: about 74 % on all 77 intents.
    #expect(Double(right) / Double(total) > 0.7, "\(right) of \(total)")
    for text in [
      "what is the capital of France?", "who won the football world cup", "tell me a joke",
    ] {
      let reply = model.reply(to: text)
      #expect(reply.action == .handoff, "\(text): \(reply.confidence)")
    }
  }
}
