import Features

/// Finds which of the offered choices a message picks, and what a button sent.
enum ChoicePicker {
  /// The choice that a message names by number, place, title or intent; nil where
  /// it names none.
  static func pick(_ text: String, among choices: [DialogueChoice]) -> DialogueChoice? {
    guard !choices.isEmpty, text.utf8.count <= 2_000 else { return nil }
    let key = TextNormalizer.comparisonKey(of: text)
    guard !key.isEmpty else { return nil }
    if let named = choices.first(where: {
      TextNormalizer.comparisonKey(of: $0.title) == key || $0.intent == text
        || $0.intent.lowercased() == key
    }) {
      return named
    }
    guard let place = place(key, of: choices.count) else { return nil }
    return choices.indices.contains(place) ? choices[place] : nil
  }

  /// The place that "2", "2.", "(2)", "the second", "number 2" or "the last one" means.
  private static func place(_ key: String, of count: Int) -> Int? {
    let tokens = TextTokens(key)
    // A place takes few words; "two weeks ago I ordered" is none.
    guard (1...6).contains(tokens.count) else { return nil }
    var words = (0..<tokens.count).map { tokens.word($0) }
    if tokens.tokens.contains(where: { $0.run != nil }) { words = [words.joined()] }
    if words.count == 1, let number = numerals.firstIndex(where: { $0.contains(words[0]) }) {
      return number
    }
    words.removeAll { fillers.contains($0) }
    guard words.count == 1, let word = words.first else { return nil }
    if let number = Int(word) { return (1...9).contains(number) ? number - 1 : nil }
    if lastWords.contains(word) { return count - 1 }
    return ordinals[word]
  }

  /// Numbers in words, which are fillers beside others: "the second one".
  private static let numerals: [Set<String>] = [
    ["one", "eins", "un", "une", "uno", "una", "een", "um", "一", "一つ目"],
    ["two", "zwei", "deux", "dos", "due", "twee", "dois", "二", "二つ目"],
    ["three", "drei", "trois", "tres", "tre", "drie", "三", "三つ目"],
    ["four", "vier", "quatre", "cuatro", "quattro", "quatro", "四"],
  ]

  private static let fillers: Set<String> = [
    "the", "one", "number", "no", "nr", "option", "choice", "question", "please", "i", "mean",
    "meant", "die", "der", "das", "den", "nummer", "bitte", "frage", "le", "la", "l", "numero",
    "el", "il", "de", "het", "o", "a", "opcion", "opzione", "optie",
  ]

  private static let lastWords: Set<String> = [
    "last", "letzte", "letzter", "letztes", "derniere", "dernier", "ultima", "ultimo", "laatste",
    "最后一个", "最後",
  ]

  private static let ordinals: [String: Int] = {
    let words: [[String]] = [
      [
        "first", "1st", "erste", "erster", "erstes", "ersten", "premiere", "premier", "primera",
        "primero", "prima", "primo", "eerste", "primeira", "primeiro", "第一个", "第一個", "第一",
        "一番目", "1番", "最初",
      ],
      [
        "second", "2nd", "zweite", "zweiter", "zweites", "zweiten", "deuxieme", "seconde",
        "segunda", "segundo", "seconda", "secondo", "tweede", "第二个", "第二個", "第二", "二番目",
        "2番",
      ],
      [
        "third", "3rd", "dritte", "dritter", "drittes", "dritten", "troisieme", "tercera",
        "tercero", "terza", "terzo", "derde", "terceira", "第三个", "第三個", "第三", "三番目",
        "3番",
      ],
      ["fourth", "4th", "vierte", "vierter", "quatrieme", "cuarta", "quarta", "vierde"],
    ]
    var result: [String: Int] = [:]
    for (place, names) in words.enumerated() {
      for name in names { result[name] = place }
    }
    return result
  }()

  /// The intent and the values of a payload such as `/track_order{"order_number":"A-1"}`;
  /// nil for a text that is none.
  static func payload(_ text: String) -> (intent: String, values: String)? {
    guard text.hasPrefix("/"), text.utf8.count <= 2_000 else { return nil }
    let rest = text.dropFirst()
    let intent = rest.prefix { $0 != "{" }.trimmingSpaces
    guard !intent.isEmpty else { return nil }
    return (intent, String(rest.drop { $0 != "{" }))
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
