import Engine

/// The tokens of a text as bags of hashed parts: the word itself and its runs of
/// three to five characters, borders included.
///
/// Where words are run together, a token is one character, and its parts are
/// that character and the pairs and the triple it forms with its neighbours.
///
/// - Source: P. Bojanowski et al. 2017, "Enriching Word Vectors with Subword
///   Information", TACL 5, section 3.2.
package struct TokenBags: Sendable, Hashable {
  /// The buckets of all tokens' parts, one token after the other; the first of a
  /// token is that of the whole word.
  package private(set) var ids: [Int32] = []
  /// Where in `ids` each token starts, and where the last one ends.
  package private(set) var offsets: [Int32] = [0]

  /// The most parts of a token; of longer words the longest runs are left out.
  package static let partLimit = 20

  /// The bags of the first `limit` tokens of a text.
  package init(_ tokens: TextTokens, buckets: Int, limit: Int) {
    precondition(buckets > 0 && buckets <= Int(Int32.max), "token bags: \(buckets) buckets")
    let all = tokens.tokens.prefix(limit)
    offsets.reserveCapacity(all.count + 1)
    ids.reserveCapacity(all.count * Self.partLimit)
    for index in all.indices {
      if tokens.tokens[index].run == nil {
        appendWord(tokens.scalars[tokens.tokens[index].start..<tokens.tokens[index].end], buckets)
      } else {
        appendCharacter(tokens, index, buckets)
      }
      offsets.append(Int32(ids.count))
    }
  }

  package var count: Int { offsets.count - 1 }

  private mutating func append(_ hash: UInt64, _ buckets: Int) {
    ids.append(Int32(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(buckets)).high))
  }

  private mutating func appendWord(_ word: ArraySlice<UInt32>, _ buckets: Int) {
    append(NGramHash.word(word), buckets)
    var parts = 1
    for length in 3...5 {
      // A border stands before the first and after the last character.
      for first in (word.startIndex - 1)..<max(word.startIndex - 1, word.endIndex + 2 - length) {
        guard parts < Self.partLimit else { return }
        var state = StableHash.empty
        for place in first..<first + length {
          let isBorder = place < word.startIndex || place >= word.endIndex
          state = StableHash.adding(isBorder ? 0x20 : word[place], to: state)
        }
        append(StableHash.mixed(state), buckets)
        parts += 1
      }
    }
  }

  private mutating func appendCharacter(_ tokens: TextTokens, _ index: Int, _ buckets: Int) {
    func hash(_ offset: Int) -> UInt64? {
      let place = index + offset
      guard tokens.tokens.indices.contains(place),
        tokens.tokens[place].run == tokens.tokens[index].run
      else { return nil }
      return NGramHash.word(tokens.scalars[tokens.tokens[place].start..<tokens.tokens[place].end])
    }
    guard let own = hash(0) else { return }
    append(own, buckets)
    let (before, after) = (hash(-1), hash(1))
    let left = before.map { NGramHash.sequence($0, own) }
    if let left { append(left, buckets) }
    if let after { append(NGramHash.sequence(own, after), buckets) }
    if let left, let after { append(NGramHash.sequence(left, after), buckets) }
  }
}
