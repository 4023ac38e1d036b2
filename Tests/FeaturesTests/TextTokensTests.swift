import Features
import Testing

@Suite struct TextTokensTests {
  private func words(_ text: String) -> [String] {
    let tokens = TextTokens(text)
    return tokens.tokens.indices.map { tokens.word($0) }
  }

  @Test(arguments: [
    ("Where's my ORDER?", ["wheres", "my", "order"]),
    ("can\u{2019}t cant can't", ["cant", "cant", "cant"]),
    ("l'adresse d'hier", ["l", "adresse", "d", "hier"]),
    ("30-day e-mail", ["30", "day", "e", "mail"]),
    ("ＡＢＣ　１２", ["abc", "12"]),
    ("Café cafe\u{301}", ["cafe", "cafe"]),
    ("Где мой заказ", ["где", "мой", "заказ"]),
    ("", []), ("?! 👍🏽 …", []),
  ])
  func `words are cut and folded`(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  @Test func `characters stand for words where words run together`() {
    #expect(words("怎么退货") == ["怎", "么", "退", "货"])
    #expect(words("반품 방법") == ["반", "품", "방", "법"])
    let tokens = TextTokens("退货 iPhone手机")
    #expect(tokens.tokens.map(\.run) == [1, 1, nil, 2, 2])
  }

  @Test func `thai vowel signs stay with their consonant`() {
    #expect(words("ที่นี่") == ["ที่", "นี่"])
  }

  @Test func `a stray mark is no word`() {
    #expect(words("\u{301} ok \u{301}x") == ["ok", "x"])
  }

  @Test(arguments: [
    ("track my order 123", WritingSystem.latin), ("返品の方法は", .kana), ("怎么退货", .han),
    ("반품 방법", .hangul), ("ส่งคืนสินค้า", .thai), ("возврат", .cyrillic),
  ])
  func `the script is recognised`(text: String, expected: WritingSystem) {
    #expect(WritingSystem.dominant(in: TextTokens(text)) == expected)
  }

  @Test func `a text of digits has no script`() {
    #expect(WritingSystem.dominant(in: TextTokens("12345")) == nil)
  }

  @Test(arguments: [
    ("  What is your\n return policy? ", "what is your return policy"),
    ("退货？", "退货"), ("?!", "?!"), ("👍", "👍"), ("", ""),
  ])
  func `comparison keys ignore case, spacing and closing marks`(text: String, key: String) {
    #expect(TextNormalizer.comparisonKey(of: text) == key)
  }
}
