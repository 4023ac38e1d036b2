import Domain
import Engine
import Features

/// Seeded distortions of texts, from which a model learns how sure it may be
/// where the shop has only one wording of each question.
struct Perturbation {
  /// The words of all texts, as often as they occur.
  private let pool: [String]
  /// How the texts begin and end, each way once.
  private let openings: [[String]]
  private let endings: [[String]]
  /// The words of each entry's answer.
  private let answers: [[String]]
  private let index: KeywordIndex
  private let letters: [Character]

  /// Draws from the phrasings of the given rows only.
  init(_ corpus: SupportCorpus, rows: [Int]) {
    let texts = rows.map { corpus.phrasings[$0].tokens }
    index = KeywordIndex(texts, functionWordShare: 0.1)
    var pool: [String] = []
    var openings: Set<[String]> = []
    var endings: Set<[String]> = []
    for tokens in texts {
      let words = (0..<tokens.count).map { tokens.word($0) }
      pool += words
      for length in 1...3 where length < words.count {
        openings.insert(Array(words.prefix(length)))
      }
      for length in 1...2 where length < words.count {
        endings.insert(Array(words.suffix(length)))
      }
    }
    self.pool = pool
    self.openings = openings.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
    self.endings = endings.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
    letters = Set(pool.flatMap(Array.init)).sorted()
    answers = corpus.entries.map { entry in
      let tokens = TextTokens(entry.answer)
      return (0..<min(tokens.count, 200)).map { tokens.word($0) }
    }
  }

  /// Below this many wordings an intent gets paraphrases to learn from.
  private static let sufficientWordings = 8

  /// Paraphrases of the rows, so that every intent has enough wordings for the
  /// linear model to see which words do not matter.
  func augmentation(
    _ corpus: SupportCorpus, rows: [Int], using generator: inout Xoshiro256StarStar
  ) -> [(tokens: TextTokens, intent: Int)] {
    var byIntent = [[Int]](repeating: [], count: corpus.intents.count)
    for row in rows { byIntent[corpus.phrasings[row].intent].append(row) }
    var texts: [(tokens: TextTokens, intent: Int)] = []
    for members in byIntent where !members.isEmpty && members.count < Self.sufficientWordings {
      for position in members.count..<Self.sufficientWordings {
        let phrasing = corpus.phrasings[members[position % members.count]]
        texts.append(
          (TextTokens(paraphrase(phrasing, using: &generator)), phrasing.intent))
      }
    }
    return texts
  }

  /// The text as another person might put it.
  ///
  /// Words are lost or put in words nobody stored, one is moved, one mistyped;
  /// another opening or ending or words of the answer are added. One of the
  /// words it is about stays.
  func paraphrase(
    _ phrasing: SupportCorpus.Phrasing, using generator: inout Xoshiro256StarStar
  ) -> String {
    let tokens = phrasing.tokens
    let weights = index.weights(of: tokens)
    guard !weights.isEmpty else { return "" }
    var order = Array(weights.indices)
    generator.shuffle(&order)
    // A person names the subject, if only by one of its words.
    if let subject = order.firstIndex(where: { !tokens.isFunctionWord($0) }) {
      order.swapAt(0, subject)
    }
    let share =
      generator.uniform() < 0.3 ? 0.01 : Float(0.4 + 0.6 * generator.uniform())
    var kept: Set<Int> = []
    var weight: Float = 0
    let enough = share * weights.reduce(0, +)
    for row in order where weight < enough {
      kept.insert(row)
      weight += weights[row]
    }
    var words: [String] = []
    for row in weights.indices {
      if kept.contains(row) {
        words.append(tokens.word(row))
      } else if !tokens.isFunctionWord(row), generator.uniform() < 0.5 {
        words.append(inventedWord(using: &generator))
      }
    }
    if words.count > 1, generator.uniform() < 0.3 {
      let position = generator.index(below: words.count - 1)
      words.swapAt(position, position + 1)
    }
    if generator.uniform() < 0.3 {
      let position = generator.index(below: words.count)
      words[position] = Self.mistyped(words[position], using: &generator)
    }
    let answer = answers[phrasing.entry]
    if generator.uniform() < 0.4, !answer.isEmpty {
      for _ in 0...generator.index(below: 3) {
        words.append(answer[generator.index(below: answer.count)])
      }
    }
    if generator.uniform() < 0.6, !openings.isEmpty {
      words = openings[generator.index(below: openings.count)] + words
    }
    if generator.uniform() < 0.2, !endings.isEmpty {
      words += endings[generator.index(below: endings.count)]
    }
    return Self.join(words, like: tokens)
  }

  /// A text about nothing: a stored text whose subject words became words
  /// nobody knows, or now and then words drawn from everywhere.
  func noise(like tokens: TextTokens, using generator: inout Xoshiro256StarStar) -> String {
    guard !pool.isEmpty else { return "" }
    if generator.uniform() < 0.15 {
      return Self.join(
        tokens.tokens.map { _ in pool[generator.index(below: pool.count)] }, like: tokens)
    }
    let words = tokens.tokens.indices.map { row in
      tokens.isFunctionWord(row) ? tokens.word(row) : inventedWord(using: &generator)
    }
    return Self.join(words, like: tokens)
  }

  /// `count` words dropped at random, one word left at least.
  static func dropping(
    _ count: Int, from tokens: TextTokens, using generator: inout Xoshiro256StarStar
  ) -> String {
    var rows = Array(0..<tokens.count)
    for _ in 0..<min(count, rows.count - 1) {
      rows.remove(at: generator.index(below: rows.count))
    }
    return join(rows.map { tokens.word($0) }, like: tokens)
  }

  /// One typing mistake in one of the longer words.
  static func mistyping(
    _ tokens: TextTokens, using generator: inout Xoshiro256StarStar
  ) -> String {
    var words = (0..<tokens.count).map { tokens.word($0) }
    let long = words.indices.filter { words[$0].count >= 3 }
    let candidates = long.isEmpty ? Array(words.indices) : long
    guard !candidates.isEmpty else { return "" }
    let position = candidates[generator.index(below: candidates.count)]
    words[position] = mistyped(words[position], using: &generator)
    return join(words, like: tokens)
  }

  /// The word with one letter dropped, doubled or swapped with the next.
  static func mistyped(_ word: String, using generator: inout Xoshiro256StarStar) -> String {
    var characters = Array(word)
    guard characters.count > 1 else { return word }
    let position = generator.index(below: characters.count - 1)
    switch generator.index(below: 3) {
    case 0: characters.remove(at: position)
    case 1: characters.insert(characters[position], at: position)
    default: characters.swapAt(position, position + 1)
    }
    return String(characters)
  }

  private func inventedWord(using generator: inout Xoshiro256StarStar) -> String {
    let length = 3 + generator.index(below: 6)
    return String((0..<length).map { _ in letters[generator.index(below: letters.count)] })
  }

  /// Spaces go where the script has them.
  private static func join(_ words: [String], like tokens: TextTokens) -> String {
    let unspaced = tokens.tokens.count { $0.run != nil }
    return words.joined(separator: unspaced * 2 > tokens.count ? "" : " ")
  }
}
