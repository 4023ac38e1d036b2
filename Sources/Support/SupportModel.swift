import Domain
import Features
import Models

/// The support bot: text in, an answer and how sure it is out.
///
/// The legs rank the intents (a linear model on word and character n-grams, a
/// small transformer on hashed n-grams, the nearest stored wording, BM25); a
/// fusion learned out of fold joins them; regressions turn what the scores look
/// like into the calibrated probabilities that the answer is right and that any
/// intent covers the text.
package struct SupportModel: Sendable {
  let corpus: SupportCorpus
  let legs: IntentLegs
  let fusion: IntentFusion
  let confidence: ConfidenceModel
  /// By entry, the rows of its phrasings.
  let phrasingsByEntry: [[Int]]
  /// By intent, the rows of its phrasings.
  let phrasingsByIntent: [[Int]]
  /// By comparison key, the phrasings that read so.
  let exactPhrasings: [String: [Int]]

  /// The intents, ascending.
  package var intents: [String] { corpus.intents }

  /// How many questions and examples the model was trained on.
  package var phrasingCount: Int { corpus.phrasings.count }

  init(
    corpus: SupportCorpus, legs: IntentLegs, fusion: IntentFusion,
    confidence: ConfidenceModel
  ) {
    self.corpus = corpus
    self.legs = legs
    self.fusion = fusion
    self.confidence = confidence
    var rows = [[Int]](repeating: [], count: corpus.entries.count)
    for (row, phrasing) in corpus.phrasings.enumerated() { rows[phrasing.entry].append(row) }
    phrasingsByEntry = rows
    phrasingsByIntent = corpus.phrasingsByIntent
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
