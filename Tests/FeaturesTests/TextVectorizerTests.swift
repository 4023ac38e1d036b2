import Features
import Testing

@Suite struct TextVectorizerTests {
  private let texts = ["where is my order", "cancel my order", "return an item", "怎么退货"]
    .map { TextTokens($0) }

  @Test func `each block of a row has length one`() {
    let vectorizer = TextVectorizer.fit(texts)
    for text in texts.prefix(3) {
      let row = vectorizer.transform(text)
      let split = row.columns.count { $0 < vectorizer.wordCount }
      #expect(split > 0 && split < row.count)
      let squares = row.values.map { $0 * $0 }
      #expect(abs(squares[..<split].reduce(0, +) - 1) < 1e-5)
      #expect(abs(squares[split...].reduce(0, +) - 1) < 1e-5)
      #expect(row.columns == row.columns.sorted())
    }
  }

  @Test func `weights are sublinear term frequency times smoothed inverse document frequency`() {
    // Chinese characters make words only, so the word block can be done by hand.
    let vectorizer = TextVectorizer.fit([TextTokens("一一"), TextTokens("一二")])
    // Columns: 一 (df 2), 二 (df 1), 一一 (df 1), 一二 (df 1).
    #expect(vectorizer.wordCount == 4 && vectorizer.columnCount == 4)
    let row = vectorizer.transform(TextTokens("一一"))
    let common: Float = 1 + 0.693_147_2  // (1 + ln 2)(ln(3/3) + 1)
    let rare: Float = 1.405_465_1  // ln(3/2) + 1
    let length = (common * common + rare * rare).squareRoot()
    let expected = [common / length, rare / length].sorted()
    #expect(zip(row.values.sorted(), expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `a typo keeps most of a word's characters`() {
    let vectorizer = TextVectorizer.fit(texts)
    let right = vectorizer.transform(TextTokens("cancel my order"))
    let typo = vectorizer.transform(TextTokens("cancle my order"))
    let other = vectorizer.transform(TextTokens("return an item"))
    #expect(typo.dot(right) > 1.2)
    #expect(typo.dot(other) < 0.5 * typo.dot(right))
  }

  @Test func `unknown text is an empty row`() {
    let vectorizer = TextVectorizer.fit(texts)
    #expect(vectorizer.transform(TextTokens("щщщ")).count == 0)
    #expect(vectorizer.transform(TextTokens("")).count == 0)
  }

  @Test func `unknown n-grams shorten the known ones where counted`() {
    let vectorizer = TextVectorizer.fit(texts)
    let query = TextTokens("cancel subscription")
    let length = { (row: TextVector) in row.values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let plain = vectorizer.transform(query)
    let counted = vectorizer.transform(query, countsUnknown: true)
    #expect(counted.columns == plain.columns)
    #expect(abs(length(plain) - Float(2).squareRoot()) < 1e-5)
    #expect(length(counted) < 0.8 * length(plain))
    let known = TextTokens("cancel my order")
    #expect(
      vectorizer.transform(known, countsUnknown: true) == vectorizer.transform(known))
  }

  @Test func `function words fade where asked`() {
    let vectorizer = TextVectorizer.fit(texts)
    // Only the question frame is shared.
    let query = TextTokens("where is my parcel")
    let plain = vectorizer.transform(query, countsUnknown: true)
      .dot(vectorizer.transform(texts[0]))
    let faded = vectorizer.transform(query, functionWordShare: 0.1, countsUnknown: true)
      .dot(vectorizer.transform(texts[0], functionWordShare: 0.1))
    #expect(plain > 0.5)
    #expect(faded < 0.3 * plain)
    #expect(TextTokens("how refund").isFunctionWord(0))
    #expect(!TextTokens("how refund").isFunctionWord(1))
  }

  @Test func `rare n-grams and those beyond the cap are dropped, common ones kept`() {
    let twice = TextVectorizer.fit(texts, configuration: .init(minimumDocumentFrequency: 2))
    #expect(twice.columnCount < TextVectorizer.fit(texts).columnCount)
    #expect(twice.transform(TextTokens("my order")).count > 0)
    #expect(twice.transform(TextTokens("退")).count == 0)
    let capped = TextVectorizer.fit(texts, configuration: .init(maximumFeatures: 10))
    #expect(capped.columnCount == 10)
  }

  @Test func `the same texts give the same vocabulary in any order`() {
    let forward = TextVectorizer.fit(texts, configuration: .init(maximumFeatures: 50))
    let backward = TextVectorizer.fit(texts.reversed(), configuration: .init(maximumFeatures: 50))
    #expect(forward.hashes == backward.hashes)
    // Hashes are part of the stored model: this one must not change.
    let single = TextVectorizer.fit([TextTokens("一")])
    #expect(single.hashes == [0x41A5_342C_8C42_28EB])
  }

