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

  @Test func `a meaning is a feature beside the word, and lies where the word does`() {
    let words = TextNGrams(TextTokens("my parcel")).words
    let other = TextNGrams(TextTokens("a package")).words
    let shared = Set(words.map(\.hash)).intersection(other.map(\.hash))
    #expect(shared.count == 1)
    let meaning = words.first { shared.contains($0.hash) }
    #expect(meaning?.start == 3 && meaning?.end == 9)
  }
}
