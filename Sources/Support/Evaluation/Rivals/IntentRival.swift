package import Engine
package import Features
import Models

/// A model shown beside the bot: one of its legs alone, or a simpler way.
package enum IntentRival: String, Sendable, CaseIterable {
  case linear, transformer, cnn, gru, mlp, nearest = "nearest neighbour", bm25

  /// What is cheap enough to stand beside every evaluation.
  static let usual: [IntentRival] = [.bm25]

  /// Learns from texts.
  ///
  /// - Parameters:
  ///   - texts: one or more of each class.
  ///   - labels: the class of each text, from 0.
  ///   - classCount: how many classes there are.
  ///   - seed: what random starts follow from.
  ///   - threads: how many threads may work.
  ///   - cancellation: checked within the fit.
  /// - Returns: the fitted model.
  /// - Throws: what the fit throws.
  package func fit(
    _ texts: [TextTokens], labels: [Int], classCount: Int, seed: UInt64, threads: Int,
    cancellation: Cancellation?
  ) throws(SupportError) -> any IntentScoring {
    func network(_ kind: NeuralLeg.Kind) throws(SupportError) -> any IntentScoring {
      let configuration = NeuralLeg.Configuration(kind: kind, seed: seed, threads: threads)
      return NetworkScores(
        leg: try NeuralLeg.fit(
          texts, labels: labels, classCount: classCount, configuration: configuration,
          cancellation: cancellation))
    }
    return switch self {
    case .linear:
      LinearScores(
        leg: try LinearLeg.fit(
          texts, labels: labels, classCount: classCount, weights: nil,
          configuration: LinearLeg.Configuration(seed: seed, threads: threads),
          cancellation: cancellation))
    case .transformer: try network(.transformer)
    case .cnn: try network(.cnn)
    case .gru: try network(.gru)
    case .mlp: try network(.mlp)
    case .nearest: NearestScores(texts, labels: labels, classCount: classCount)
    case .bm25: KeywordScores(texts, labels: labels, classCount: classCount)
    }
  }
}

/// Scores of classes; a greater one speaks for the class.
package protocol IntentScoring: Sendable {
  /// One score a class; empty where nothing in the text is known.
  func scores(_ tokens: TextTokens) -> [Double]
  /// What it takes when stored; nil where it is little more than the texts.
  var byteCount: Int? { get }
}

/// The linear leg alone.
private struct LinearScores: IntentScoring {
  let leg: LinearLeg

  var byteCount: Int? {
    var checkpoint = Checkpoint(kind: "leg")
    leg.encode(into: &checkpoint, prefix: "")
    return try? checkpoint.encoded().count
  }

  func scores(_ tokens: TextTokens) -> [Double] {
    tokens.isEmpty ? [] : leg.margins(tokens).map(Double.init)
  }
}

/// A network alone.
private struct NetworkScores: IntentScoring {
  let leg: NeuralLeg

  var byteCount: Int? {
    var checkpoint = Checkpoint(kind: "leg")
    leg.encode(into: &checkpoint, prefix: "")
    return try? checkpoint.encoded().count
  }

  func scores(_ tokens: TextTokens) -> [Double] {
    tokens.isEmpty ? [] : leg.logProbabilities(tokens).map(Double.init)
  }
}

/// The greatest cosine to a text of the class.
private struct NearestScores: IntentScoring {
  private let vectorizer: TextVectorizer
  private let index: SimilarityIndex
  private let best: BestOfClass

  var byteCount: Int? { nil }

  init(_ texts: [TextTokens], labels: [Int], classCount: Int) {
    let vectorizer = TextVectorizer.fit(texts)
    index = SimilarityIndex(
      texts.map { vectorizer.transform($0) }, columnCount: vectorizer.columnCount)
    self.vectorizer = vectorizer
    best = BestOfClass(labels: labels, classCount: classCount)
  }

  func scores(_ tokens: TextTokens) -> [Double] {
    best.scores(index.cosines(vectorizer.transform(tokens)))
  }
}

/// The greatest BM25 score of a text of the class.
private struct KeywordScores: IntentScoring {
  private let index: KeywordIndex
  private let best: BestOfClass

  var byteCount: Int? { nil }

  init(_ texts: [TextTokens], labels: [Int], classCount: Int) {
    index = KeywordIndex(texts)
    best = BestOfClass(labels: labels, classCount: classCount)
  }

  func scores(_ tokens: TextTokens) -> [Double] { best.scores(index.search(tokens).scores) }
}

/// What the best text of each class scores.
private struct BestOfClass: Sendable {
  let labels: [Int]
  let classCount: Int

  func scores(_ byText: [Float]) -> [Double] {
    var scores = [Double](repeating: 0, count: classCount)
    var isBlank = true
    for (label, score) in zip(labels, byText) where score > 0 {
      isBlank = false
      scores[label] = max(scores[label], Double(score))
    }
    return isBlank ? [] : scores
  }
}
