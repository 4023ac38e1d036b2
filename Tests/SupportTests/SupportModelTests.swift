import Domain
import Engine
import Features
import Models
import Testing

@testable import Support

@Suite struct SupportModelTests {
  private let model: SupportModel

  init() throws {
    model = try SupportFixture.model()
  }

  @Test func `a stored question or example gets its own answer with certainty`() {
    for entry in SupportFixture.entries {
      for text in entry.questions + entry.examples {
        for spelling in [text, text.uppercased(), "  " + text + " !?", text.lowercased()] {
          let reply = model.reply(to: spelling)
          #expect(reply.intent == entry.intent, "\(spelling)")
          #expect(reply.answer == entry.answer, "\(spelling)")
          #expect(reply.confidence >= 0.99, "\(spelling)")
          #expect(reply.action == .answer && reply.isExactMatch, "\(spelling)")
        }
      }
    }
  }

  @Test(arguments: [
    ("how can I track the parcel I ordered", "track_order"),
    ("i would like to return my shoes", "returns"),
    ("can i pay with paypal", "payment"),
    ("please cancle my order", "cancel"),
    ("wrap the gift please", "gift_wrap"),
  ])
  func `another wording finds the intent`(text: String, intent: String) {
    let reply = model.reply(to: text)
    #expect(reply.intent == intent)
    #expect(!reply.isExactMatch && reply.confidence < 1)
    #expect(reply.action != .handoff)
  }

  @Test(arguments: [
    "what is the capital of France?", "who won the football world cup", "tell me a joke",
    "how old is the universe",
  ])
  func `text about something else is not answered`(text: String) {
    let reply = model.reply(to: text)
    #expect(reply.action == .handoff)
    #expect(reply.answer == nil)
    #expect(reply.confidence < 0.5)
    #expect(reply.suggestions.count <= 3)
  }

  @Test(arguments: ["", " \n\t ", "?!…", "👍🎉", "\u{0}", "ሰላም ለዓለም", "\u{301}\u{302}"])
  func `text without anything known is handed off`(text: String) {
    let reply = model.reply(to: text)
    #expect(reply.action == .handoff)
    #expect(reply.intent == nil && reply.answer == nil && reply.confidence == 0)
  }

  @Test func `64 KiB of text get a reply`() {
    for text in [
      String(repeating: "order ", count: 65_536 / 6), String(repeating: "a", count: 65_536),
      String(repeating: "退货", count: 65_536 / 6), String(repeating: "'", count: 65_536),
    ] {
      let reply = model.reply(to: text)
      #expect((0...1).contains(reply.confidence))
      #expect(!reply.isExactMatch)
    }
  }

  @Test(arguments: [
    ("包裹在哪里", "zh", "请打开订单页面查看。"),
    ("wann kommt die Bestellung an", "de", "Öffnen Sie Ihre Bestellungen."),
    ("when does my parcel arrive", "en", "Open your orders and choose Track."),
  ])
  func `the answer is in the language of the text`(
    text: String, language: String, answer: String
  ) {
    let reply = model.reply(to: text)
    #expect(reply.intent == "track_order")
    #expect(reply.language == language)
    #expect(reply.answer == answer)
  }

