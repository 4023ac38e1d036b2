extension TextVectorizer {
  /// One occurrence of an n-gram and its part of a linear score.
  package struct Share: Sendable {
    package var block: TextBlock
    package var occurrence: TextNGrams.Occurrence
    /// Whether the n-gram is an unordered pair of words.
    package var isPair: Bool
    package var contribution: Double
  }

  /// Splits a score linear in the row over the n-grams of the text, exactly.
  ///
  /// A column's share `weight(column)` × value goes in equal parts to the
  /// occurrences of its n-gram.
  ///
  /// - Returns: by block and place; their sum is the score.
  package func shares(_ tokens: TextTokens, weight: (Int) -> Double) -> [Share] {
    let grams = TextNGrams(tokens, pairReach: scheme.pairReach)
    var shares: [(column: Int32, share: Share)] = []
    for (block, occurrences, isPair) in [
      (TextBlock.words, grams.words, false), (.words, grams.pairs, true),
      (.characters, grams.characters, false),
    ] {
      for occurrence in occurrences {
        guard let column = column(of: occurrence, in: block) else { continue }
        shares.append(
          (
            column,
            Share(block: block, occurrence: occurrence, isPair: isPair, contribution: 0)
          ))
      }
    }
    var counts: [Int32: Int] = [:]
    for share in shares { counts[share.column, default: 0] += 1 }
    let vector = transform(tokens)
    var parts: [Int32: Double] = [:]
    for (column, value) in zip(vector.columns, vector.values) {
      parts[column] = weight(Int(column)) * Double(value) / Double(counts[column] ?? 1)
    }
    return shares.map { column, share in
      var share = share
      share.contribution = parts[column] ?? 0
      return share
    }
  }

  /// Splits a score linear in the row over the tokens of the text, exactly.
  ///
  /// What `shares` gives an n-gram goes in equal parts to the tokens it is made
  /// of.
  ///
  /// - Returns: one contribution per token; their sum is the score.
  package func attribute(
    _ tokens: TextTokens, weight: (Int) -> Float
  ) -> [Double] {
    var contributions = [Double](repeating: 0, count: tokens.count)
    for share in shares(tokens, weight: { Double(weight($0)) }) {
      let members = share.tokens
      for token in members {
        contributions[token] += share.contribution / Double(members.count)
      }
    }
    return contributions
  }
}

extension TextVectorizer.Share {
  /// The tokens that the n-gram is made of.
  package var tokens: [Int] {
    let first = Int(occurrence.token)
    let last = first + Int(occurrence.span) - 1
    return isPair ? [first, last] : Array(first...last)
  }
}
