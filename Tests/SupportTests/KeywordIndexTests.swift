import Features
import Testing

@testable import Support

@Suite struct KeywordIndexTests {
  private let documents = ["refund refund order", "order parcel", "gift"].map { TextTokens($0) }

  @Test func `scores follow the formula`() {
    let index = KeywordIndex(documents)
    let found = index.search(TextTokens("refund order"))
    // N = 3, average length 2. idf(refund) = ln(1 + 2.5/1.5) = 0.980829,
    // idf(order) = ln(1 + 1.5/2.5) = 0.470004.
    // Document 0: 0.980829 · 2 · 2.2 / (2 + 1.2 (0.25 + 0.75 · 1.5))
    //           + 0.470004 · 2.2 / (1 + 1.2 (0.25 + 0.75 · 1.5))
    //           = 1.182372 + 0.390192
    // Document 1: 0.470004 · 2.2 / (1 + 1.2) = 0.470004
    #expect(abs(found.scores[0] - 1.572_564) < 1e-4)
    #expect(abs(found.scores[1] - 0.470_004) < 1e-5)
    #expect(found.scores[2] == 0)
  }

  @Test func `a repeated query word counts once`() {
    let index = KeywordIndex(documents)
    #expect(
      index.search(TextTokens("order order")).scores == index.search(TextTokens("order")).scores)
  }

  @Test func `known shares and coverage are those of idf`() {
    let index = KeywordIndex(documents)
    let found = index.search(TextTokens("order universe"))
    let order: Float = 0.470_004
    let unknown: Float = 2.079_442  // ln(1 + 3.5/0.5)
    #expect(abs(found.knownShare - order / (order + unknown)) < 1e-5)
    #expect(found.knownSubjects == 0.5)
    // Document 1 is "order parcel", parcel in one document of three.
    #expect(abs(found.coverage[1] - order / (order + 0.980_829)) < 1e-5)
  }

  @Test func `function words count little where asked`() {
    let texts = ["how do refunds work", "track an order"].map { TextTokens($0) }
    let plain = KeywordIndex(texts).search(TextTokens("how"))
    let weighed = KeywordIndex(texts, functionWordShare: 0.1).search(TextTokens("how"))
    #expect(abs(weighed.scores[0] - 0.1 * plain.scores[0]) < 1e-6)
    #expect(weighed.knownSubjects == 0)
  }

  @Test func `unspaced text matches by characters and their pairs`() {
    let index = KeywordIndex(["怎么退货", "物流查询"].map { TextTokens($0) })
    let found = index.search(TextTokens("我要退货"))
    #expect(found.scores[0] > 0 && found.scores[1] == 0)
  }

  @Test(arguments: [
    ("gifts", "gift"), ("policies", "policy"), ("purchases", "purchase"),
    ("cards", "card"), ("shoes", "shoes"), ("address", "address"), ("bus", "bus"),
  ])
  func `plurals meet their singular`(plural: String, singular: String) {
    let index = KeywordIndex([TextTokens(singular)])
    #expect(index.search(TextTokens(plural)).scores[0] > 0)
  }

  @Test(arguments: ["cancle", "cancl", "canncel", "cancek", "ancel"])
  func `a slip of the finger is forgiven where asked`(typo: String) {
    let texts = ["cancel order", "return item"].map { TextTokens($0) }
    let strict = KeywordIndex(texts).search(TextTokens(typo))
    #expect(strict.scores == [0, 0] && strict.knownSubjects == 0)
    let forgiving = KeywordIndex(texts, forgivesTypos: true).search(TextTokens(typo))
    #expect(forgiving.scores[0] > 0 && forgiving.scores[1] == 0)
    #expect(forgiving.knownSubjects == 1)
  }

  @Test func `words that only look alike stay apart`() {
    let index = KeywordIndex(["addres", "bu", "new"].map { TextTokens($0) })
    for text in ["address", "bus", "news paper"] {
      let found = index.search(TextTokens(text)).scores
      #expect(found[0] == 0 && found[1] == 0)
    }
  }

  @Test func `an empty index and an empty query find nothing`() {
    #expect(KeywordIndex([]).search(TextTokens("order")).scores == [])
    #expect(KeywordIndex(documents).search(TextTokens("")).scores == [0, 0, 0])
  }
}
