import Engine

/// The n-grams of one text, each with the tokens it covers.
package struct TextNGrams: Sendable {
  /// One occurrence of an n-gram.
  package struct Occurrence: Sendable {
    package var hash: UInt64
    /// The first token covered.
    package var token: Int32
    /// How many tokens lie between the first and the last, these included; 1 for
    /// every character n-gram.
    package var span: Int32
    /// The first scalar covered; one before the token for its border.
    package var start: Int32
    /// One past the last scalar; two past the token's last for its border.
    package var end: Int32
  }

  /// Single words and runs of two; in unspaced runs of up to three characters.
  package var words: [Occurrence]
  /// Two words in either order with others between them or none.
  package var pairs: [Occurrence]
  /// One to five characters inside a word, its borders included.
  package var characters: [Occurrence]

  /// - Parameters:
  ///   - tokens: the text.
  ///   - pairReach: how many words the second of a pair may lie after the first.
  package init(_ tokens: TextTokens, pairReach: Int = 0) {
    words = Self.wordNGrams(tokens)
    pairs = pairReach > 0 ? Self.wordPairs(tokens, reach: pairReach) : []
    characters = Self.characterNGrams(tokens)
  }

  /// The terms of a keyword index: words without a plural's ending, one for all
  /// words that mean the same, or the characters of unspaced runs and their bigrams.
  package static func terms(of tokens: TextTokens) -> [UInt64] {
    var terms: [UInt64] = []
    terms.reserveCapacity(tokens.count)
    var previous: (hash: UInt64, run: Int?) = (0, nil)
    for token in tokens.tokens {
      let hash = stem(of: tokens, token)
      terms.append(ShopSynonyms.leading(hash))
      if let run = token.run {
        if previous.run == run { terms.append(NGramHash.sequence(previous.hash, hash)) }
      } else if let phrase = ShopSynonyms.group(of: previous.hash, hash) {
        terms.append(phrase)
      }
      previous = (hash, token.run)
    }
    return terms
  }

  /// The term of one token alone.
  package static func term(of tokens: TextTokens, _ token: TextTokens.Token) -> UInt64 {
    ShopSynonyms.leading(stem(of: tokens, token))
  }

  private static func stem(of tokens: TextTokens, _ token: TextTokens.Token) -> UInt64 {
    NGramHash.term(tokens.scalars[token.start..<token.end])
  }

  static func wordNGrams(_ tokens: TextTokens) -> [Occurrence] {
    let all = tokens.tokens
    let hashes = all.map { NGramHash.word(tokens.scalars[$0.start..<$0.end]) }
    var found: [Occurrence] = []
    found.reserveCapacity(all.count * 2)
    for index in all.indices {
      found.append(Occurrence(hash: hashes[index], token: index, span: 1, in: all))
      guard index + 1 < all.count else { break }
      let pair = NGramHash.sequence(hashes[index], hashes[index + 1])
      found.append(Occurrence(hash: pair, token: index, span: 2, in: all))
      guard index + 2 < all.count, let run = all[index].run, all[index + 2].run == run else {
        continue
      }
      found.append(
        Occurrence(
          hash: NGramHash.sequence(pair, hashes[index + 2]), token: index, span: 3, in: all))
    }
    return found + synonyms(tokens)
  }

  private static let synonymSalt: UInt64 = 0x5851_F42D_4C95_7F2D

  /// The groups of words that mean the same, for each word or phrase of one.
  private static func synonyms(_ tokens: TextTokens) -> [Occurrence] {
    let all = tokens.tokens
    var found: [Occurrence] = []
    var previous: UInt64?
    for (index, token) in all.enumerated() {
      guard token.run == nil else {
        previous = nil
        continue
      }
      let stem = stem(of: tokens, token)
      if let group = ShopSynonyms.group(of: stem) {
        found.append(Occurrence(hash: group ^ synonymSalt, token: index, span: 1, in: all))
      }
      if let before = previous, let group = ShopSynonyms.group(of: before, stem) {
        found.append(Occurrence(hash: group ^ synonymSalt, token: index - 1, span: 2, in: all))
      }
      previous = stem
    }
    return found
  }

  private static let pairSalt: UInt64 = 0xA24B_AED4_963E_E407

  private static func wordPairs(_ tokens: TextTokens, reach: Int) -> [Occurrence] {
    let all = tokens.tokens
    let hashes = all.map { NGramHash.word(tokens.scalars[$0.start..<$0.end]) }
    var found: [Occurrence] = []
    found.reserveCapacity(all.count * reach)
    for index in all.indices {
      for other in all.indices[(index + 1)...].prefix(reach) {
        let (low, high) = (min(hashes[index], hashes[other]), max(hashes[index], hashes[other]))
        guard low != high else { continue }
        found.append(
          Occurrence(
            hash: NGramHash.sequence(low ^ pairSalt, high), token: index, span: other - index + 1,
            in: all))
      }
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
        var state = StableHash.empty
        for end in start..<min(start + longest, padded.count) {
          state = StableHash.adding(padded[end], to: state)
          // A border alone says nothing.
          if end == start, padded[start] == 0x20 { continue }
          found.append(
            Occurrence(
              hash: StableHash.mixed(state), token: Int32(index), span: 1,
              start: Int32(token.start + start - 1), end: Int32(token.start + end)))
        }
      }
    }
    return found
  }
}

extension TextNGrams.Occurrence {
  /// An n-gram of whole tokens.
  fileprivate init(hash: UInt64, token: Int, span: Int, in tokens: [TextTokens.Token]) {
    self.init(
      hash: hash, token: Int32(token), span: Int32(span), start: Int32(tokens[token].start),
      end: Int32(tokens[token + span - 1].end))
  }
}