  @Test func `contributions of the words add up to the linear score`() {
    let vectorizer = TextVectorizer.fit(texts)
    let query = TextTokens("cancel, cancel the order 退货 please")
    let weight = { (column: Int) in Float((column * 37) % 11) - 5 }
    let row = vectorizer.transform(query)
    let score = zip(row.columns, row.values).reduce(0) { $0 + weight(Int($1.0)) * $1.1 }
    let parts = vectorizer.attribute(query, weight: weight)
    #expect(parts.count == query.count)
    #expect(abs(parts.reduce(0, +) - Double(score)) < 1e-4)
  }

  @Test func `a vectorizer rebuilt from its parts is the same`() {
    let vectorizer = TextVectorizer.fit(texts)
    let rebuilt = TextVectorizer(
      hashes: vectorizer.hashes, wordCount: vectorizer.wordCount,
      inverseDocumentFrequencies: vectorizer.inverseDocumentFrequencies)
    let query = TextTokens("where is the item 退货")
    #expect(rebuilt.transform(query) == vectorizer.transform(query))
  }

  @Test func `pairs of words are found in either order, within reach only`() {
    let corpus = ["pin card blocked", "pay refund now"].map { TextTokens($0) }
    let plain = TextVectorizer.fit(corpus)
    let paired = TextVectorizer.fit(corpus, configuration: .init(scheme: .init(pairReach: 1)))
    // Three words and two runs of two a text, the meanings of two words, and now two
    // pairs.
    #expect(plain.wordCount == 12)
    #expect(paired.wordCount == 16)
    func words(_ vectorizer: TextVectorizer, _ text: String) -> Int {
      vectorizer.transform(TextTokens(text)).columns.count { $0 < vectorizer.wordCount }
    }
    #expect(words(plain, "card pin") == 2)
    #expect(words(paired, "card pin") == 3)
    #expect(words(paired, "pin my card") == 2)
    let far = TextVectorizer.fit(corpus, configuration: .init(scheme: .init(pairReach: 2)))
    #expect(words(far, "blocked x pin") == 3)
  }

  @Test func `the character block is as long as asked`() {
    let vectorizer = TextVectorizer.fit(
      texts, configuration: .init(scheme: .init(characterLength: 1.5)))
    let row = vectorizer.transform(texts[0])
    let split = row.columns.count { $0 < vectorizer.wordCount }
    let squares = row.values.map { $0 * $0 }
    #expect(abs(squares[..<split].reduce(0, +) - 1) < 1e-5)
    #expect(abs(squares[split...].reduce(0, +) - 2.25) < 1e-4)
  }

  @Test func `a power of a half is the root of the inverse document frequency`() {
    let full = TextVectorizer.fit(texts).inverseDocumentFrequencies
    let half = TextVectorizer.fit(texts, configuration: .init(frequencyPower: 0.5))
      .inverseDocumentFrequencies
    #expect(zip(full, half).allSatisfy { abs($1 * $1 - $0) < 1e-5 })
  }

  @Test func `any number of threads gives the same vocabulary`() {
    let many = (0..<5_000).map { TextTokens("order \($0 % 97) of item \($0 % 41)") }
    let fits = [1, 3].map { TextVectorizer.fit(many, threads: $0) }
    #expect(fits[0].hashes == fits[1].hashes)
    #expect(fits[0].inverseDocumentFrequencies == fits[1].inverseDocumentFrequencies)
  }

  @Test func `shares add up to the score and name their places`() {
    let vectorizer = TextVectorizer.fit(
      texts, configuration: .init(scheme: .init(pairReach: 4, characterLength: 1.4)))
    let query = TextTokens("cancel, cancel the order 退货 please")
    let weight = { (column: Int) in Double((column * 37) % 11) - 5 }
    let row = vectorizer.transform(query)
    let score = zip(row.columns, row.values).reduce(0) { $0 + weight(Int($1.0)) * Double($1.1) }
    let shares = vectorizer.shares(query, weight: weight)
    #expect(abs(shares.reduce(0) { $0 + $1.contribution } - score) < 1e-9)
    for share in shares {
      let tokens = share.tokens.map { query.tokens[$0] }
      #expect(Int(share.occurrence.start) >= tokens[0].start - 1)
      #expect(Int(share.occurrence.end) <= tokens[tokens.count - 1].end + 1)
    }
    #expect(shares.contains { $0.isPair && $0.tokens.count == 2 })
  }
}
