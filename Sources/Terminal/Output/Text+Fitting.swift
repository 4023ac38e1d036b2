/// The text cut to at most `width` columns, the cut marked by `…`.
package func truncated(_ text: String, to width: Int) -> String {
  guard width > 0 else { return "" }
  guard displayWidth(text) > width else { return text }
  var kept = ""
  var used = 0
  for character in text {
    let next = displayWidth(character)
    if used + next > width - 1 { break }
    kept.append(character)
    used += next
  }
  return kept + "…"
}

/// The text followed, or for `right` preceded, by spaces up to `width` columns.
package func padded(_ text: String, to width: Int, right: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return right ? space + text : text + space
}

extension String {
  /// The text on one line and without control characters.
  ///
  /// Stored names come from anywhere; their escape sequences must not reach the
  /// terminal, nor may their text direction marks turn a line around.
  package var printable: String {
    guard unicodeScalars.contains(where: isUnprintable) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}": result.unicodeScalars.append(" ")
      case _ where isUnprintable(scalar): result.unicodeScalars.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
