import Evaluation
import Testing
import Wording

@testable import Reports

@Suite struct TextTests {
  @Test func `what is interpolated is escaped, markup is not`() {
    let inner: Markup = "<b>\("a<b")</b>"
    let whole: Markup = "<p title=\"\("\"x\" & 'y'")\">\(inner)\(7)</p>"
    #expect(
      whole.text == "<p title=\"&quot;x&quot; &amp; &#39;y&#39;\"><b>a&lt;b</b>7</p>")
  }

  @Test(arguments: [
    (1.0, "1"), (-0.001, "0"), (2.345678, "2.35"), (-12.5, "-12.5"), (100.0, "100"),
  ])
  func `coordinates have two decimals at most`(value: Double, text: String) {
    let markup: Markup = "\(value)"
    #expect(markup.text == text)
  }

  @Test func `numbers have the decimals that their size asks for`() {
    #expect(display(0.84213) == "0.8421")
    #expect(display(-12.3456) == "−12.35")
    #expect(display(541_909.4) == "541,909")
    #expect(display(0.000_025) == "2.5e−5")
    #expect(display(9.96e-7) == "1.0e−6")
    #expect(display(3e20) == "3.0e20")
    #expect(display(Double.nan) == "–")
    #expect(display(0.0) == "0")
    #expect(percentage(0.1234) == "12.3%")
    #expect(signed(0.01, decimals: 4) == "+0.0100")
    #expect(signed(-0.01, decimals: 4) == "−0.0100")
    #expect(signed(0.00001, decimals: 4) == "0.0000")
    #expect(display(Metric(value: 0.5, low: 0.4, high: 0.6)) == "0.5000 [0.4000, 0.6000]")
    #expect(display(Metric(value: 0.5, low: 0.5, high: 0.5)) == "0.5000")
    #expect(byteText(48_200) == "47 KiB")
    #expect(durationText(seconds: 125) == "2 min 5 s")
    #expect(durationText(seconds: .nan) == "–")
  }

  @Test func `cut text fits its room`() {
    for text in ["days since the last purchase", "机票与酒店的预订渠道", "WWWWWWWWWWWW", ""] {
      for room in stride(from: 10.0, through: 200, by: 13) {
        let shown = TextWidth.fitted(text, to: room, size: 12)
        #expect(TextWidth.of(shown, size: 12) <= max(room, TextWidth.of("…", size: 12)))
        if shown != text { #expect(shown.hasSuffix("…")) }
      }
    }
    #expect(TextWidth.fitted("short", to: 400, size: 12) == "short")
  }

  @Test func `metrics are explained by their names`() {
    #expect(MetricGlossary.entry("ndcg@10_new").label == "NDCG@10, new")
    #expect(MetricGlossary.entry("ndcg@10_new").meaning.hasSuffix("did not have"))
    #expect(MetricGlossary.entry("brier").meaning.contains("lower is better"))
    #expect(MetricGlossary.entry("my_metric") == .init("my metric", ""))
  }
}
