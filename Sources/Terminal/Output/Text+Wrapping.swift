/// The text broken into lines of at most `width` columns.
///
/// Paragraphs are kept apart by their empty lines, and lines that begin with a
/// space are kept whole. Chinese and Japanese text breaks between any two
/// characters; other words break only when one alone is wider than a line.
///
/// `indent` spaces stand before each line and count towards the width.
package func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
  let margin = String(repeating: " ", count: indent)
  let room = max(1, width - indent)
  var lines: [String] = []
  var words: [String] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if !line.isEmpty, !line.hasPrefix(" ") {
      words += line.split(separator: " ").map(String.init)
      continue
    }
    lines += filled(words, width: room)
    words = []
    lines.append(String(line))
  }
  lines += filled(words, width: room)
  return lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
}

private func filled(_ words: [String], width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in words {
    var separator = used > 0 ? 1 : 0
    for piece in pieces(of: word, width: width) {
      let needed = displayWidth(piece)
      if used > 0, used + separator + needed > width {
        lines.append(line)
        line = ""
        used = 0
        separator = 0
      }
      line += String(repeating: " ", count: separator) + piece
      used += separator + needed
      separator = 0
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// A word cut where a line may break within it.
private func pieces(of word: String, width: Int) -> [String] {
  var pieces: [String] = []
  for character in word {
    let isWide = displayWidth(character) > 1
    let followsWide = pieces.last?.last.map { displayWidth($0) > 1 } ?? true
    let mayBreak = isWide ? !closesSentence(character) : followsWide
    if pieces.isEmpty || mayBreak {
      pieces.append(String(character))
    } else {
      pieces[pieces.count - 1].append(character)
    }
  }
  return pieces.flatMap { displayWidth($0) > width ? $0.map(String.init) : [$0] }
}

/// Whether a wide character must not begin a line.
private func closesSentence(_ character: Character) -> Bool {
  "、。，．！？：；）」』】》〉".contains(character)
}
