import Testing

@testable import Terminal

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
    ("abc", "acb", 1), ("import", "imoprt", 1), ("kitten", "sitting", 3),
  ])
  func `slips are counted`(first: String, second: String, distance: Int) {
    #expect(editDistance(first, second) == distance)
  }

  @Test(arguments: [
    ("imp", "import"), ("IMPORT", "import"), ("recomend", "recommend"), ("recommned", "recommend"),
    ("int", "init"), ("it", nil), ("x", nil), ("overview", nil),
  ])
  func `the nearest name is meant`(word: String, name: String?) {
    #expect(nearestName(to: word, among: ["init", "import", "recommend"]) == name)
  }

  @Test func `alternatives read as a sentence`() {
    #expect([String]().joinedAsAlternatives() == "")
    #expect(["a"].joinedAsAlternatives() == "a")
    #expect(["a", "b"].joinedAsAlternatives() == "a or b")
    #expect(["a", "b", "c"].joinedAsAlternatives() == "a, b or c")
  }
}
