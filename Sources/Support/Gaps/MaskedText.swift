import Features

/// Texts in which personal data has been replaced by words in brackets.
enum MaskedText {
  /// The text with a space for each mask, such as `[email]`.
  static func withoutMasks(_ text: String) -> (text: String, maskCount: Int) {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return (text, 0) }
    var result = ""
    var count = 0
    var rest = text[...]
    while let start = rest.firstIndex(of: "[") {
      let inside = rest[rest.index(after: start)...].prefix { isMaskLetter($0) }
      result += rest[..<start]
      if !inside.isEmpty, inside.endIndex < rest.endIndex, rest[inside.endIndex] == "]" {
        result += " "
        count += 1
        rest = rest[rest.index(after: inside.endIndex)...]
      } else {
        result += "["
        rest = rest[rest.index(after: start)...]
      }
    }
    return (result + rest, count)
  }

  private static func isMaskLetter(_ character: Character) -> Bool {
    ("a"..."z").contains(character) || character == "_"
  }

  /// The longest text, in characters, that is taken as an example.
  private static let longestExample = 500

  /// Whether a bot can learn from the text: it has a word that is no function
  /// word, more words than masks, and is no letter of complaint.
  static func isExample(_ text: String) -> Bool {
    let (words, maskCount) = withoutMasks(text)
    guard words.count <= longestExample else { return false }
    let tokens = TextTokens(words)
    let subjects = tokens.tokens.indices.count { !tokens.isFunctionWord($0) }
    return subjects > 0 && tokens.count > maskCount
  }
}
