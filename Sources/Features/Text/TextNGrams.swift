/// The n-grams of one text, each with the tokens it covers.
package struct TextNGrams: Sendable {
  /// One occurrence of an n-gram.
  package struct Occurrence: Sendable {
    package var hash: UInt64
    /// The first token covered.
    package var token: Int32
    /// How many tokens are covered; 1 for every character n-gram.
    package var span: Int32
  }

  /// Single words and runs of two; in unspaced runs of up to three characters.
  package var words: [Occurrence]
  /// One to five characters inside a word, its borders included.
  package var characters: [Occurrence]

  package init(_ tokens: TextTokens) {
    words = Self.wordNGrams(tokens)
    characters = Self.characterNGrams(tokens)
  }

  /// The terms of a keyword index: words without a plural's ending, or the characters of unspaced runs
  /// and their bigrams.
  package static func terms(of tokens: TextTokens) -> [UInt64] {
    var terms: [UInt64] = []
    terms.reserveCapacity(tokens.count)
    var previous: (hash: UInt64, run: Int?) = (0, nil)
    for token in tokens.tokens {
      let hash = term(of: tokens, token)
      terms.append(hash)
      if let run = token.run, previous.run == run {
        terms.append(NGramHash.sequence(previous.hash, hash))
      }
      previous = (hash, token.run)
    }
    return terms
  }

  /// The term of one token alone.
  package static func term(of tokens: TextTokens, _ token: TextTokens.Token) -> UInt64 {
    NGramHash.term(tokens.scalars[token.start..<token.end])
  }

  static func wordNGrams(_ tokens: TextTokens) -> [Occurrence] {
    let all = tokens.tokens
    let hashes = all.map { NGramHash.word(tokens.scalars[$0.start..<$0.end]) }
    var found: [Occurrence] = []
    found.reserveCapacity(all.count * 2)
    for index in all.indices {
      found.append(Occurrence(hash: hashes[index], token: Int32(index), span: 1))
      guard index + 1 < all.count else { break }
      let pair = NGramHash.sequence(hashes[index], hashes[index + 1])
      found.append(Occurrence(hash: pair, token: Int32(index), span: 2))
      guard index + 2 < all.count, let run = all[index].run, all[index + 2].run == run else {
        continue
      }
      found.append(
        Occurrence(
          hash: NGramHash.sequence(pair, hashes[index + 2]), token: Int32(index), span: 3))
    }
    return found
  }

  private static let longest = 5

  private static func characterNGrams(_ tokens: TextTokens) -> [Occurrence] {
    var found: [Occurrence] = []
    found.reserveCapacity((tokens.scalars.count + 2 * tokens.count) * longest)
    var padded: [UInt32] = []
    for (index, token) in tokens.tokens.enumerated() {
      // In an unspaced run the word n-grams are the character n-grams.
      guard token.run == nil else { continue }
      padded.removeAll(keepingCapacity: true)
      padded.append(0x20)
      padded.append(contentsOf: tokens.scalars[token.start..<token.end])
      padded.append(0x20)
      for start in padded.indices {
        var state = NGramHash.offset
        for end in start..<min(start + longest, padded.count) {
          state = NGramHash.step(state, padded[end])
          // A border alone says nothing.
          if end == start, padded[start] == 0x20 { continue }
          found.append(Occurrence(hash: NGramHash.finish(state), token: Int32(index), span: 1))
        }
      }
    }
    return found
  }
}
