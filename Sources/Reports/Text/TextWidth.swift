/// How much room text takes in a figure, in units of the drawing.
///
/// The reader's font is not known. The widths are those of Helvetica and Arial with
/// a margin, as the fonts that stand in for them are at most a little wider.
enum TextWidth {
  private static let margin = 1.06

  static func of(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) } * size * margin
  }

  /// The text, cut with an ellipsis where it does not fit.
  static func fitted(_ text: String, to room: Double, size: Double) -> String {
    // Room that was made for the text itself may have lost a bit to rounding.
    guard of(text, size: size) > room + 0.01 else { return text }
    var result = text
    while !result.isEmpty, of(result + "…", size: size) > room { result.removeLast() }
    while result.last == " " { result.removeLast() }
    return result + "…"
  }

  /// In parts of the font's size.
  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|": 0.23
    case " ", ".", ",", ":", ";", "!", "f", "t", "/", "[", "]", "I": 0.28
    case "r", "(", ")", "-", "{", "}", "\"", "*": 0.34
    case "c", "k", "s", "v", "x", "y", "z", "J": 0.5
    case "m", "M", "%", "w", "W", "@", "—", "…": 0.9
    case "A"..."Z", "&": 0.7
    case "0"..."9", "a"..."z", "_", "?", "$", "#": 0.56
    case "+", "<", "=", ">", "~", "−", "–", "≤", "≥", "×": 0.59
    // Chinese, Japanese and Korean letters and signs fill a square.
    case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}",
      "\u{F900}"..."\u{FAFF}", "\u{FE30}"..."\u{FE6F}", "\u{FF00}"..."\u{FF60}",
      "\u{1F300}"..."\u{1FAFF}", "\u{20000}"..."\u{3FFFD}":
      1
    default: 0.65
    }
  }
}
