import Engine
import Features

/// The legs that rank intents, fitted on one set of phrasings: a linear model on
/// n-grams, networks on hashed n-grams, the nearest phrasing by cosine, and BM25.
struct IntentLegs: Sendable {
  /// The intents that have phrasings, ascending; scores are in this order.
  let classes: [Int]
  /// By phrasing: its position in `classes`.
  let owners: [Int]
  let linear: LinearLeg
  let networks: IntentNetworks
  /// Whether the linear leg has one class more, for texts out of scope.
  let knowsOutside: Bool
  let similarity: SimilarityIndex
  let keywords: KeywordIndex
  /// The answers with their questions, and the class of each.
  let answers: KeywordIndex
  let answerOwners: [Int]

  /// In a short list of questions "how" looks as telling as "refund".
  private static let functionWordShare: Float = 0.1

  /// What the legs are fitted on.
  struct Texts: Sendable {
    /// The phrasings, and the intent of each.
    var phrasings: [TextTokens]
    var intents: [Int]
    var answers: [(tokens: TextTokens, intent: Int)]
    /// Further texts to learn the n-grams from; they are no phrasings to be near
    /// to.
    var augmented: [(tokens: TextTokens, intent: Int)] = []
    /// Texts known to be out of scope.
    var outside: [TextTokens] = []
    /// Texts whose intent is not known.
    var unlabelled: [TextTokens] = []
  }

  /// Fits the legs.
  ///
  /// - Parameters:
  ///   - texts: what to learn from.
  ///   - configuration: of the legs.
  ///   - kept: fitted networks to keep; nil fits some.
  ///   - cancellation: checked within each fit.
  ///   - progress: called with the part done, from 0 to 1.
  /// - Returns: the fitted legs.
  /// - Throws: `cancelled`, `failedTraining`.
  static func fit(
    _ texts: Texts, configuration: SupportConfiguration, networks kept: IntentNetworks? = nil,
    cancellation: Cancellation?, progress: ((Double) -> Void)? = nil
  ) throws(SupportError) -> IntentLegs {
    let classes = Set(texts.intents).sorted()
    let positions = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let owners = texts.intents.compactMap { positions[$0] }
    let all = texts.phrasings + texts.augmented.map(\.tokens) + texts.outside
    let labels =
      owners + texts.augmented.compactMap { positions[$0.intent] }
      + texts.outside.map { _ in classes.count }
    let classCount = classes.count + (texts.outside.isEmpty ? 0 : 1)
    var settings = configuration.linear
    settings.threads = configuration.threads
    let linear = try LinearLeg.fit(
      all, labels: labels, classCount: classCount, configuration: settings,
      cancellation: cancellation)
    var networks = kept ?? .none(classCount: classes.count)
    if kept == nil, var neural = configuration.neural {
      neural.threads = configuration.threads
      neural.seed = configuration.seed
      let leg = try NeuralLeg.fit(
        all, labels: labels, classCount: classCount, unlabelled: texts.unlabelled,
        configuration: neural, cancellation: cancellation, progress: progress)
      networks = IntentNetworks(
        leg: leg, columns: classes.indices.map { $0 },
        outsideColumn: texts.outside.isEmpty ? nil : classes.count)
    }
    return IntentLegs(
      classes: classes, owners: owners, linear: linear, networks: networks,
      knowsOutside: !texts.outside.isEmpty, phrasings: texts.phrasings, answers: texts.answers,
      threads: configuration.threads)
  }

  /// Fitted legs; the indexes are rebuilt from the texts.
  init(
    classes: [Int], owners: [Int], linear: LinearLeg, networks: IntentNetworks, knowsOutside: Bool,
    phrasings: [TextTokens], answers: [(tokens: TextTokens, intent: Int)], threads: Int
  ) {
    self.classes = classes
    self.owners = owners
    self.linear = linear
    self.networks = networks
    self.knowsOutside = knowsOutside
    let vectorizer = linear.vectorizer
    let rows = Parallel.map(count: phrasings.count, threads: threads) {
      vectorizer.transform(phrasings[$0], functionWordShare: Self.functionWordShare)
    }
    similarity = SimilarityIndex(rows, columnCount: vectorizer.columnCount)
    keywords = KeywordIndex(
      phrasings, functionWordShare: Self.functionWordShare, forgivesTypos: true)
    let positions = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let known = answers.filter { positions[$0.intent] != nil }
    self.answers = KeywordIndex(
      known.map(\.tokens), functionWordShare: Self.functionWordShare, forgivesTypos: true)
    answerOwners = known.compactMap { positions[$0.intent] }
  }

  /// The scores of every class for one text.
  func scores(_ tokens: TextTokens) -> IntentScores {
    scores(tokens, network: networks.probabilities([tokens], threads: 1)[0])
  }

  /// The scores of every class for each text, computed concurrently.
  func scores(_ texts: [TextTokens], threads: Int) -> [IntentScores] {
    let probabilities = networks.probabilities(texts, threads: threads)
    return Parallel.map(count: texts.count, threads: threads) {
      scores(texts[$0], network: probabilities[$0])
    }
  }

  private func scores(_ tokens: TextTokens, network: [Float]) -> IntentScores {
    let found = keywords.search(tokens)
    let answered = answers.search(tokens)
    // Words and characters make a block of length 1 each; a text without
    // spaces has words only.
    let blocks: Float = tokens.tokens.contains { $0.run == nil } ? 2 : 1
    let row = linear.vectorizer.transform(
      tokens, functionWordShare: Self.functionWordShare, countsUnknown: true)
    let cosines = similarity.cosines(row, length: blocks.squareRoot())
    // BM25 as a share of the most a text of these terms can score.
    let scale = found.weight > 0 ? 1 / (found.weight * (KeywordIndex.k1 + 1)) : 0
    let answerScale = answered.weight > 0 ? 1 / (answered.weight * (KeywordIndex.k1 + 1)) : 0
    let count = classes.count
    let margins = linear.margins(tokens)
    let opinion = networks.opinion(network, margins: margins.prefix(count))
    var scores = IntentScores(
      margins: Array(margins.prefix(count)),
      outsideMargin: knowsOutside ? margins.last : nil,
      network: opinion.logarithms, outsideProbability: opinion.outside,
      cosines: [Float](repeating: 0, count: count),
      keywords: [Float](repeating: 0, count: count),
      coverage: [Float](repeating: 0, count: count),
      answers: [Float](repeating: 0, count: count), phrasingCosines: cosines,
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
}
