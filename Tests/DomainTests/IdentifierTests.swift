import Testing

@testable import Domain

@Suite struct IdentifierTests {
  @Test func `two spellings of an accented letter are two ids, as in the database`() {
    let composed = Product.ID("caf\u{e9}")
    let decomposed = Product.ID("cafe\u{301}")
    #expect(composed.rawValue == decomposed.rawValue, "Swift takes the texts for equal")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(Customer.ID("caf\u{e9}") != Customer.ID("cafe\u{301}"))
    #expect(Customer.ID("a") == Customer.ID("a"))
  }
}
