import Domain
import Testing

@testable import Support

/// Whatever is typed, a conversation goes on.
@Suite struct DialogueInputTests {
  @Test(arguments: [
    "", " ", "\u{0}", "\u{1}\u{7f}\u{200b}", "🦊🦊🦊", "0123456789", "/", "//", "/{", "/{}", "1",
    "99999999999999999999", "-1", "①", "٢", "नहीं", "no\u{301}", "Ünïcödé テスト тест",
    String(repeating: "a", count: 100_000), String(repeating: "no ", count: 30_000),
    String(repeating: "/", count: 100_000), "\u{FFFD}\u{FFFD}",
  ])
  func `any text gets a reply in any state`(text: String) {
    for prepare in [
      { (_: Talk) in }, { $0.say("money", between: ["returns", "payment"]) },
      { $0.say("order status", sure: "status") }, { $0.say("parcel", sure: "delivery") },
      { $0.say("zxqv") },
    ] as [(Talk) -> Void] {
      let talk = Talk()
      prepare(talk)
      let turn = talk.say(text)
      #expect(!turn.text.isEmpty)
      #expect(turn.confidence.isFinite)
    }
  }

  @Test(arguments: 0..<20)
  func `random talk never ends without a person or an answer`(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let talk = Talk()
    var backInARow = 0
    for _ in 0..<200 {
      let intents = ["delivery", "returns", "payment", "status", "warranty", "club"]
      let turn =
        switch next(6) {
        case 0: talk.say("x", sure: intents[next(6)], others: [intents[next(6)]])
        case 1: talk.say("x", between: [intents[next(6)], intents[next(6)]])
        case 2: talk.say("zxqv", near: [intents[next(6)]])
        case 3: talk.say(["1", "2", "no", "thanks", "yes", "the last"][next(6)])
        case 4: talk.say("A-17", entities: [Talk.order("A-17")])
        default: talk.say("/restart")
        }
      backInARow = turn.action == .clarify ? backInARow + 1 : 0
      // A question back on an order number comes beside those that count.
      #expect(backInARow <= 6, "seed \(seed)")
      #expect(turn.choices.count <= 4)
      if turn.state.isHandedOver { #expect(turn.action == .handoff) }
    }
  }
}
