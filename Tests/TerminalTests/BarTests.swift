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
}
