import Engine
import Features
import Testing

@testable import Support

@Suite struct TypingMistakesTests {
  @Test func `one word has one letter wrong`() {
    let texts = ["where is my order", "退货 please", "a bc"].map { TextTokens($0) }
    let mistakes = TypingMistakes(texts)
    for seed in 0..<UInt64(60) {
      var generator = Xoshiro256StarStar(seed: seed)
      let text = texts[Int(seed) % texts.count]
      guard let typed = mistakes.mistyped(text, using: &generator) else {
        Issue.record("seed \(seed): nothing mistyped")
        continue
      }
      let before = (0..<text.count).map { text.word($0) }
      let after = (0..<typed.count).map { typed.word($0) }
      #expect(after.count == before.count, "seed \(seed)")
      let changed = zip(before, after).filter { $0 != $1 }
      #expect(changed.count <= 1, "seed \(seed)")
      for (word, typed) in changed {
        #expect(abs(word.count - typed.count) <= 1 && word.count > 1, "seed \(seed)")
      }
    }
  }

  @Test func `a text without letters to mistype stays as it is`() {
    let texts = ["退货", "a", ""].map { TextTokens($0) }
    let mistakes = TypingMistakes(texts)
    var generator = Xoshiro256StarStar(seed: 1)
    for text in texts { #expect(mistakes.mistyped(text, using: &generator) == nil) }
  }
}
