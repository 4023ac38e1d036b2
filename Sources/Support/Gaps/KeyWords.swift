import Features
import Glibc

/// Finds the words that tell some texts from the others.
struct KeyWords {
  private let texts: [TextTokens]
  /// In how many of the sampled texts a word stands.
  private var frequencies: [String: Int] = [:]
  private var sampleCount = 0

  /// More texts do not change which words are common.
  private static let sampleLimit = 5_000
  /// So many words name a cluster.
  private static let most = 4

  init(_ texts: [TextTokens]) {
    self.texts = texts
    let step = max(1, texts.count / Self.sampleLimit)
    for index in stride(from: 0, to: texts.count, by: step) {
      sampleCount += 1
      for word in Set(Self.words(texts[index])) { frequencies[word, default: 0] += 1 }
    }
  }

  /// The words that many of the rows have and few other texts do.
  ///
  /// - Parameters:
  ///   - rows: of the texts, with how often each was asked.
  ///   - text: whose spelling is shown where it has the word.
  /// - Returns: up to four words, the most telling first.
  func telling(_ rows: [(row: Int, count: Int)], spelledAs text: String) -> [String] {
    var counts: [String: Int] = [:]
    var total = 0
    // The first hundred texts say what a group is about.
    for (row, count) in rows.prefix(100) {
      total += count
      for word in Set(Self.words(texts[row])) { counts[word, default: 0] += count }
    }
    let ranked = counts.map { word, count in
      let rarity = log(Double(1 + sampleCount) / Double(1 + frequencies[word, default: 0])) + 1
      return (word: word, score: Double(count) / Double(total) * rarity)
    }.sorted { ($0.score, $0.word.count, $1.word) > ($1.score, $1.word.count, $0.word) }
    var chosen: [String] = []
    for (word, score) in ranked {
      guard chosen.count < Self.most, score >= 0.4 * (ranked.first?.score ?? 0) else { break }
      if chosen.contains(where: { $0.contains(word) || word.contains($0) }) { continue }
      chosen.append(word)
    }
    return chosen.map { Self.spelling(of: $0, in: text) ?? $0 }
  }

  /// Words that are no function words; of unspaced runs what stands between
  /// function words, in pieces of two to four characters.
  static func words(_ tokens: TextTokens) -> [String] {
    var words: [String] = []
    var piece: [String] = []
    func finish() {
      for length in 2...4 where length <= piece.count {
        for start in 0...(piece.count - length) {
          words.append(piece[start..<(start + length)].joined())
        }
      }
      piece = []
    }
    for (index, token) in tokens.tokens.enumerated() {
      let continues = index > 0 && token.run != nil && tokens.tokens[index - 1].run == token.run
      if !continues { finish() }
      guard !tokens.isFunctionWord(index) else {
        finish()
        continue
      }
      if token.run == nil {
        words.append(tokens.word(index))
      } else {
        piece.append(tokens.word(index))
      }
    }
    finish()
    return words
  }

  /// The word as the text writes it: folded spellings are for comparing.
  private static func spelling(of word: String, in text: String) -> String? {
    let wanted = word.unicodeScalars.map(\.value)
    var start = text.startIndex
    while start < text.endIndex {
      var end = start
      var folded: [UInt32] = []
      while end < text.endIndex, folded.count < wanted.count {
        end = text.index(after: end)
        folded = TextNormalizer.scalars(of: String(text[start..<end]))
      }
      if folded == wanted { return String(text[start..<end]).lowercased() }
      start = text.index(after: start)
    }
    return nil
  }
}
