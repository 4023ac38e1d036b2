import Testing
import Wording

@Suite struct CountTextTests {
  @Test(arguments: [
    (1, "1 line"), (0, "0 lines"), (2, "2 lines"), (999, "999 lines"), (1000, "1,000 lines"),
    (541_909, "541,909 lines"), (1_000_000, "1,000,000 lines"), (-1, "−1 lines"),
  ])
  func `a number goes with its noun`(number: Int, text: String) {
    #expect(counted(number, "line") == text)
  }

  @Test func `nouns that take no s are given`() {
    #expect(counted(1, "FAQ entry", "FAQ entries") == "1 FAQ entry")
    #expect(counted(45, "FAQ entry", "FAQ entries") == "45 FAQ entries")
  }
}
