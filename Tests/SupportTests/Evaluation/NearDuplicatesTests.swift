import Engine
import Features
import Testing

@testable import Support

@Suite struct NearDuplicatesTests {
  private func pairs(
    _ texts: [String], where isWanted: (Int, Int) -> Bool = { _, _ in true }
  ) -> [NearDuplicates.Pair] {
    NearDuplicates(texts, where: isWanted).pairs
  }

  @Test func `case, accents and punctuation make no difference`() {
    let found = pairs(["Where is my café order?", "where is my cafe order", "Track a parcel"])
    #expect(found == [NearDuplicates.Pair(first: 0, second: 1, similarity: 1)])
  }

  @Test func `a long text with a letter changed is found, a short one is another`() {
    let long =
      "please tell me where the parcel is that i ordered from you three weeks ago today, because "
      + "nobody could say so far whether it was sent to the house or to the shop in town"
    let found = pairs([long, long.replacing("weeks", with: "weekss"), "top up", "top down"])
    #expect(found.map { [$0.first, $0.second] } == [[0, 1]])
    #expect((0.95..<1).contains(found.first?.similarity ?? 0))
  }

  @Test func `words that one text alone has tell it from another`() {
    #expect(pairs(["order 1234567", "order 7654321", "order 1111111"]).isEmpty)
  }

  @Test func `of equal texts the first that is wanted stands for the others`() {
    let texts = ["a parcel", "A parcel.", "a parcel!", "A PARCEL"]
    let found = pairs(texts) { first, second in first < 2 && second >= 2 }
    #expect(found.map { [$0.first, $0.second] } == [[0, 2], [0, 3]])
  }

  @Test func `texts without words and empty ones are compared by their signs`() {
    let found = pairs(["?!", "?!", "", "", "!!"])
    #expect(found.map { [$0.first, $0.second] } == [[0, 1], [2, 3]])
  }

  @Test func `in scripts without spaces characters decide`() {
    let found = pairs(["怎么退货？", "怎么退货", "怎么换货？"])
    #expect(found.map { [$0.first, $0.second] } == [[0, 1]])
  }

  /// Nothing is lost to the index: the same pairs as by comparing all with all.
  @Test func `the index finds what comparing all with all finds`() {
    for seed in UInt64(0)..<10 {
      var generator = Xoshiro256StarStar(seed: seed)
      let words = (0..<60).map { "word\($0 * $0)" }
      var texts = (0..<40).map { _ in
        (0..<(4 + generator.index(below: 20))).map { _ in words[generator.index(below: 60)] }
          .joined(separator: " ")
      }
      for _ in 0..<40 {
        var copy = texts[generator.index(below: 40)].split(separator: " ").map(String.init)
        copy.swapAt(0, generator.index(below: copy.count))
        if generator.uniform() < 0.5 { copy.append(words[generator.index(below: 60)]) }
        texts.append(copy.joined(separator: " "))
      }
      let distinct = texts.indices.filter { texts.firstIndex(of: texts[$0]) == $0 }.map {
        texts[$0]
      }
      let found = Set(pairs(distinct).map { [$0.first, $0.second] })
      let tokens = distinct.map { TextTokens($0) }
      let vectorizer = TextVectorizer.fit(
        tokens, configuration: .init(minimumDocumentFrequency: 1, maximumFeatures: .max))
      let rows = tokens.map { vectorizer.transform($0) }
      var expected: Set<[Int]> = []
      for second in rows.indices {
        for first in 0..<second {
          let lengths = rows[first].dot(rows[first]) * rows[second].dot(rows[second])
          let cosine = rows[first].dot(rows[second]) / lengths.squareRoot()
          if cosine >= NearDuplicates.threshold { expected.insert([first, second]) }
        }
      }
      #expect(found == expected, "seed \(seed)")
      #expect(!expected.isEmpty, "seed \(seed)")
    }
  }
}
