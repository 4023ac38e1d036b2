import Engine
import Features

/// Texts as somebody in a hurry types them.
struct TypingMistakes: Sendable {
  /// The letters that a wrong key may give: those of the texts, ascending.
  private let alphabet: [UInt32]

  init(_ texts: [TextTokens]) {
    var letters: Set<UInt32> = []
    for text in texts {
      for token in text.tokens where token.run == nil {
        letters.formUnion(text.scalars[token.start..<token.end])
      }
    }
    alphabet = letters.sorted()
  }

  /// The text with one letter of one of its longer words dropped, doubled,
  /// swapped with the next or replaced; nil where no word has two letters.
  func mistyped(
    _ tokens: TextTokens, using generator: inout Xoshiro256StarStar
  ) -> TextTokens? {
    let words = tokens.tokens.indices.filter { tokens.tokens[$0].run == nil }
    let long = words.filter { tokens.tokens[$0].end - tokens.tokens[$0].start >= 4 }
    let candidates =
      long.isEmpty ? words.filter { tokens.tokens[$0].end - tokens.tokens[$0].start > 1 } : long
    guard !candidates.isEmpty else { return nil }
    let chosen = candidates[generator.index(below: candidates.count)]
    var text = String.UnicodeScalarView()
    for (index, token) in tokens.tokens.enumerated() {
      if index > 0, token.run == nil || token.run != tokens.tokens[index - 1].run {
        text.append(" ")
      }
      var letters = Array(tokens.scalars[token.start..<token.end])
      if index == chosen { mistype(&letters, using: &generator) }
      text.append(contentsOf: letters.compactMap(Unicode.Scalar.init))
    }
    return TextTokens(String(text))
  }

  private func mistype(_ letters: inout [UInt32], using generator: inout Xoshiro256StarStar) {
    let position = generator.index(below: letters.count - 1)
    switch generator.index(below: 4) {
    case 0: letters.remove(at: position)
    case 1: letters.insert(letters[position], at: position)
    case 2: letters.swapAt(position, position + 1)
    default: letters[position] = alphabet[generator.index(below: alphabet.count)]
    }
  }
}
