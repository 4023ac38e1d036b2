import Features
import Glibc

/// BM25 over phrasings, in memory.
///
/// score(q, d) = Σ idf(t) · tf (k₁ + 1) / (tf + k₁ (1 − b + b |d| / avg|d|)),
/// over the distinct terms of the query,
/// idf(t) = ln(1 + (N − n + ½) / (n + ½)).
///
/// - Source: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework:
///   BM25 and Beyond", Foundations and Trends in Information Retrieval 3(4),
///   section 3.4; the 1 inside the logarithm keeps the idf of common terms
///   positive.
struct KeywordIndex: Sendable {
  static let k1: Float = 1.2
  static let b: Float = 0.75

  let documentCount: Int
  private let terms: [UInt64: Int32]
  private let inverseDocumentFrequencies: [Float]
  private let offsets: [Int]
  private let documents: [Int32]
  /// The score each posting adds.
  private let scores: [Float]
  /// The idf a term in no document has.
  private let unknownTermWeight: Float
  /// What a function word counts, of its idf.
  private let functionWordShare: Float
  /// By slip of a word: its row; empty where typos are not forgiven.
  private let slips: [UInt64: Int32]
  /// The summed idf of each document's terms.
  private let documentWeights: [Float]

  /// Indexes the texts.
  ///
  /// A function word counts the given share of its idf. With a share of 1, and
  /// with typos taken as unknown words, this is BM25 as published.
  init(_ texts: [TextTokens], functionWordShare: Float = 1, forgivesTypos: Bool = false) {
    self.functionWordShare = functionWordShare
    documentCount = texts.count
    var terms: [UInt64: Int32] = [:]
    var names: [UInt64] = []
    var postings: [[(document: Int32, frequency: Float)]] = []
    var lengths: [Float] = []
    for (document, tokens) in texts.enumerated() {
      let found = TextNGrams.terms(of: tokens)
      lengths.append(Float(found.count))
      for term in found {
        let row = terms[term] ?? Int32(postings.count)
        if Int(row) == postings.count {
          terms[term] = row
          names.append(term)
          postings.append([])
        }
        if let last = postings[Int(row)].last, last.document == document {
          postings[Int(row)][postings[Int(row)].count - 1].frequency += 1
        } else {
          postings[Int(row)].append((Int32(document), 1))
        }
      }
    }
    slips = forgivesTypos ? Self.slips(texts, terms: terms) : [:]
    let average = max(1, lengths.reduce(0, +) / Float(max(1, texts.count)))
    var weights: [Float] = []
    var documentWeights = [Float](repeating: 0, count: texts.count)
    var offsets = [0]
    var documents: [Int32] = []
    var scores: [Float] = []
    for (name, list) in zip(names, postings) {
      let weight =
        Self.weight(documents: texts.count, containing: list.count)
        * (FunctionWords.contains(name) ? functionWordShare : 1)
      weights.append(weight)
      for posting in list {
        let relative = lengths[Int(posting.document)] / average
        let saturation = posting.frequency + Self.k1 * (1 - Self.b + Self.b * relative)
        documents.append(posting.document)
        documentWeights[Int(posting.document)] += weight
        scores.append(weight * posting.frequency * (Self.k1 + 1) / saturation)
      }
      offsets.append(documents.count)
    }
    self.terms = terms
    inverseDocumentFrequencies = weights
    self.offsets = offsets
    self.documents = documents
    self.scores = scores
    self.documentWeights = documentWeights
    unknownTermWeight = Self.weight(documents: texts.count, containing: 0)
  }

  /// The lengths of words whose typos are forgiven: shorter ones have too many
  /// neighbours, longer ones are no words.
  private static let forgivenLengths = 5...32
  /// What a word taken for another counts.
  private static let typoShare: Float = 0.8

  private static func slips(
    _ texts: [TextTokens], terms: [UInt64: Int32]
  ) -> [UInt64: Int32] {
    var slips: [UInt64: Int32] = [:]
    for tokens in texts {
      for token in tokens.tokens
      where token.run == nil && forgivenLengths.contains(token.end - token.start) {
        guard let row = terms[TextNGrams.term(of: tokens, token)] else { continue }
        for slip in NGramHash.slips(tokens.scalars[token.start..<token.end])
        where slips[slip] == nil {
          slips[slip] = row
        }
      }
    }
    return slips
  }

  /// The rows of the words that unknown words of the text are typos of, by the
  /// terms of the unknown words.
  private func corrections(_ tokens: TextTokens) -> [UInt64: Int] {
    var corrections: [UInt64: Int] = [:]
    guard !slips.isEmpty else { return corrections }
    for token in tokens.tokens
    where token.run == nil && Self.forgivenLengths.contains(token.end - token.start) {
      let term = TextNGrams.term(of: tokens, token)
      guard terms[term] == nil, !FunctionWords.contains(term) else { continue }
      let found = NGramHash.slips(tokens.scalars[token.start..<token.end])
        .lazy.compactMap { slips[$0] }.first
      if let found { corrections[term] = Int(found) }
    }
    return corrections
  }

  private static func weight(documents: Int, containing: Int) -> Float {
    log(1 + (Float(documents - containing) + 0.5) / (Float(containing) + 0.5))
  }

  /// What a query finds.
  struct Result: Sendable {
    /// The BM25 score of each document.
    var scores: [Float]
    /// The share of each document's idf whose terms the query has.
    var coverage: [Float]
    /// The query's summed idf, of known and unknown terms alike.
    var weight: Float
    /// The part of `weight` that terms of the index have.
    var knownWeight: Float

    /// How many distinct terms are no function words.
    var subjectCount = 0
    /// How many of those the index knows.
    var knownSubjectCount = 0

    /// The share of subject words that the index knows; 0 without any.
    var knownSubjects: Float {
      subjectCount > 0 ? Float(knownSubjectCount) / Float(subjectCount) : 0
    }

    /// The share of the query's weight that the index knows; 0 without terms.
    var knownShare: Float { weight > 0 ? knownWeight / weight : 0 }
  }

  func search(_ tokens: TextTokens) -> Result {
    var result = Result(
      scores: [Float](repeating: 0, count: documentCount),
      coverage: [Float](repeating: 0, count: documentCount), weight: 0, knownWeight: 0)
    let corrections = corrections(tokens)
    for term in Set(TextNGrams.terms(of: tokens)).sorted() {
      let isSubject = !FunctionWords.contains(term)
      if isSubject { result.subjectCount += 1 }
      let known = terms[term].map(Int.init)
      guard let row = known ?? corrections[term] else {
        result.weight +=
          unknownTermWeight * (isSubject ? 1 : functionWordShare)
        continue
      }
      if isSubject { result.knownSubjectCount += 1 }
      let share = known == nil ? Self.typoShare : 1
      result.weight += inverseDocumentFrequencies[row]
      result.knownWeight += share * inverseDocumentFrequencies[row]
      for posting in offsets[row]..<offsets[row + 1] {
        let document = Int(documents[posting])
        result.scores[document] += share * scores[posting]
        result.coverage[document] += share * inverseDocumentFrequencies[row]
      }
    }
    for document in result.coverage.indices where result.coverage[document] > 0 {
      result.coverage[document] /= documentWeights[document]
    }
    return result
  }

  /// The idf of each word of the text, in the order of its tokens.
  func weights(of tokens: TextTokens) -> [Float] {
    tokens.tokens.map { token in
      let term = TextNGrams.term(of: tokens, token)
      if let row = terms[term] { return inverseDocumentFrequencies[Int(row)] }
      return unknownTermWeight * (FunctionWords.contains(term) ? functionWordShare : 1)
    }
  }
}
