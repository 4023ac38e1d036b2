import Engine
import Features
import Models

/// The three legs that rank intents, fitted on one set of phrasings: a linear
/// model on n-grams, the nearest phrasing by cosine, and BM25.
struct IntentScorer: Sendable {
  /// The intents that have phrasings, ascending; scores are in this order.
  let classes: [Int]
  /// By phrasing: its position in `classes`.
  let owners: [Int]
  let vectorizer: TextVectorizer
  let linear: SoftmaxRegression
  let similarity: SimilarityIndex
  let keywords: KeywordIndex
  /// The answers with their questions, and the class of each.
  let answers: KeywordIndex
  let answerOwners: [Int]

  /// In a short list of questions "how" looks as telling as "refund".
  private static let functionWordShare: Float = 0.1

  /// Fits the legs.
  ///
  /// `augmented` are further texts for the linear model and for
  /// the weights of the n-grams; they are no phrasings to be near to.
  static func fit(
    _ texts: [TextTokens], intents: [Int], answers: [(tokens: TextTokens, intent: Int)],
    augmented: [(tokens: TextTokens, intent: Int)] = [],
    configuration: SupportConfiguration, cancellation: Cancellation?
  ) throws(SupportError) -> IntentScorer {
    let classes = Set(intents).sorted()
    let positions = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let owners = intents.compactMap { positions[$0] }
    let all = texts + augmented.map(\.tokens)
    var vocabulary = configuration.vectorizer
    // Distorted texts are full of n-grams nobody will write again.
    if !augmented.isEmpty, vocabulary.minimumDocumentFrequency == nil {
      vocabulary.minimumDocumentFrequency = 2
    }
    let vectorizer = TextVectorizer.fit(all, configuration: vocabulary)
    let rows = Parallel.map(count: all.count, threads: configuration.threads) {
      vectorizer.transform(all[$0])
    }
    let linear: SoftmaxRegression
    do {
      linear = try SoftmaxRegression.fit(
        SparseMatrix(rows, columnCount: vectorizer.columnCount),
        labels: owners + augmented.compactMap { positions[$0.intent] },
        classCount: classes.count,
        configuration: .init(
          l2: 1 / configuration.inversePenalty, maximumIterations: configuration.maximumIterations,
          tolerance: configuration.tolerance,
          threads: configuration.threads), cancellation: cancellation)
    } catch {
      throw SupportError(training: error)
    }
    return IntentScorer(
      classes: classes, owners: owners, vectorizer: vectorizer, linear: linear, texts: texts,
      answers: answers, threads: configuration.threads)
  }

  /// A fitted scorer; the two indexes are rebuilt from the texts.
  init(
    classes: [Int], owners: [Int], vectorizer: TextVectorizer, linear: SoftmaxRegression,
    texts: [TextTokens], answers: [(tokens: TextTokens, intent: Int)], threads: Int
  ) {
    self.classes = classes
    self.owners = owners
    self.vectorizer = vectorizer
    self.linear = linear
    let rows = Parallel.map(count: texts.count, threads: threads) {
      vectorizer.transform(texts[$0], functionWordShare: Self.functionWordShare)
    }
    similarity = SimilarityIndex(rows, columnCount: vectorizer.columnCount)
    keywords = KeywordIndex(texts, functionWordShare: Self.functionWordShare, forgivesTypos: true)
    let positions = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let known = answers.filter { positions[$0.intent] != nil }
    self.answers = KeywordIndex(
      known.map(\.tokens), functionWordShare: Self.functionWordShare, forgivesTypos: true)
    answerOwners = known.compactMap { positions[$0.intent] }
  }

  /// The scores of every class for one text.
  func scores(_ tokens: TextTokens) -> IntentScores {
    let row = vectorizer.transform(tokens)
    let found = keywords.search(tokens)
    let answered = answers.search(tokens)
    // Words and characters make a block of length 1 each; a text without
    // spaces has words only.
    let blocks: Float = tokens.tokens.contains { $0.run == nil } ? 2 : 1
    let cosines = similarity.cosines(
      vectorizer.transform(
        tokens, functionWordShare: Self.functionWordShare, countsUnknown: true),
      length: blocks.squareRoot())
    // BM25 as a share of the most a text of these terms can score.
    let scale = found.weight > 0 ? 1 / (found.weight * (KeywordIndex.k1 + 1)) : 0
    let answerScale = answered.weight > 0 ? 1 / (answered.weight * (KeywordIndex.k1 + 1)) : 0
    var scores = IntentScores(
      logits: logits(row), cosines: [Float](repeating: 0, count: classes.count),
      keywords: [Float](repeating: 0, count: classes.count),
      coverage: [Float](repeating: 0, count: classes.count),
      answers: [Float](repeating: 0, count: classes.count), phrasingCosines: cosines,
      knownShare: found.knownShare, knownSubjects: found.knownSubjects, tokenCount: tokens.count,
      isBlank: row.count == 0)
    for (phrasing, owner) in owners.enumerated() {
      scores.cosines[owner] = max(scores.cosines[owner], cosines[phrasing])
      scores.coverage[owner] = max(scores.coverage[owner], found.coverage[phrasing])
      scores.keywords[owner] = max(scores.keywords[owner], found.scores[phrasing] * scale)
    }
    for (entry, owner) in answerOwners.enumerated() {
      scores.answers[owner] = max(scores.answers[owner], answered.scores[entry] * answerScale)
    }
    return scores
  }

  private func logits(_ row: TextVector) -> [Float] {
    var logits = linear.intercepts
    let count = logits.count
    linear.weights.withUnsafeBufferPointer { weights in
      for (column, value) in zip(row.columns, row.values) {
        let start = Int(column) * count
        for index in 0..<count { logits[index] += value * weights[start + index] }
      }
    }
    return logits
  }
}

/// What the legs of an `IntentScorer` say of one text, by class.
struct IntentScores: Sendable {
  var logits: [Float]
  /// The highest cosine among the class's phrasings.
  var cosines: [Float]
  /// The highest BM25 score, from 0 to 1.
  var keywords: [Float]
  /// The largest share of a phrasing's weight that the text covers.
  var coverage: [Float]
  /// BM25 of the answers, from 0 to 1.
  var answers: [Float]
  /// The cosine of each phrasing.
  var phrasingCosines: [Float]
  /// The share of the text's idf whose words are known.
  var knownShare: Float
  /// The share of its words, function words aside, that are known.
  var knownSubjects: Float
  var tokenCount: Int
  /// Whether no n-gram of the text is known.
  var isBlank: Bool
}

extension SparseMatrix {
  /// The rows of texts as one matrix.
  init(_ rows: [TextVector], columnCount: Int) {
    self.init(
      rows: rows.map { row in
        zip(row.columns, row.values).map { (column: Int($0), value: $1) }
      }, columnCount: columnCount)
  }
}

extension SupportError {
  init(training error: ModelError) {
    self =
      error.code == .cancelled
      ? SupportError(.cancelled, "support: training was cancelled")
      : SupportError(.failedTraining, "support: training failed: \(error.message)")
  }
}
