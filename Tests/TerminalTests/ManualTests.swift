import Testing

@testable import Terminal

@Suite struct ManualTests {
  private let lines = CommandTable.sample.manual.split(
    separator: "\n", omittingEmptySubsequences: false)

  @Test func `every command, argument and option has its place`() {
    let table = CommandTable.sample
    let text = lines.joined(separator: "\n").replacing("\\-", with: "-")
    for command in table.commands where !command.isHidden && !command.isGroup {
      #expect(text.contains(".SS \(table.usage(of: command.path))"))
      for option in command.options where !option.isHidden {
        #expect(text.contains(".B \(option.label)\n"))
      }
    }
  }

  @Test func `no text becomes a request of roff`() {
    let requests: Set<Substring> = [
      ".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".IR", ".RS", ".RE", ".nf", ".fi",
    ]
    for line in lines where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(line.prefix { $0 != " " }), "\(line)")
    }
  }
}
