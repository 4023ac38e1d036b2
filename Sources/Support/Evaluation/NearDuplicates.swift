import Features

/// Texts that say the same in the same words.
///
/// Two texts are duplicates where they are equal but for case, accents and
/// punctuation, or where the cosine of their TF-IDF weighted word and character
/// n-grams is 0.95 or more.
///
/// Pairs are found by an inverted index of each text's rarest n-grams: those
/// that, left out, would leave a length below the threshold. Two texts whose
/// rarest n-grams have nothing in common cannot reach it.
///
/// - Source: Bayardo, Ma & Srikant 2007, "Scaling Up All Pairs Similarity
///   Search", WWW, section 4, with the norm of the rest as its bound.
package struct NearDuplicates: Sendable {
  package static let threshold: Float = 0.95

  /// Two texts by their places; `first` is the smaller.
  package struct Pair: Sendable, Hashable {
    package var first: Int
    package var second: Int
    /// From the threshold to 1; 1 for equal texts.
    package var similarity: Double
  }

  /// The pairs that are wanted, the most similar first; of texts that are equal,
  /// only the first that is wanted stands for the others.
  package let pairs: [Pair]

  /// Finds the pairs of texts.
  ///
  /// - Parameters:
  ///   - texts: any number.
  ///   - isWanted: whether a pair of places is looked for; asked for equal and
  ///     similar texts only.
  /// - Complexity: O(n-grams of all texts) and the pairs that share a rare one.
  package init(_ texts: [String], where isWanted: (Int, Int) -> Bool) {
    let tokens = texts.map { TextTokens($0) }
    // By their words; texts without any by their signs.
    var groups: [[Int]] = []
    var places: [String: Int] = [:]
    for row in texts.indices {
      let key =
        tokens[row].isEmpty
        ? "\n" + TextNormalizer.comparisonKey(of: texts[row]) : tokens[row].joined
      if let place = places[key] {
        groups[place].append(row)
      } else {
        places[key] = groups.count
        groups.append([row])
      }
    }
    var pairs: [Pair] = []
    for group in groups {
      for (place, second) in group.enumerated() {
        if let first = group[..<place].first(where: { isWanted($0, second) }) {
          pairs.append(Pair(first: first, second: second, similarity: 1))
        }
      }
    }
    for (left, right, cosine) in Self.similar(groups.map { tokens[$0[0]] }) {
      let found = Self.firstWanted(groups[left], groups[right], isWanted)
      guard let (first, second) = found else { continue }
      pairs.append(
        Pair(
          first: min(first, second), second: max(first, second),
          similarity: Double(min(1, cosine))))
    }
    self.pairs = pairs.sorted {
      ($1.similarity, $0.first, $0.second) < ($0.similarity, $1.first, $1.second)
    }
  }

  private static func firstWanted(
    _ left: [Int], _ right: [Int], _ isWanted: (Int, Int) -> Bool
  ) -> (Int, Int)? {
    for first in left {
      for second in right where isWanted(min(first, second), max(first, second)) {
        return (first, second)
      }
    }
    return nil
  }

  /// The pairs of different texts at or above the threshold.
  private static func similar(_ texts: [TextTokens]) -> [(Int, Int, Float)] {
    // N-grams that one text alone has tell it from others, so none is left out.
    let vectorizer = TextVectorizer.fit(
      texts, configuration: .init(minimumDocumentFrequency: 1, maximumFeatures: .max))
    let rows = texts.map { unit(vectorizer.transform($0)) }
    // By column: how many texts have it.
    var frequencies = [Int32](repeating: 0, count: vectorizer.columnCount)
    for row in rows {
      for column in row.columns { frequencies[Int(column)] += 1 }
    }
    var postings: [Int32: [Int32]] = [:]
    var pairs: [(Int, Int, Float)] = []
    var seen = [Int32](repeating: -1, count: rows.count)
    for (place, row) in rows.enumerated() {
      let prefix = rarest(row, frequencies)
      for column in prefix {
        for other in postings[column] ?? [] where seen[Int(other)] != Int32(place) {
          seen[Int(other)] = Int32(place)
          let cosine = rows[Int(other)].dot(row)
          if cosine >= threshold { pairs.append((Int(other), place, cosine)) }
        }
      }
      for column in prefix { postings[column, default: []].append(Int32(place)) }
    }
    return pairs
  }

  /// The columns, rarest first, without which the rest is too short to reach the
  /// threshold; none for a text alone in its n-grams.
  private static func rarest(_ row: TextVector, _ frequencies: [Int32]) -> [Int32] {
    let order = row.columns.indices.sorted {
      let (left, right) = (row.columns[$0], row.columns[$1])
      return (frequencies[Int(left)], left) < (frequencies[Int(right)], right)
    }
    var rest: Float = 1
    var columns: [Int32] = []
    for place in order {
      // A little below the threshold, for rounding.
      guard rest >= (threshold * threshold) - 1e-4 else { break }
      rest -= row.values[place] * row.values[place]
      columns.append(row.columns[place])
    }
    return columns
  }

  private static func unit(_ row: TextVector) -> TextVector {
    var row = row
    let squares = row.values.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return row }
    let scale = 1 / squares.squareRoot()
    for place in row.values.indices { row.values[place] *= scale }
    return row
  }
}
