import Terminal
import Testing

@Suite struct BarTests {
  @Test(arguments: [
    (0.0, "    "), (0.5, "▇▇  "), (1, "▇▇▇▇"), (0.01, "▇   "), (7, "▇▇▇▇"), (-1, "    "),
    (Double.nan, "    "),
  ])
  func `a share fills its part of the bar`(share: Double, text: String) {
    #expect(bar(share, width: 4) == text)
  }

  @Test func `values become heights`() {
    #expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(sparkline([5, 5]) == "▄▄")
    #expect(sparkline([1, .nan, 2]) == "▁ █")
    #expect(sparkline([]) == "")
    #expect(sparkline([-.greatestFiniteMagnitude, .greatestFiniteMagnitude]) == "▁█")
  }
}
