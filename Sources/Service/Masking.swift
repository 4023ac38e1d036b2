/// Takes personal numbers and addresses out of text before it is stored.
enum Masking {
  /// The most spaces, dots, dashes and brackets between two digits of a number.
  private static let widestGap = 3

  /// E-mail addresses become `[email]`; runs of 7 or more digits, up to three
  /// spaces, dots, dashes or brackets between them allowed, become `[number]`
  /// (phones, cards, accounts).
  static func masked(_ text: String) -> String {
    var result = ""
    var word = ""
    for character in text {
      if character.isWhitespace {
        result += isEmail(word[...]) ? "[email]" : word
        result.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return maskedNumbers(result + (isEmail(word[...]) ? "[email]" : word))
  }

  private static func isEmail(_ word: Substring) -> Bool {
    guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return false }
    let domain = word[word.index(after: at)...].drop { !$0.isLetter && !$0.isNumber }
    return domain.dropLast().contains(".")
  }

  private static func maskedNumbers(_ text: String) -> String {
    var result = ""
    var run = ""
    var digits = 0
    var gap = 0
    func flush() {
      if digits >= 7 {
        let tail = run.reversed().prefix { !$0.isNumber }
        result += "[number]" + String(tail.reversed())
      } else {
        result += run
      }
      run = ""
      digits = 0
      gap = 0
    }
    for character in text {
      if character.isNumber {
        run.append(character)
        digits += 1
        gap = 0
      } else if digits > 0, gap < widestGap, " \u{a0}-./()".contains(character) {
        run.append(character)
        gap += 1
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}
