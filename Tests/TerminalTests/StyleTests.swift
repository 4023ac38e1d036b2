import Terminal
import Testing

@Suite struct StyleTests {
  private func isEnabled(
    terminal: Bool = true, noColor: Bool = false, _ environment: [String: String] = [:]
  ) -> Bool {
    Style(isTerminal: terminal, isForbidden: noColor, environment: { environment[$0] }).isEnabled
  }

  @Test func `styles need a terminal and nobody against them`() {
    #expect(isEnabled(["TERM": "xterm"]))
    #expect(isEnabled(["NO_COLOR": ""]))
    #expect(!isEnabled(["NO_COLOR": "1"]))
    #expect(!isEnabled(["TERM": "dumb"]))
    #expect(!isEnabled(noColor: true))
    #expect(!isEnabled(terminal: false))
  }

  @Test func `attributes surround the text and reset after it`() {
    let style = Style(isEnabled: true)
    #expect(style.bold("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(style.apply([.bold, .red], to: "x") == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(style.bold("") == "")
    #expect(Style.plain.bold("x") == "x")
  }
}
