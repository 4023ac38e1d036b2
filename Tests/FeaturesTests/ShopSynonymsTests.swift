import Testing

@testable import Features

@Suite struct ShopSynonymsTests {
  private func terms(_ text: String) -> Set<UInt64> {
    Set(TextNGrams.terms(of: TextTokens(text)))
  }

  @Test(arguments: [
    ("package", "parcels"), ("Coupons", "voucher"), ("send back", "return"),
    ("signing up", "register"),
    ("promo code", "coupon"), ("faulty", "broken"),
  ])
  func `words that mean the same share a term`(first: String, second: String) {
    #expect(!terms(first).isDisjoint(with: terms(second)))
  }

  @Test(arguments: [
    ("return", "refund"), ("cancel", "change"), ("store", "stock"), ("send", "back"),
    ("password", "account"), ("lost", "late"),
  ])
  func `words that tell questions apart stay apart`(first: String, second: String) {
    #expect(terms(first).isDisjoint(with: terms(second)))
  }

  @Test func `a meaning is a feature beside the word, and lies where the word does`() throws {
    let tokens = TextTokens("my parcel")
    let words = TextNGrams(tokens).words
    let other = TextNGrams(TextTokens("a package")).words
    let shared = Set(words.map(\.hash)).intersection(other.map(\.hash))
    #expect(shared.count == 1)
    let meaning = try #require(words.first { shared.contains($0.hash) })
    #expect(tokens.source(of: Int(meaning.start)..<Int(meaning.end)) == 3..<9)
  }
}
