import Glibc

/// Word and character n-grams weighted by TF-IDF.
///
/// A text becomes `[words | characters]`: sublinear term frequency
/// 1 + ln(count) times a power of the smoothed inverse document frequency
/// ln((1 + N) / (1 + df)) + 1, each of the two blocks scaled to its length.
/// Words carry meaning, characters survive typos and endings; the union beats
/// either alone.
///
/// - Source: Salton & Buckley 1988, "Term-weighting approaches in automatic
///   text retrieval", Information Processing & Management 24(5).
package struct TextVectorizer: Sendable {
  /// Which n-grams count, and how.
  package struct Configuration: Sendable, Hashable {
    /// N-grams in fewer texts are dropped; nil takes 2 from a thousand texts
    /// on, else 1.
    package var minimumDocumentFrequency: Int?
    /// The commonest n-grams kept, over both blocks.
    package var maximumFeatures: Int
    /// The power of the inverse document frequency.
    package var frequencyPower: Float
    /// The kinds of n-grams and what they weigh.
    package var scheme: Scheme

    package init(
      minimumDocumentFrequency: Int? = nil, maximumFeatures: Int = 100_000,
      frequencyPower: Float = 1, scheme: Scheme = Scheme()
    ) {
      self.minimumDocumentFrequency = minimumDocumentFrequency
      self.maximumFeatures = maximumFeatures
      self.frequencyPower = frequencyPower
      self.scheme = scheme
    }
  }

  /// Which n-grams a row has and how long its blocks are.
  package struct Scheme: Sendable, Hashable {
    /// How far apart the words of an unordered pair may be; 0 for no pairs.
    ///
    /// Pairs are part of the word block.
    package var pairReach: Int
    /// The length of the character block, where that of the word block is 1.
    package var characterLength: Float

    package init(pairReach: Int = 0, characterLength: Float = 1) {
      self.pairReach = pairReach
      self.characterLength = characterLength
    }
  }

  /// Hashes of the known n-grams by column: words first, then characters,
  /// ascending inside each.
  package let hashes: [UInt64]
  /// How many of the columns are words.
  package let wordCount: Int
  /// The weight of each column: a power of its inverse document frequency.
  package let inverseDocumentFrequencies: [Float]
  package let scheme: Scheme
  /// What an n-gram outside the vocabulary weighs: as much as the rarest in it.
  private let unknownWeight: Float
  private let wordColumns: NGramTable
  private let characterColumns: NGramTable

  package var columnCount: Int { hashes.count }

  /// A vectorizer from its stored parts.
  ///
  /// - Precondition: as many frequencies as hashes, `wordCount` not above it.
  package init(
    hashes: [UInt64], wordCount: Int, inverseDocumentFrequencies: [Float],
    scheme: Scheme = Scheme()
  ) {
    precondition(
      hashes.count == inverseDocumentFrequencies.count && wordCount <= hashes.count,
      "vectorizer: \(hashes.count) hashes, \(inverseDocumentFrequencies.count) frequencies, "
        + "\(wordCount) words")
    self.hashes = hashes
    self.wordCount = wordCount
    self.inverseDocumentFrequencies = inverseDocumentFrequencies
    self.scheme = scheme
    unknownWeight = inverseDocumentFrequencies.max() ?? 1
    wordColumns = Self.columns(hashes[..<wordCount])
    characterColumns = Self.columns(hashes[wordCount...])
  }

  private static func columns(_ hashes: ArraySlice<UInt64>) -> NGramTable {
    var columns = NGramTable(minimumCapacity: hashes.count)
    for index in hashes.indices { columns.insert(Int32(index), for: hashes[index]) }
    return columns
  }

  /// The column of an n-gram; nil outside the vocabulary.
  func column(of occurrence: TextNGrams.Occurrence, in block: TextBlock) -> Int32? {
    block == .words ? wordColumns[occurrence.hash] : characterColumns[occurrence.hash]
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
    let grams = TextNGrams(tokens, pairReach: scheme.pairReach)
    var shares: [Float] = []
    if functionWordShare != 1 {
      shares = tokens.tokens.indices.map { tokens.isFunctionWord($0) ? functionWordShare : 1 }
    }
    var vector = TextVector()
    vector.columns.reserveCapacity(
      grams.words.count + grams.pairs.count + grams.characters.count)
    vector.values.reserveCapacity(vector.columns.capacity)
    append(
      grams.words + grams.pairs, in: .words, length: 1, shares: shares,
      countsUnknown: countsUnknown, to: &vector)
    append(
      grams.characters, in: .characters, length: scheme.characterLength, shares: shares,
      countsUnknown: countsUnknown, to: &vector)
    return vector
  }

  private func append(
    _ occurrences: [TextNGrams.Occurrence], in block: TextBlock, length: Float,
    shares: [Float], countsUnknown: Bool, to vector: inout TextVector
  ) {
    var found: [(column: Int32, count: Float)] = []
    found.reserveCapacity(occurrences.count)
    var squares: Float = 0
    for occurrence in occurrences {
      let column = column(of: occurrence, in: block)
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
    let scale = length / squares.squareRoot()
    for index in first..<vector.count { vector.values[index] *= scale }
  }
}

/// The parts of a row that have a length of their own.
package enum TextBlock: Sendable, Hashable, CaseIterable { case words, characters }
