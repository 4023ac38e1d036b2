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
  ///     any; with at least `fewestOutside` of them they are a class of the legs.
  ///   - unlabelled: texts customers wrote, from which networks learn what words
  ///     stand together.
  ///   - configuration: seed, folds and the assumed share of messages out of
  ///     scope.
  ///   - cancellation: checked between and within fits.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the trained bot.
  /// - Throws: `tooFewIntents`, `emptyQuestion`, `invalidConfiguration`,
  ///   `cancelled`.
  package static func train(
    _ entries: [FAQEntry], outOfScope: [String] = [], unlabelled: [String] = [],
    configuration: SupportConfiguration = SupportConfiguration(),
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> SupportModel {
    try configuration.validate()
    let corpus = try SupportCorpus(entries)
    let configuration = configuration.fitting(
      texts: corpus.phrasings.count, intents: corpus.intents.count)
    let others = OtherTexts(
      outside: outside(outOfScope), unlabelled: unlabelled.map { TextTokens($0) })
    progress?("calibrating", 0)
    let samples = try CalibrationSamples.collect(
      corpus, similarities: corpus.intentSimilarities(), others: others,
      configuration: configuration, cancellation: cancellation
    ) { progress?("calibrating", 0.5 * $0) }
    let fusion = IntentFusion.fit(samples.fusionSamples)
    let confidence = try ConfidenceModel.fit(
      samples, fusion: fusion, answerGroups: corpus.answerGroups,
      configuration: configuration, cancellation: cancellation)
    progress?("training", 0.5)
    let legs = try IntentLegs.fit(
      allTexts(corpus, others: others, seed: configuration.seed), configuration: configuration,
      cancellation: cancellation
    ) { progress?("training", 0.5 + 0.5 * $0) }
    progress?("training", 1)
    return SupportModel(corpus: corpus, legs: legs, fusion: fusion, confidence: confidence)
  }

  /// The bot after entries or examples were added, in seconds.
  ///
  /// The linear leg and the indexes are made again from all entries; networks,
  /// fusion and confidence stay as they are. What the networks do not know, the
  /// linear leg decides.
  ///
  /// - Parameters:
  ///   - entries: all of them, at least two intents.
  ///   - outOfScope: texts known to be about something else.
  ///   - configuration: seed and threads.
  ///   - cancellation: checked within the fit.
  /// - Returns: the bot with the entries.
  /// - Throws: `tooFewIntents`, `emptyQuestion`, `invalidConfiguration`,
  ///   `cancelled`.
  package func refitted(
    _ entries: [FAQEntry], outOfScope: [String] = [],
    configuration: SupportConfiguration = SupportConfiguration(),
    cancellation: Cancellation? = nil
  ) throws(SupportError) -> SupportModel {
    try configuration.validate()
    let corpus = try SupportCorpus(entries)
    let former = Dictionary(
      uniqueKeysWithValues: zip(self.corpus.intents, legs.networks.columns))
    let networks = IntentNetworks(
      leg: legs.networks.leg, columns: corpus.intents.map { former[$0] ?? nil },
      outsideColumn: legs.networks.outsideColumn)
    let others = OtherTexts(outside: Self.outside(outOfScope))
    let refitted = try IntentLegs.fit(
      Self.allTexts(corpus, others: others, seed: configuration.seed),
      configuration: configuration, networks: networks, cancellation: cancellation)
    return SupportModel(
      corpus: corpus, legs: refitted, fusion: fusion, confidence: confidence)
  }

  private static func outside(_ texts: [String]) -> [TextTokens] {
    texts.count < fewestOutside ? [] : texts.map { TextTokens($0) }
  }

  /// With fewer texts out of scope there is no class to learn.
  private static let fewestOutside = 10

  private static func allTexts(
    _ corpus: SupportCorpus, others: OtherTexts, seed: UInt64
  ) -> IntentLegs.Texts {
    var generator = Xoshiro256StarStar(seed: seed)
    let rows = Array(corpus.phrasings.indices)
    return IntentLegs.Texts(
      corpus, rows: rows,
      augmented: Perturbation(corpus, rows: rows).augmentation(
        corpus, rows: rows, using: &generator),
      outside: others.outside, unlabelled: others.unlabelled)
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
