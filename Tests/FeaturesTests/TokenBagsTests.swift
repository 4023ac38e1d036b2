import Testing

@testable import Features

@Suite struct TokenBagsTests {
  private static let buckets = 1 << 20

  /// The buckets of each token.
  private func bags(_ text: String, limit: Int = 28) -> [[Int32]] {
    let bags = TokenBags(TextTokens(text), buckets: Self.buckets, limit: limit)
    return (0..<bags.count).map {
      Array(bags.ids[Int(bags.offsets[$0])..<Int(bags.offsets[$0 + 1])])
    }
  }

  @Test func `a word is itself and its runs of three to five characters`() {
    // Runs of " card ": four of three, three of four, two of five.
    #expect(bags("card").map(\.count) == [1 + 4 + 3 + 2])
    // Runs of " a ": one.
    #expect(bags("a").map(\.count) == [2])
    #expect(bags("internationalisation")[0].count == TokenBags.partLimit)
    #expect(bags("a card").count == 2 && bags("").isEmpty)
  }

  @Test func `forms of a word share most parts, other words none`() {
    let (card, cards, shoe) = (bags("card")[0], bags("cards")[0], bags("shoe")[0])
    #expect(Set(card).intersection(cards).count == 6)
    #expect(Set(card).isDisjoint(with: shoe))
    #expect(bags("CARD") == bags("card"))
    #expect(bags("my card")[1] == card)
  }

  @Test func `a character of an unspaced run is itself and its neighbours`() {
    let parts = bags("退货吗 货")
    #expect(parts.map(\.count) == [2, 4, 2, 1])
    // The character alone, wherever it stands.
    #expect(parts[1][0] == parts[3][0])
    // 退货 is a part of both of its characters.
    #expect(Set(parts[0]).intersection(parts[1]).count == 1)
  }

  @Test func `tokens past the limit do not count, and buckets bound the parts`() {
    #expect(bags("one two three four", limit: 2) == bags("one two"))
    let few = TokenBags(TextTokens("some words of a text"), buckets: 7, limit: 28)
    #expect(few.ids.allSatisfy { (0..<7).contains($0) } && few.offsets.last == Int32(few.ids.count))
  }
}
