/// A word, a number or a pair of characters of a text.
struct TextUnit: Sendable {
  var kind: FoldedText.Token.Kind
  var start: Int
  var end: Int
  var hash: UInt64

  static func all(in text: FoldedText) -> [TextUnit] {
    var units: [TextUnit] = []
    units.reserveCapacity(text.tokens.count)
    for token in text.tokens {
      guard token.kind == .unspaced, token.count > 1 else {
        units.append(
          TextUnit(kind: token.kind, start: token.start, end: token.end, hash: token.hash))
        continue
      }
      for start in token.start..<(token.end - 1) {
        units.append(
          TextUnit(
            kind: .unspaced, start: start, end: start + 2,
            hash: WordHash.of(text.scalars[start..<(start + 2)])))
      }
    }
    return units
  }
}
