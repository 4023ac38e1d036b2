import Testing

@testable import Support

@Suite struct SupportPolicyTests {
  @Test func `the threshold of a preset is where an answer costs as much as a hand-over`() {
    for preset in SupportPolicy.Preset.allCases {
      let threshold = SupportPolicy(preset).answerThreshold
      #expect(abs(preset.costRatio * (1 - threshold) - threshold) < 1e-12)
    }
    #expect(SupportPolicy(.strict).answerThreshold == 0.8)
    #expect(SupportPolicy(.balanced) == .standard)
    #expect(SupportPolicy(.open).answerThreshold == 0.2)
  }

  @Test func `a stricter preset answers fewer texts, and never one the open does not`() throws {
    let model = try SupportFixture.model()
    let texts = [
      "where is it", "order", "gift order", "cancel or return", "is my order wrapped",
      "please cancle my order", "what is the capital of France?", "cards", "return shoes gift",
      "can i pay with paypal", "track the parcel",
    ]
    let answered = [SupportPolicy.Preset.open, .balanced, .strict].map { preset in
      Set(texts.filter { model.reply(to: $0, policy: SupportPolicy(preset)).action == .answer })
    }
    #expect(answered[1].isSubset(of: answered[0]) && answered[2].isSubset(of: answered[1]))
    #expect(answered[2].count < answered[0].count)
  }

  @Test func `two intents nearly as likely are both offered`() throws {
    let model = try SupportFixture.model()
    let policy = SupportPolicy(answerThreshold: 0)
    var ambiguous = 0
    for text in ["cancel or return", "order", "gift order", "pay gift", "return cancel order"] {
      let reply = model.reply(to: text, policy: policy)
      let gap = reply.ranking[0].probability - reply.ranking[1].probability
      #expect((reply.action == .clarify) == (gap < 0.1), "\(text) \(gap)")
      guard reply.action == .clarify else { continue }
      ambiguous += 1
      #expect(reply.suggestions.count == 2)
    }
    #expect(ambiguous > 0)
  }
}
