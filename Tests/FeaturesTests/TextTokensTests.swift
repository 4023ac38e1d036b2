import Engine
import Features
@_spi(_Unicode) import Swift
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

  @Test(arguments: [
    ("怎麼退貨", "怎么退货"), ("我的訂單", "我的订单"), ("キャンセル", "ｷｬﾝｾﾙ"), ("ガバナンス", "ｶﾞﾊﾞﾅﾝｽ"),
    ("プレゼント", "ﾌﾟﾚｾﾞﾝﾄ"), ("ヴ", "ｳﾞ"), ("ッーヲ", "ｯｰｦ"), ("パスワード", "ぱすわーど"),
    ("παραγγελία μου", "παραγγελια μου"), ("ΔΈΜΑΤΟΣ", "δεματοσ"), ("ещё", "еще"),
    ("إِلْغَاء الطلبـات", "الغاء الطلبات"), ("إعادة", "اعاده"),
  ])
  func `spellings of one word meet`(one: String, other: String) {
    #expect(words(one) == words(other))
    #expect(TextNormalizer.comparisonKey(of: one) == TextNormalizer.comparisonKey(of: other))
  }

  @Test func `each half-width kana is its full-width one`() {
    for scalar in UInt32(0xFF66)...0xFF9D {
      guard let half = Unicode.Scalar(scalar) else { continue }
      let folded = TextNormalizer.scalars(of: String(half))
      #expect(folded.count == 1 && (0x3041...0x30FC).contains(folded[0]), "\(half)")
    }
    // A voicing mark without a kana that it could voice is dropped.
    #expect(TextNormalizer.scalars(of: "ﾞﾝﾟ") == [0x3093])
  }

  @Test(arguments: [
    ("怎么退货", [true, true, false, false]), ("可以换货吗", [true, true, false, false, true]),
    ("返品したいのですが", [false, false, true, true, true, true, true, true, true]),
    ("ポイントは", [false, false, false, true, true]), ("where is it", [true, true, true]),
    ("можно ли вернуть", [true, true, false]), ("πώς πληρώνω", [true, false]),
  ])
  func `words that only join others are known`(text: String, expected: [Bool]) {
    let tokens = TextTokens(text)
    #expect(tokens.tokens.indices.map { tokens.isFunctionWord($0) } == expected)
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

@Suite struct TextSourceTests {
  /// What each token was in the text as given.
  private func sources(_ text: String) -> [String] {
    let given = Array(text.unicodeScalars)
    let tokens = TextTokens(text)
    return tokens.tokens.map { token in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: given[tokens.source(of: token.start..<token.end)])
      return String(view)
    }
  }

  @Test(arguments: [
    ("Where's my ORDER?", ["Where's", "my", "ORDER"]),
    ("l'adresse d'hier", ["l", "adresse", "d", "hier"]),
    ("Café cafe\u{301} Ünder", ["Café", "cafe\u{301}", "Ünder"]),
    ("ＡＢＣ　１２ (ok)", ["ＡＢＣ", "１２", "ok"]),
    ("Can\u{2019}t, don\u{2019}t", ["Can\u{2019}t", "don\u{2019}t"]),
    ("İstanbul 👍🏽 ok", ["İstanbul", "ok"]),
    ("ที่นี่ x", ["ที่", "นี่", "x"]),
    ("\u{1112}\u{1161}\u{11AB} 退货\r\nnow", ["\u{1112}\u{1161}\u{11AB}", "退", "货", "now"]),
  ])
  func `a token knows its place in the text as given`(text: String, expected: [String]) {
    #expect(
      sources(text).map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
  }

  @Test func `letters after an accent written apart keep their places`() {
    let tokens = TextTokens("re\u{301}sume\u{301} now")
    // "resume": the s follows two scalars of é.
    #expect(tokens.source(of: 2..<3) == 3..<4)
    #expect(tokens.source(of: 1..<2) == 1..<3)
    #expect(tokens.source(of: 6..<9) == 9..<12)
  }

  @Test func `composition by characters is composition of the whole text`() {
    // Scripts that folding leaves alone, with marks to compose and to reorder.
    let alphabet: [UInt32] = [
      0x0438, 0x0306, 0x0435, 0x0300, 0x0323, 0x1112, 0x1161, 0x11AB, 0x09C7, 0x09BE, 0x0E17,
      0x0E35, 0x0E48, 0x05D0, 0x05BC, 0x05B7, 0x0020, 0x3042, 0x3099, 0x0DD9, 0x0DCF, 0x0DCA,
    ]
    for seed in 0..<UInt64(200) {
      var generator = SplitMix64(seed: seed)
      var text = String.UnicodeScalarView()
      for _ in 0..<12 {
        text.append(Unicode.Scalar(alphabet[generator.index(below: alphabet.count)]) ?? " ")
      }
      let expected = String(text)._nfc.map(\.value)
      #expect(TextNormalizer.scalars(of: String(text)) == expected, "seed \(seed)")
    }
  }
}
