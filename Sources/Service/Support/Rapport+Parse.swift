import Features
import Support

extension Rapport {
  /// The name of the bot's model, such as `support-5`.
  ///
  /// - Throws: `notTrained` where there is none.
  package func supportModelName() throws -> String { try supportModel().name }

  /// Where the words of a text begin and end, in Unicode scalars.
  ///
  /// Where words are run together each character is one.
  package func textTokens(_ text: String) -> [[Int]] {
    var tokens: [[Int]] = []
    var isOpen = false
    for (position, scalar) in text.unicodeScalars.enumerated() {
      let properties = scalar.properties
      let isMark =
        properties.generalCategory == .nonspacingMark
        || properties.generalCategory == .spacingMark
      guard properties.isAlphabetic || properties.numericType != nil || isMark else {
        isOpen = false
        continue
      }
      let isAlone = !isMark && WritingSystem.of(scalar.value).isUnspaced
      if isOpen, !isAlone, let last = tokens.indices.last {
        tokens[last][1] = position + 1
      } else {
        tokens.append([position, position + 1])
      }
      isOpen = !isAlone || isMark
    }
    return tokens
  }
}
