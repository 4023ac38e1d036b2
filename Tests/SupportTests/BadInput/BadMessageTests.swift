import Support
import Testing

/// Whatever a message holds, it gets a reply that makes sense.
@Suite struct BadMessageTests {
  private let model: SupportModel

  init() throws { model = try SupportFixture.model() }

  @Test(arguments: StrangeTexts.empty)
  func `a text without letters and digits is handed off`(text: String) {
    let reply = model.reply(to: text)
    #expect(reply.action == .handoff && reply.confidence == 0)
    #expect(reply.intent == nil && reply.answer == nil && !reply.isExactMatch)
  }

  @Test(arguments: StrangeTexts.odd)
  func `an odd text gets a sound reply`(text: String) {
    check(model.reply(to: text), "\(text.prefix(40))")
  }

  @Test func `100 kB of anything get a sound reply`() {
    for text in StrangeTexts.long {
      let reply = model.reply(to: text)
      check(reply, "\(text.prefix(20))…")
      #expect(!reply.isExactMatch, "\(text.prefix(20))…")
    }
  }

  @Test(arguments: ["0", "12345", "4711 0815 007", "１２３", "٠١٢٣"])
  func `digits alone are no question`(text: String) {
    #expect(model.reply(to: text).action == .handoff)
  }

  @Test func `random scalars get a sound reply`() {
    for seed in UInt64(1)...200 {
      var state = seed
      var view = String.UnicodeScalarView()
      for _ in 0..<Int(seed % 40) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let bound: UInt64 = [0x80, 0x600, 0x3100, 0xA000, 0x2_0000][Int(state >> 60) % 5]
        if let scalar = Unicode.Scalar(UInt32((state >> 20) % bound)) { view.append(scalar) }
      }
      check(model.reply(to: String(view)), "seed \(seed)")
    }
  }

  private func check(_ reply: SupportReply, _ name: String) {
    #expect((0...1).contains(reply.confidence), "\(name)")
    let probabilities = reply.ranking.map(\.probability)
    #expect(probabilities.allSatisfy { (0...1).contains($0) }, "\(name)")
    #expect(probabilities.reduce(0, +) < 1 + 1e-9, "\(name)")
    #expect(reply.suggestions.allSatisfy { (0...1).contains($0.confidence) }, "\(name)")
    #expect(reply.explanation.words.allSatisfy { $0.contribution.isFinite }, "\(name)")
    #expect((reply.action == .handoff) == (reply.answer == nil), "\(name)")
  }
}
