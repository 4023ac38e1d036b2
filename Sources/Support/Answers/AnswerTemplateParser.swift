import Wording

/// Cuts an answer into words and fields.
struct AnswerTemplateParser {
  /// The most scalars of a wrong field that an error repeats.
  private static let shownLength = 40

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var pieces: [AnswerTemplate.Piece] = []
  private var words = String.UnicodeScalarView()

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parsed() throws(TemplateError) -> [AnswerTemplate.Piece] {
    while position < scalars.count {
      let scalar = scalars[position]
      let isDoubled = position + 1 < scalars.count && scalars[position + 1] == scalar
      switch scalar {
      case "{" where !isDoubled:
        try readField()
        continue
      case "{", "}":
        position += isDoubled ? 1 : 0
      default: break
      }
      words.append(scalar)
      position += 1
    }
    endWords()
    return pieces
  }

  private mutating func endWords() {
    guard !words.isEmpty else { return }
    pieces.append(.words(String(words)))
    words = String.UnicodeScalarView()
  }

  private mutating func readField() throws(TemplateError) {
    let start = position
    var end = start + 1
    while end < scalars.count, scalars[end] != "}", scalars[end] != "{", scalars[end] != "\n" {
      end += 1
    }
    let inside = scalars[(start + 1)..<end]
    guard end < scalars.count, scalars[end] == "}" else {
      throw TemplateError(
        code: .unclosedField, field: shown(inside), position: start + 1, suggestion: nil)
    }
    let bar = inside.firstIndex(of: "|")
    let name = trimmed(inside[..<(bar ?? inside.endIndex)])
    guard let field = AnswerField(name) else {
      throw TemplateError(
        code: .unknownField, field: shown(Array(name.unicodeScalars)[...]),
        position: start + 1, suggestion: nearestName(to: name, among: AnswerField.named.map(\.name))
      )
    }
    endWords()
    pieces.append(.field(field, otherwise: bar.map { text(inside[($0 + 1)...]) }))
    position = end + 1
  }

  private func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let kept = scalars.prefix(Self.shownLength).filter { $0.value >= 0x20 && $0.value != 0x7F }
    return text(kept[...]) + (scalars.count > Self.shownLength ? "…" : "")
  }

  private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let start = scalars.drop { $0.properties.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return text(start[...last])
  }
}
