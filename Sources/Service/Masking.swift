/// Takes personal numbers and addresses out of text before it is stored.
enum Masking {
  /// E-mail addresses become `[email]`; runs of 7 or more digits, single spaces,
  /// dots and dashes allowed inside, become `[number]` (phones, cards, accounts).
  static func masked(_ text: String) -> String {
    var words: [String] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      words.append(isEmail(word) ? "[email]" : String(word))
    }
    return maskedNumbers(words.joined(separator: " "))
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
    func flush() {
      if digits >= 7 {
        let tail = run.reversed().prefix { !$0.isNumber }
        result += "[number]" + String(tail.reversed())
      } else {
        result += run
      }
      run = ""
      digits = 0
    }
    for character in text {
      if character.isNumber {
        run.append(character)
        digits += 1
      } else if digits > 0, " -./()".contains(character), run.last?.isNumber == true {
        run.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}