  @Test func `words and base add up to the difference of the linear margins`() throws {
    let text = "please cancel the order and return the gift"
    let reply = model.reply(to: text)
    let scores = model.legs.scores(TextTokens(text))
    let winner = try #require(model.intents.firstIndex(of: reply.ranking[0].intent))
    let runnerUp = try #require(model.intents.firstIndex(of: reply.ranking[1].intent))
    let difference = Double(scores.margins[winner] - scores.margins[runnerUp])
    let explanation = reply.explanation
    let sum = explanation.words.reduce(explanation.base) { $0 + $1.contribution }
    #expect(abs(sum - difference) < 1e-3)
    for part in explanation.words + explanation.nGrams {
      #expect(part.start >= 0 && part.end <= text.unicodeScalars.count)
    }
    #expect(
      Set(explanation.words.map(\.text)).isSubset(of: [
        "please", "cancel", "the", "order", "and", "return", "gift",
      ]))
  }

  @Test func `the telling word explains the decision`() throws {
    let reply = model.reply(to: "could you cancel it for me")
    #expect(reply.intent == "cancel")
    #expect(reply.explanation.words.max { $0.contribution < $1.contribution }?.text == "cancel")
  }

  @Test func `the ranking holds probabilities, best first`() {
    let ranking = model.reply(to: "order a gift card").ranking
    #expect(ranking.count == 5)
    #expect(ranking.map(\.probability) == ranking.map(\.probability).sorted(by: >))
    #expect(abs(ranking.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
  }

  @Test func `suggestions are questions of other intents`() {
    for text in ["order", "gift order", "is my order wrapped", "cancel or return"] {
      let reply = model.reply(to: text)
      #expect(Set(reply.suggestions.map(\.intent)).count == reply.suggestions.count)
      switch reply.action {
      case .answer: #expect(!reply.suggestions.contains { $0.intent == reply.intent })
      case .clarify: #expect(reply.suggestions.count == 2)
      case .handoff: #expect(reply.suggestions.count == 3)
      }
      for suggestion in reply.suggestions {
        #expect(
          SupportFixture.entries.contains {
            $0.intent == suggestion.intent && $0.questions.contains(suggestion.question)
          })
        #expect((0...1).contains(suggestion.confidence))
      }
    }
  }

  @Test func `training twice gives the same model, another seed another`() throws {
    let first = try model.checkpoint().encoded()
    let again = try SupportModel.train(
      SupportFixture.entries, configuration: SupportFixture.configuration)
    #expect(try again.checkpoint().encoded() == first)
    var other = SupportFixture.configuration
    other.seed = 8
    let second = try SupportModel.train(SupportFixture.entries, configuration: other)
    #expect(try second.checkpoint().encoded() != first)
  }

  @Test func `threads do not change the model`() throws {
    var single = SupportFixture.configuration
    single.threads = 1
    let other = try SupportModel.train(SupportFixture.entries, configuration: single)
    #expect(other.checkpoint() == model.checkpoint())
  }

  @Test func `one intent is too few`() {
    #expect(throws: SupportError.self) {
      try SupportModel.train([SupportFixture.entries[0], SupportFixture.entries[1]])
    }
    do {
      _ = try SupportModel.train([])
      Issue.record("trained on nothing")
    } catch {
      #expect(error.code == .tooFewIntents)
      #expect(error.message.contains("import"))
    }
  }

  @Test func `two intents with one wording each are enough`() throws {
    let model = try SupportModel.train([
      FAQEntry(intent: "a", questions: ["Where is my parcel?"], answer: "On its way."),
      FAQEntry(intent: "b", questions: ["How do refunds work?"], answer: "Slowly."),
    ])
    #expect(model.reply(to: "where is my parcel").answer == "On its way.")
    #expect(model.reply(to: "do refunds take long").intent == "b")
  }

  @Test func `an entry without wording is named`() {
    var entries = SupportFixture.entries
    entries.append(FAQEntry(intent: "silent", questions: [" "], answer: "…"))
    do {
      _ = try SupportModel.train(entries)
      Issue.record("trained on an empty question")
    } catch {
      #expect(error.code == .emptyQuestion)
      #expect(error.message.contains("silent"))
    }
  }

  @Test(arguments: [
    SupportConfiguration(folds: 1), SupportConfiguration(outOfScopeShare: 0),
    SupportConfiguration(calibrationLimit: 0),
    SupportConfiguration(threads: 0),
  ])
  func `settings out of range are refused`(configuration: SupportConfiguration) {
    do {
      _ = try SupportModel.train(SupportFixture.entries, configuration: configuration)
      Issue.record("trained with \(configuration)")
    } catch {
      #expect(error.code == .invalidConfiguration)
    }
  }

  @Test func `a cancelled training says so`() {
    let cancellation = Cancellation()
    cancellation.cancel()
    do {
      _ = try SupportModel.train(SupportFixture.entries, cancellation: cancellation)
      Issue.record("trained although cancelled")
    } catch {
      #expect(error.code == .cancelled)
    }
  }

  @Test func `progress rises to the end`() throws {
    var parts: [Double] = []
    _ = try SupportModel.train(
      SupportFixture.entries, configuration: SupportFixture.configuration
    ) { parts.append($1) }
    #expect(parts == parts.sorted())
    #expect(parts.last == 1)
  }
}
