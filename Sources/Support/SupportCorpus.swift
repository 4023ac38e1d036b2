import Domain
import Features

/// The stored phrasings of all intents, in a fixed order.
struct SupportCorpus: Sendable {
  /// One stored way to ask.
  struct Phrasing: Sendable {
    var text: String
    var tokens: TextTokens
    /// Row of `intents`.
    var intent: Int
    /// Row of `entries`.
    var entry: Int
    /// A canonical question, which may be shown; else an example.
    var isQuestion: Bool
  }

  /// Names, ascending.
  let intents: [String]
  let entries: [FAQEntry]
  let phrasings: [Phrasing]
  /// By intent: equal numbers where the answers are the same text, so that
  /// either is right.
  let answerGroups: [Int]
  /// By entry: the answer, and the intent it belongs to.
  let answers: [(tokens: TextTokens, intent: Int)]

  /// - Throws: `emptyQuestion` for an entry without any wording,
  ///   `tooFewIntents` below two.
  init(_ source: [FAQEntry]) throws(SupportError) {
    entries = source
    let names = Set(source.map(\.intent)).sorted()
    guard names.count >= 2 else {
      throw SupportError(
        .tooFewIntents,
        "there is \(names.isEmpty ? "no intent" : "only the intent \"\(names[0])\""), and telling "
          + "questions apart needs two: import FAQ entries with further intents")
    }
    intents = names
    let rows = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var phrasings: [Phrasing] = []
    for (index, entry) in source.enumerated() {
      guard let intent = rows[entry.intent] else { continue }
      var seen: Set<String> = []
      let texts = entry.questions.map { ($0, true) } + entry.examples.map { ($0, false) }
      for (text, isQuestion) in texts {
        let key = TextNormalizer.comparisonKey(of: text)
        guard !key.isEmpty, seen.insert(key).inserted else { continue }
        phrasings.append(
          Phrasing(
            text: text, tokens: TextTokens(text), intent: intent, entry: index,
            isQuestion: isQuestion))
      }
      guard !seen.isEmpty else {
        throw SupportError(
          .emptyQuestion,
          "support: intent '\(entry.intent)' has no question; give it at least one wording")
      }
    }
    self.phrasings = phrasings
    answers = source.compactMap { entry in
      rows[entry.intent].map { (TextTokens(entry.answer), $0) }
    }
    answerGroups = Self.groups(of: source, rows: rows)
  }

  private static func groups(of entries: [FAQEntry], rows: [String: Int]) -> [Int] {
    var groups = Array(0..<rows.count)
    var first: [String: Int] = [:]
    for entry in entries {
      guard let row = rows[entry.intent] else { continue }
      let key = TextNormalizer.comparisonKey(of: entry.answer)
      guard !key.isEmpty else { continue }
      if let owner = first[key] {
        groups[row] = groups[owner]
      } else {
        first[key] = row
      }
    }
    return groups
  }

  /// The cosines of the intents' texts to each other, as TF-IDF rows.
  func intentSimilarities() -> [[Float]] {
    // Twenty wordings say what an intent is about.
    let texts = phrasingsByIntent.map { rows in
      TextTokens(rows.prefix(20).map { phrasings[$0].text }.joined(separator: " . "))
    }
    let vectorizer = TextVectorizer.fit(texts)
    let rows = texts.map { vectorizer.transform($0) }
    let index = SimilarityIndex(rows, columnCount: vectorizer.columnCount)
    return rows.map { index.cosines($0) }
  }

  /// The rows of the phrasings of each intent.
  var phrasingsByIntent: [[Int]] {
    var rows = [[Int]](repeating: [], count: intents.count)
    for (row, phrasing) in phrasings.enumerated() { rows[phrasing.intent].append(row) }
    return rows
  }
}
