import Domain
import Support
import Testing

/// FAQs that no one would write on purpose.
@Suite struct BadFAQTests {
  @Test func `one intent is refused with what to do`() {
    do {
      _ = try SupportModel.train([SupportFixture.entries[5]])
      Issue.record("trained on one intent")
    } catch {
      #expect(error.code == .tooFewIntents)
      #expect(error.message.contains("payment") && error.message.contains("needs two"))
    }
  }

  @Test func `one wording an intent is enough`() throws {
    let subjects = [
      "refund", "invoice", "warranty", "delivery", "voucher", "password", "newsletter", "repair",
      "size", "colour", "payment", "gift", "return", "exchange", "account", "address",
    ]
    let entries = subjects.map {
      FAQEntry(intent: $0, questions: ["What about the \($0)?"], answer: "This of the \($0).")
    }
    let model = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    for subject in subjects {
      let stored = model.reply(to: "what about the \(subject)")
      #expect(stored.intent == subject && stored.confidence >= 0.99)
      #expect(model.reply(to: "i have a question on my \(subject)").intent == subject)
    }
  }

  @Test func `hundreds of intents of one wording each are told apart`() throws {
    let syllables = ["ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"]
    let entries = (0..<300).map { row in
      let word = syllables[row / 100] + syllables[row / 10 % 10] + syllables[row % 10]
      return FAQEntry(
        intent: "intent_\(row)", questions: ["How do I use the \(word) thing?"],
        answer: "Turn the \(word).")
    }
    let model = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    var found = 0
    for entry in entries {
      let reply = model.reply(to: entry.questions[0])
      #expect(reply.intent == entry.intent && reply.confidence >= 0.99)
      let word = entry.answer.dropFirst(9).dropLast()
      found += model.reply(to: "\(word) please").intent == entry.intent ? 1 : 0
    }
    #expect(found >= 285, "\(found) of 300")
  }

  @Test func `one question under two intents gets the first, always`() throws {
    var entries = SupportFixture.entries
    entries.append(
      FAQEntry(
        intent: "zz_parcel", questions: ["Where is my order?"], answer: "Somewhere.",
        language: "en", examples: ["find my parcel", "look for my package"]))
    for order in [entries, entries.reversed()] {
      let model = try SupportModel.train(order, configuration: SupportFixture.configuration)
      let reply = model.reply(to: "Where is my order?")
      let first = try #require(order.first { $0.questions.contains("Where is my order?") })
      #expect(reply.intent == first.intent && reply.answer == first.answer)
      #expect(reply.confidence >= 0.99 && reply.isExactMatch)
    }
  }

  @Test func `an example stored many times counts once`() throws {
    var entries = SupportFixture.entries
    entries[0].examples += Array(repeating: "track my parcel", count: 50)
    entries[0].examples += ["TRACK my parcel!", " track  my parcel "]
    let once = try SupportFixture.model()
    let often = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    #expect(often.phrasingCount == once.phrasingCount)
    for text in ["track it", "where is my parcel", "cancel my parcel"] {
      #expect(often.reply(to: text).ranking == once.reply(to: text).ranking)
    }
  }

  @Test func `a bot learns from strange examples without harm`() throws {
    var entries = SupportFixture.entries
    entries[0].examples += StrangeTexts.empty + StrangeTexts.odd
    entries[5].examples += [String(repeating: "order ", count: 16_000)]
    let model = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    for entry in SupportFixture.entries {
      for text in entry.questions + entry.examples {
        let reply = model.reply(to: text)
        #expect(reply.intent == entry.intent && reply.confidence >= 0.99, "\(text)")
      }
    }
    #expect(model.reply(to: "please cancle my order").intent == "cancel")
  }

  @Test func `a question of nothing but emoji finds its answer`() throws {
    var entries = SupportFixture.entries
    entries.append(FAQEntry(intent: "thanks", questions: ["👍"], answer: "Glad to help."))
    let model = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    #expect(model.reply(to: "👍").answer == "Glad to help.")
    #expect(model.reply(to: "👎").action == .handoff)
  }

  @Test func `all texts the same in every intent train without failure`() throws {
    let entries = ["a", "b", "c"].map {
      FAQEntry(intent: $0, questions: ["What now?"], answer: "Answer \($0).")
    }
    let model = try SupportModel.train(entries, configuration: SupportFixture.configuration)
    let reply = model.reply(to: "what now please")
    #expect((0...1).contains(reply.confidence))
    #expect(model.reply(to: "What now?").isExactMatch)
  }
}
