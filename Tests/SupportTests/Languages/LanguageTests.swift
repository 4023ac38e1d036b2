import Support
import Testing

/// The bot in scripts and languages other than English.
@Suite struct LanguageTests {
  @Test(arguments: [
    LanguageFAQ.chinese, .japanese, .thai, .arabic, .russian, .greek, .german,
  ])
  func `a stored question gets its own answer`(faq: LanguageFAQ) throws {
    let model = try SupportModel.train(faq.entries, configuration: SupportFixture.configuration)
    for item in faq.items {
      for text in [item.question, item.example] {
        let reply = model.reply(to: text)
        #expect(reply.intent == item.intent && reply.answer == item.answer, "\(text)")
        #expect(reply.confidence >= 0.99 && reply.action == .answer, "\(text)")
      }
    }
  }

  @Test(arguments: [LanguageFAQ.chinese, .japanese])
  func `another wording finds its intent where words run together`(faq: LanguageFAQ) throws {
    let model = try SupportModel.train(faq.entries, configuration: SupportFixture.configuration)
    let accuracy = faq.accuracy(of: model)
    #expect(accuracy.topThree >= 0.9 && accuracy.first >= 0.75, "\(accuracy)")
  }

  // Seven intents hold too few texts for a tighter bound.
  @Test(arguments: [LanguageFAQ.thai, .arabic, .russian, .greek, .german])
  func `a small FAQ is found in further languages`(faq: LanguageFAQ) throws {
    let model = try SupportModel.train(faq.entries, configuration: SupportFixture.configuration)
    let accuracy = faq.accuracy(of: model)
    #expect(accuracy.topThree >= 0.85 && accuracy.first >= 0.7, "\(accuracy)")
  }

  @Test func `traditional characters find what is stored in simplified ones`() throws {
    let model = try SupportModel.train(
      LanguageFAQ.chinese.entries, configuration: SupportFixture.configuration)
    let accuracy = LanguageFAQ.accuracy(of: model, LanguageFAQ.traditional)
    #expect(accuracy.topThree >= 0.9 && accuracy.first >= 0.75, "\(accuracy)")
  }
}
