import Engine
import Features

/// Seeded distortions of texts, from which a model learns how sure it may be
/// where the shop has only one wording of each question.
struct Perturbation {
  /// The words of all texts, as often as they occur.
  private let pool: [String]
  /// Commoner words: those below the median idf of `pool`.
  private let carriers: [String]
  /// The idf from which a word counts as telling.
  private let tellingWeight: Float
  private let index: KeywordIndex
  private let letters: [Character]

  init(_ texts: [TextTokens], index: KeywordIndex) {
    self.index = index
    var pool: [(word: String, weight: Float)] = []
    for tokens in texts {
      let weights = index.weights(of: tokens)
      for row in weights.indices { pool.append((tokens.word(row), weights[row])) }
    }
    let weights = pool.map(\.weight).sorted()
    let median = weights.isEmpty ? 0 : weights[weights.count / 2]
    tellingWeight = median
    self.pool = pool.map(\.word)
    carriers = pool.filter { $0.weight <= median }.map(\.word)
    letters = Set(pool.flatMap { Array($0.word) }).sorted()
  }

  /// The text as another person might put it: some words lost, one moved, one
  /// mistyped, common words added. At least one telling word stays.
  func paraphrase(_ tokens: TextTokens, using generator: inout Xoshiro256StarStar) -> String {
    let weights = index.weights(of: tokens)
    guard let kept = tellingWord(weights, using: &generator) else { return "" }
    let keep = 0.3 + 0.65 * generator.uniform()
    var words: [String] = []
    for row in weights.indices where row == kept || generator.uniform() < keep {
      words.append(tokens.word(row))
    }
    if words.count > 1, generator.uniform() < 0.3 {
      let position = generator.index(below: words.count - 1)
      words.swapAt(position, position + 1)
    }
    if generator.uniform() < 0.3 {
      let position = generator.index(below: words.count)
      words[position] = Self.mistyped(words[position], using: &generator)
    }
    for _ in 0..<generator.index(below: 4) where !carriers.isEmpty {
      words.insert(
        carriers[generator.index(below: carriers.count)],
        at: generator.index(below: words.count + 1))
    }
    return Self.join(words, like: tokens)
  }

  /// A text about nothing: either words drawn from everywhere, or a stored
  /// text whose telling words became words nobody knows.
  func noise(like tokens: TextTokens, using generator: inout Xoshiro256StarStar) -> String {
    guard !pool.isEmpty else { return "" }
    if generator.uniform() < 0.5 {
      return Self.join(
        tokens.tokens.map { _ in pool[generator.index(below: pool.count)] }, like: tokens)
    }
    let weights = index.weights(of: tokens)
    let words = weights.indices.map { row in
      weights[row] >= tellingWeight
        ? inventedWord(using: &generator) : tokens.word(row)
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

  private func tellingWord(
    _ weights: [Float], using generator: inout Xoshiro256StarStar
  ) -> Int? {
    guard !weights.isEmpty else { return nil }
    let squares = weights.map { Double($0 * $0) }
    var draw = generator.uniform() * squares.reduce(0, +)
    for (row, square) in squares.enumerated() {
      draw -= square
      if draw <= 0 { return row }
    }
    return weights.count - 1
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
