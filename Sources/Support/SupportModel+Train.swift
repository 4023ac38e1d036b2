package import Domain
package import Engine
import Features
import Models

extension SupportModel {
  /// Trains the bot on the questions and examples of the entries.
  ///
  /// Entries of one intent in several languages are one class with several
  /// answers. The same entries and seed give the same model.
  ///
  /// - Parameters:
  ///   - entries: at least two intents.
  ///   - outOfScope: texts known to be about something else, where there are
  ///     any; they teach the confidence, not an intent.
  ///   - configuration: seed, folds, threshold and the assumed share of
  ///     messages out of scope.
  ///   - cancellation: checked between and within fits.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the trained bot.
  /// - Throws: `tooFewIntents`, `emptyQuestion`, `invalidConfiguration`,
  ///   `cancelled`.
  package static func train(
    _ entries: [FAQEntry], outOfScope: [String] = [],
    configuration: SupportConfiguration = SupportConfiguration(),
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> SupportModel {
    try configuration.validate()
    let corpus = try SupportCorpus(entries)
    progress?("calibrating", 0)
    let samples = try CalibrationSamples.collect(
      corpus, similarities: corpus.intentSimilarities(),
      outOfScope: outOfScope.map { TextTokens($0) },
      configuration: configuration, cancellation: cancellation
    ) { progress?("calibrating", 0.8 * $0) }
    let fusion = IntentFusion.fit(samples.fusionSamples)
    let confidence = try ConfidenceModel.fit(
      samples, fusion: fusion, answerGroups: corpus.answerGroups,
      configuration: configuration, cancellation: cancellation)
    progress?("training", 0.8)
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    let rows = Array(corpus.phrasings.indices)
    let scorer = try IntentScorer.fit(
      corpus.phrasings.map(\.tokens), intents: corpus.phrasings.map(\.intent),
      answers: corpus.answers,
      augmented: Perturbation(corpus, rows: rows).augmentation(
        corpus, rows: rows, using: &generator),
      configuration: configuration, cancellation: cancellation)
    progress?("training", 1)
    return SupportModel(
      corpus: corpus, scorer: scorer, fusion: fusion, confidence: confidence,
      answerThreshold: configuration.answerThreshold)
  }
}

extension CalibrationSamples {
  /// The texts in scope, as the fusion learns from them.
  var fusionSamples: [IntentFusion.Sample] {
    inScope.compactMap { sample in
      guard let intent = sample.intent, let target = sample.classes.firstIndex(of: intent) else {
        return nil
      }
      return IntentFusion.Sample(features: IntentFusion.features(sample.scores), target: target)
    }
  }
}
