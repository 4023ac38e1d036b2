import Domain
import Features
import Models

/// The support bot: text in, an answer and how sure it is out.
///
/// Three legs rank the intents (a linear model on word and character n-grams,
/// the nearest stored wording, BM25); a fusion learned out of fold joins them;
/// a second regression turns what the scores look like into the calibrated
/// probability that the answer is right.
package struct SupportModel: Sendable {
  let corpus: SupportCorpus
  let scorer: IntentScorer
  let fusion: IntentFusion
  let confidence: ConfidenceModel
  let answerThreshold: Double
  /// By comparison key, the phrasings that read so.
  let exactPhrasings: [String: [Int]]

  /// The intents, ascending.
  package var intents: [String] { corpus.intents }

  /// How many questions and examples the model was trained on.
  package var phrasingCount: Int { corpus.phrasings.count }

  init(
    corpus: SupportCorpus, scorer: IntentScorer, fusion: IntentFusion,
    confidence: ConfidenceModel, answerThreshold: Double
  ) {
    self.corpus = corpus
    self.scorer = scorer
    self.fusion = fusion
    self.confidence = confidence
    self.answerThreshold = answerThreshold
    var exact: [String: [Int]] = [:]
    for (row, phrasing) in corpus.phrasings.enumerated() {
      exact[TextNormalizer.comparisonKey(of: phrasing.text), default: []].append(row)
      // The same words with other punctuation are the same question too.
      let words = Self.wordKey(phrasing.tokens)
      if !phrasing.tokens.isEmpty { exact[words, default: []].append(row) }
    }
    exactPhrasings = exact
  }

  /// A key that no comparison key equals, since those hold no line break.
  static func wordKey(_ tokens: TextTokens) -> String { "\n" + tokens.joined }
}
