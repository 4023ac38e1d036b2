import Testing

@testable import Terminal

@Suite struct SuggestionTests {
  @Test func `the nearest name is asked for`() {
    #expect(suggestion(for: "imprt", among: ["init", "import"]) == " Did you mean 'import'?")
    #expect(suggestion(for: "x", among: ["init", "import"]) == "")
  }

  @Test func `alternatives read as a sentence`() {
    #expect([String]().joinedAsAlternatives() == "")
    #expect(["a"].joinedAsAlternatives() == "a")
    #expect(["a", "b"].joinedAsAlternatives() == "a or b")
    #expect(["a", "b", "c"].joinedAsAlternatives() == "a, b or c")
  }
}
