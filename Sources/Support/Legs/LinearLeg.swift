import Engine
import Features
import Models

/// The linear scorer of intents: word and character n-grams into one-vs-rest
/// support vector machines.
///
/// A stored leg gives the same bits as the one that was trained: weights are
/// rounded to bytes before either is used.
struct LinearLeg: Sendable, Equatable {
  struct Configuration: Sendable, Hashable {
    /// The inverse penalty: the loss is summed over texts and multiplied by this
    /// against ½‖w‖².
    var inversePenalty: Double
    /// The most passes over the texts: accuracy on held-out texts stops changing
    /// well before the optimum.
    var passes: Int
    /// The violation at which a machine is done before that.
    var tolerance: Double
    /// What a copy of each text with a typing mistake counts beside the text; 0
    /// for no copies.
    ///
    /// Small sets get none: their letters are too few to learn from.
    var mistypedWeight: Float
    /// The kinds of n-grams and what they weigh.
    var scheme: TextVectorizer.Scheme
    /// The power of the inverse document frequency.
    var frequencyPower: Float
    /// The most weights, by dropping the rarest n-grams; a weight is a byte.
    var maximumWeights: Int
    var seed: UInt64
    /// Does not change the result.
    var threads: Int

    init(
      inversePenalty: Double = 1, passes: Int = 6, tolerance: Double = 0.1,
      mistypedWeight: Float = 0.5,
      scheme: TextVectorizer.Scheme = .init(pairReach: 8, characterLength: 1.4),
      frequencyPower: Float = 0.5, maximumWeights: Int = 6_000_000, seed: UInt64 = 1,
      threads: Int = Parallel.coreCount
    ) {
      self.inversePenalty = inversePenalty
      self.passes = passes
      self.tolerance = tolerance
      self.mistypedWeight = mistypedWeight
      self.scheme = scheme
      self.frequencyPower = frequencyPower
      self.maximumWeights = maximumWeights
      self.seed = seed
      self.threads = threads
    }
  }

  let vectorizer: TextVectorizer
  let weights: ByteWeights
  let intercepts: [Float]

  var classCount: Int { intercepts.count }

  /// - Precondition: one weight row for each column of the vectorizer, one
  ///   intercept for each class.
  init(vectorizer: TextVectorizer, weights: ByteWeights, intercepts: [Float]) {
    precondition(
      weights.featureCount == vectorizer.columnCount && weights.classCount == intercepts.count,
      "linear leg: \(vectorizer.columnCount) n-grams, weights [\(weights.featureCount), "
        + "\(weights.classCount)], \(intercepts.count) intercepts")
    self.vectorizer = vectorizer
    self.weights = weights
    self.intercepts = intercepts
  }

  /// Fits the leg.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - texts: the examples.
  ///   - labels: the class of each, in `0..<classCount`.
  ///   - classCount: the number of classes.
  ///   - weights: what each example counts, 1 by default.
  ///   - configuration: penalty, seed and threads.
  ///   - cancellation: checked within the fit.
  /// - Returns: the fitted leg.
  /// - Throws: `failedTraining` for unusable input, `cancelled`.
  static func fit(
    _ texts: [TextTokens], labels: [Int], classCount: Int, weights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(SupportError) -> LinearLeg {
    let threads = configuration.threads
    let vectorizer = TextVectorizer.fit(
      texts,
      configuration: .init(
        minimumDocumentFrequency: texts.count >= leastTextsToPrune ? 2 : 1,
        maximumFeatures: max(1, configuration.maximumWeights / max(1, classCount)),
        frequencyPower: configuration.frequencyPower, scheme: configuration.scheme),
      threads: threads)
    var rows = Parallel.map(count: texts.count, threads: threads) {
      vectorizer.transform(texts[$0])
    }
    var allLabels = labels
    var allWeights = weights
    if configuration.mistypedWeight > 0, texts.count >= leastTextsToMistype {
      // Mistyped words add no n-grams to the vocabulary: nobody repeats them.
      let copies = mistypedRows(texts, vectorizer, configuration)
      allLabels += labels
      let given = weights ?? [Float](repeating: 1, count: texts.count)
      allWeights = given + given.map { $0 * configuration.mistypedWeight }
      rows += copies
    }
    do {
      let machines = try OneVsRestSVM.fit(
        SparseMatrix(rows, columnCount: vectorizer.columnCount), labels: allLabels,
        classCount: classCount, sampleWeights: allWeights,
        configuration: .init(
          l2: 1 / configuration.inversePenalty, maximumIterations: configuration.passes,
          tolerance: configuration.tolerance, seed: configuration.seed, threads: threads),
        cancellation: cancellation)
      return LinearLeg(
        vectorizer: vectorizer, weights: ByteWeights(machines.weights),
        intercepts: machines.intercepts)
    } catch {
      throw SupportError(training: error)
    }
  }

  /// From this many texts on, an n-gram of one text only is left out.
  private static let leastTextsToPrune = 500
  /// From this many texts on, mistyped copies help more than they harm.
  private static let leastTextsToMistype = 1_000

  /// The rows of the texts with a typing mistake each, where one can be made.
  private static func mistypedRows(
    _ texts: [TextTokens], _ vectorizer: TextVectorizer, _ configuration: Configuration
  ) -> [TextVector] {
    let mistakes = TypingMistakes(texts)
    return Parallel.map(count: texts.count, threads: configuration.threads) { index in
      var generator = Xoshiro256StarStar(seed: configuration.seed &+ UInt64(index))
      return vectorizer.transform(
        mistakes.mistyped(texts[index], using: &generator) ?? texts[index])
    }
  }

  /// The one-vs-rest margin of each class: above 0 where its machine takes the
  /// text for its own.
  func margins(_ tokens: TextTokens) -> [Float] {
    let row = vectorizer.transform(tokens)
    return weights.margins(columns: row.columns, values: row.values, intercepts: intercepts)
  }

  static func == (lhs: LinearLeg, rhs: LinearLeg) -> Bool {
    lhs.vectorizer.hashes == rhs.vectorizer.hashes
      && lhs.vectorizer.wordCount == rhs.vectorizer.wordCount
      && lhs.vectorizer.inverseDocumentFrequencies == rhs.vectorizer.inverseDocumentFrequencies
      && lhs.vectorizer.scheme == rhs.vectorizer.scheme && lhs.weights == rhs.weights
      && lhs.intercepts == rhs.intercepts
  }
}
