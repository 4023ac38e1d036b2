import Evaluation

@testable import Reports

/// The nesting of a page's elements, for tests.
struct Elements {
  /// Elements that HTML does not close.
  private static let void: Set<Substring> = ["meta", "br", "!DOCTYPE"]

  /// What is closed in the wrong place or not at all.
  private(set) var defects: [String] = []

  init(_ report: EvaluationReport) {
    self.init(of: HTMLReport(report: report, title: "Title", generated: "Today").text)
  }

  init(of text: String) {
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = part.firstIndex(of: ">") else {
        defects.append("no end: \(part)")
        continue
      }
      let tag = part[..<end]
      let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
      if tag.hasPrefix("/") {
        if open.last == name {
          open.removeLast()
        } else {
          defects.append("</\(name)> in \(open.joined(separator: ">"))")
        }
      } else if !tag.hasSuffix("/"), !Self.void.contains(name) {
        open.append(name)
      }
      if tag.contains(" class=&quot;") { defects.append("escaped markup: \(tag)") }
      if !tag.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) {
        defects.append("odd quotation marks: \(tag)")
      }
    }
    if !open.isEmpty { defects.append("left open: \(open)") }
  }
}
