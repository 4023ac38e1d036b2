import Engine
import Features
import Testing

@testable import Support

@Suite struct PerturbationTests {
  @Test func `a typo changes one word a little`() {
    for seed in 0..<100 {
      var generator = Xoshiro256StarStar(seed: UInt64(seed))
      let typo = Perturbation.mistyped("refund", using: &generator)
      #expect(abs(typo.count - 6) <= 1, "seed \(seed): \(typo)")
      #expect(Set(typo).isSubset(of: Set("refund")), "seed \(seed): \(typo)")
    }
  }

  @Test func `dropped words leave the others in order`() {
    let tokens = TextTokens("where is my new order")
    for seed in 0..<50 {
      var generator = Xoshiro256StarStar(seed: UInt64(seed))
      let rest = Perturbation.dropping(2, from: tokens, using: &generator).split(separator: " ")
      #expect(rest.count == 3, "seed \(seed)")
      let order = rest.compactMap { ["where", "is", "my", "new", "order"].firstIndex(of: $0) }
      #expect(order.count == 3 && order == order.sorted(), "seed \(seed): \(rest)")
    }
  }

  @Test func `one word is never dropped`() {
    var generator = Xoshiro256StarStar(seed: 1)
    #expect(Perturbation.dropping(2, from: TextTokens("refund"), using: &generator) == "refund")
  }

  @Test func `a paraphrase is seldom the stored text and never empty`() throws {
    let corpus = try SupportCorpus(SupportFixture.entries)
    let distortion = Perturbation(corpus, rows: Array(corpus.phrasings.indices))
    let phrasing = corpus.phrasings[0]
    var changed = 0
    for seed in 0..<100 {
      var generator = Xoshiro256StarStar(seed: UInt64(seed))
      let text = distortion.paraphrase(phrasing, using: &generator)
      #expect(!text.isEmpty, "seed \(seed)")
      changed += text == "where is my order" ? 0 : 1
    }
    #expect(changed > 80)
  }

  @Test func `intents with few wordings are filled up, others left alone`() throws {
    let corpus = try SupportCorpus(SupportFixture.entries)
    let rows = Array(corpus.phrasings.indices)
    var generator = Xoshiro256StarStar(seed: 1)
    let texts = Perturbation(corpus, rows: rows).augmentation(
      corpus, rows: rows, using: &generator)
    // 12 and 9 wordings are enough; three intents have 6 of 8.
    let expected = corpus.phrasingsByIntent.reduce(0) { $0 + max(0, 8 - $1.count) }
    #expect(texts.count == expected && expected == 6)
  }

  @Test func `parallel values keep their order`() {
    for threads in [1, 4] {
      #expect(
        Parallel.map(count: 100, chunkSize: 7, threads: threads) { $0 * $0 }
          == (0..<100).map { $0 * $0 })
    }
    #expect(Parallel.map(count: 0, threads: 2) { $0 } == [])
  }
}
