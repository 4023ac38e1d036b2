import Glibc

/// Word and character n-grams weighted by TF-IDF.
///
/// A text becomes `[words | characters]`: sublinear term frequency
/// 1 + ln(count) times the smoothed inverse document frequency
/// ln((1 + N) / (1 + df)) + 1, each of the two blocks scaled to length 1.
/// Words carry meaning, characters survive typos and endings; the union beats
/// either alone.
///
/// - Source: Salton & Buckley 1988, "Term-weighting approaches in automatic
///   text retrieval", Information Processing & Management 24(5).
package struct TextVectorizer: Sendable {
  package struct Configuration: Sendable, Hashable {
    /// N-grams in fewer texts are dropped; nil takes 2 from a thousand texts
    /// on, else 1.
    package var minimumDocumentFrequency: Int?
    /// The commonest n-grams kept, over both blocks.
    package var maximumFeatures: Int

    package init(minimumDocumentFrequency: Int? = nil, maximumFeatures: Int = 100_000) {
      self.minimumDocumentFrequency = minimumDocumentFrequency
      self.maximumFeatures = maximumFeatures
    }
  }

  /// Hashes of the known n-grams by column: words first, then characters,
  /// ascending inside each.
  package let hashes: [UInt64]
  /// How many of the columns are words.
  package let wordCount: Int
  /// Inverse document frequency by column.
  package let inverseDocumentFrequencies: [Float]
  /// What an n-gram outside the vocabulary weighs: as much as the rarest in it.
  private let unknownWeight: Float
  private let wordColumns: [UInt64: Int32]
  private let characterColumns: [UInt64: Int32]

  package var columnCount: Int { hashes.count }

  /// A vectorizer from its stored parts.
  ///
  /// - Precondition: as many frequencies as hashes, `wordCount` not above it.
  package init(hashes: [UInt64], wordCount: Int, inverseDocumentFrequencies: [Float]) {
    precondition(
      hashes.count == inverseDocumentFrequencies.count && wordCount <= hashes.count,
      "vectorizer: \(hashes.count) hashes, \(inverseDocumentFrequencies.count) frequencies, "
        + "\(wordCount) words")
    self.hashes = hashes
    self.wordCount = wordCount
    self.inverseDocumentFrequencies = inverseDocumentFrequencies
    unknownWeight = inverseDocumentFrequencies.max() ?? 1
    wordColumns = Self.columns(hashes[..<wordCount])
    characterColumns = Self.columns(hashes[wordCount...])
  }

  private static func columns(_ hashes: ArraySlice<UInt64>) -> [UInt64: Int32] {
    var columns: [UInt64: Int32] = [:]
    columns.reserveCapacity(hashes.count)
    for index in hashes.indices { columns[hashes[index]] = Int32(index) }
    return columns
  }

  /// The vocabulary of the texts.
  package static func fit(
    _ texts: [TextTokens], configuration: Configuration = Configuration()
  ) -> TextVectorizer {
    let minimum =
      configuration.minimumDocumentFrequency ?? (texts.count >= 1_000 ? 2 : 1)
    var wordFrequencies: [UInt64: Int32] = [:]
    var characterFrequencies: [UInt64: Int32] = [:]
    for tokens in texts {
      let grams = TextNGrams(tokens)
      count(grams.words, into: &wordFrequencies)
      count(grams.characters, into: &characterFrequencies)
    }
    var kept: [(block: Int, hash: UInt64, frequency: Int32)] = []
    for (block, frequencies) in [wordFrequencies, characterFrequencies].enumerated() {
      for (hash, frequency) in frequencies where frequency >= minimum {
        kept.append((block, hash, frequency))
      }
    }
    if kept.count > configuration.maximumFeatures {
      kept.sort { ($1.frequency, $0.block, $0.hash) < ($0.frequency, $1.block, $1.hash) }
      kept.removeLast(kept.count - configuration.maximumFeatures)
    }
    kept.sort { ($0.block, $0.hash) < ($1.block, $1.hash) }
    let total = Float(1 + texts.count)
    return TextVectorizer(
      hashes: kept.map(\.hash), wordCount: kept.count { $0.block == 0 },
      inverseDocumentFrequencies: kept.map { log(total / Float(1 + $0.frequency)) + 1 })
  }

  private static func count(
    _ occurrences: [TextNGrams.Occurrence], into frequencies: inout [UInt64: Int32]
  ) {
    var hashes = occurrences.map(\.hash)
    hashes.sort()
    var previous: UInt64?
    for hash in hashes where hash != previous {
      frequencies[hash, default: 0] += 1
      previous = hash
    }
  }

  /// The text as a row; n-grams outside the vocabulary are left out.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - functionWordShare: what an n-gram of nothing but function words
  ///     counts; an n-gram of a frequency below 1 weighs in proportion to it.
  ///   - countsUnknown: whether n-grams outside the vocabulary take their part
  ///     of a block's length, so that the known ones are the shorter for it.
  /// - Returns: columns ascending.
  package func transform(
    _ tokens: TextTokens, functionWordShare: Float = 1, countsUnknown: Bool = false
  ) -> TextVector {
    let grams = TextNGrams(tokens)
    var shares: [Float] = []
    if functionWordShare != 1 {
      shares = tokens.tokens.indices.map { tokens.isFunctionWord($0) ? functionWordShare : 1 }
    }
    var vector = TextVector()
    vector.columns.reserveCapacity(grams.words.count + grams.characters.count)
    vector.values.reserveCapacity(grams.words.count + grams.characters.count)
    append(
      grams.words, from: wordColumns, shares: shares, countsUnknown: countsUnknown,
      to: &vector)
    append(
      grams.characters, from: characterColumns, shares: shares,
      countsUnknown: countsUnknown, to: &vector)
    return vector
  }

  private func append(
    _ occurrences: [TextNGrams.Occurrence], from known: [UInt64: Int32], shares: [Float],
    countsUnknown: Bool, to vector: inout TextVector
  ) {
    var found: [(column: Int32, count: Float)] = []
    found.reserveCapacity(occurrences.count)
    var squares: Float = 0
    for occurrence in occurrences {
      let column = known[occurrence.hash]
      guard column != nil || countsUnknown else { continue }
      var count: Float = 1
      if !shares.isEmpty {
        let covered = Int(occurrence.token)..<Int(occurrence.token + occurrence.span)
        count = covered.reduce(0) { max($0, shares[$1]) }
      }
      guard let column else {
        squares += (count * unknownWeight) * (count * unknownWeight)
        continue
      }
      found.append((column, count))
    }
    found.sort { $0.column < $1.column }
    let first = vector.count
    var start = 0
    while start < found.count {
      var count = found[start].count
      var end = start + 1
      while end < found.count, found[end].column == found[start].column {
        count += found[end].count
        end += 1
      }
      let column = found[start].column
      let frequency = count > 1 ? 1 + log(count) : count
      let value = frequency * inverseDocumentFrequencies[Int(column)]
      vector.columns.append(column)
      vector.values.append(value)
      squares += value * value
      start = end
    }
    guard squares > 0 else { return }
    let scale = 1 / squares.squareRoot()
    for index in first..<vector.count { vector.values[index] *= scale }
  }

  /// Splits a score linear in the row over the tokens of the text, exactly.
  ///
  /// A column's share `weight(column)` × value goes in equal parts to the
  /// occurrences of its n-gram, and from there in equal parts to the tokens
  /// each covers.
  ///
  /// - Returns: one contribution per token; their sum is the score.
  package func attribute(
    _ tokens: TextTokens, weight: (Int) -> Float
  ) -> [Double] {
    var contributions = [Double](repeating: 0, count: tokens.count)
    let grams = TextNGrams(tokens)
    let vector = transform(tokens)
    var shares: [Int32: (value: Double, count: Int)] = [:]
    for (column, value) in zip(vector.columns, vector.values) {
      shares[column] = (Double(value) * Double(weight(Int(column))), 0)
    }
    for (occurrences, known) in [(grams.words, wordColumns), (grams.characters, characterColumns)] {
      for occurrence in occurrences {
        if let column = known[occurrence.hash] { shares[column]?.count += 1 }
      }
    }
    for (occurrences, known) in [(grams.words, wordColumns), (grams.characters, characterColumns)] {
      for occurrence in occurrences {
        guard let column = known[occurrence.hash], let share = shares[column] else { continue }
        let part = share.value / Double(share.count) / Double(occurrence.span)
        for token in occurrence.token..<(occurrence.token + occurrence.span) {
          contributions[Int(token)] += part
        }
      }
    }
    return contributions
  }
}
