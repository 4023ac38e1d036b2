import Engine
import Features

/// Texts scored by models that have not seen them.
///
/// Each round fits the legs without a fold of the phrasings, which then shows how
/// right answers look. Without a block of the intents too, the texts of the block
/// show how texts look that nothing covers; the network, which takes longest, is
/// kept for that and its outputs for the block are ignored. Intents are left out
/// in blocks of similar ones, because what customers ask beyond an FAQ is seldom a
/// variant of an entry.
struct CalibrationSamples: Sendable {
  /// One scored text.
  struct Sample: Sendable {
    var scores: IntentScores
    /// The intents behind the positions of `scores`.
    var classes: [Int]
    /// The right intent; nil where none is.
    var intent: Int?
  }

  var inScope: [Sample] = []
  /// Texts of intents left out.
  var leftOut: [Sample] = []
  /// Texts about nothing.
  var noise: [Sample] = []
  /// Texts said to be out of scope.
  var outOfScope: [Sample] = []

  /// Paraphrases of an intent's only wording, each round.
  private static let paraphrases = 6
  /// Texts about nothing, each round at least.
  private static let fewestNoise = 100

  /// Collects the texts of all rounds.
  ///
  /// - Parameters:
  ///   - corpus: the phrasings.
  ///   - similarities: the cosines of the intents to each other.
  ///   - others: texts known to be outside all intents, and texts of unknown
  ///     intent.
  ///   - configuration: of the legs, folds and limits.
  ///   - cancellation: checked before each round and within its fits.
  ///   - progress: called with the part done, from 0 to 1.
  /// - Returns: the scored texts.
  /// - Throws: `cancelled`; what the fits throw.
  static func collect(
    _ corpus: SupportCorpus, similarities: [[Float]], others: OtherTexts,
    configuration: SupportConfiguration,
    cancellation: Cancellation?, progress: @escaping (Double) -> Void
  ) throws(SupportError) -> CalibrationSamples {
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    let plan = FoldPlan(
      corpus, similarities: similarities, folds: configuration.folds,
      limit: configuration.calibrationLimit, using: &generator)
    let quota = (configuration.calibrationLimit + plan.rounds - 1) / plan.rounds
    // Half of the texts out of scope must teach the legs what they look like.
    let outsideFolds = max(2, plan.rounds)
    var samples = CalibrationSamples()
    for round in 0..<plan.rounds {
      guard cancellation?.isCancelled != true else {
        throw SupportError(.cancelled, "support: training was cancelled")
      }
      let (training, held) = plan.split(round: round)
      let distortion = Perturbation(corpus, rows: training)
      let outside = others.outside.indices.filter { $0 % outsideFolds != round }
      let texts = IntentLegs.Texts(
        corpus, rows: training,
        augmented: distortion.augmentation(corpus, rows: training, using: &generator),
        outside: outside.map { others.outside[$0] }, unlabelled: others.unlabelled)
      let legs = try IntentLegs.fit(
        texts, configuration: configuration, cancellation: cancellation
      ) { progress((Double(round) + 0.9 * $0) / Double(plan.rounds)) }
      let wordings = plan.wordings(
        held, corpus: corpus, paraphrases: paraphrases, distortion: distortion,
        limit: quota, using: &generator)
      samples.inScope += legs.samples(wordings, threads: configuration.threads)
      let excluded = corpus.phrasings.indices.filter { plan.leavesOut($0, round: round) }
      let fewer = try legs.without(
        Set(excluded.map { corpus.phrasings[$0].intent }), of: texts,
        configuration: configuration, cancellation: cancellation)
      let foreign = plan.wordings(
        excluded, corpus: corpus, paraphrases: 2, distortion: distortion, limit: quota,
        using: &generator
      ).map { (tokens: $0.tokens, intent: Int?.none) }
      samples.leftOut += fewer.samples(foreign, threads: configuration.threads)
      let shuffled = (0..<max(fewestNoise, min(wordings.count, quota / 2))).map { row in
        let model = training[row % training.count]
        return (
          tokens: TextTokens(
            distortion.noise(like: corpus.phrasings[model].tokens, using: &generator)),
          intent: Int?.none
        )
      }
      samples.noise += legs.samples(shuffled, threads: configuration.threads)
      let unseen = others.outside.indices.filter { $0 % outsideFolds == round }
      samples.outOfScope += legs.samples(
        unseen.map { (others.outside[$0], nil) }, threads: configuration.threads)
      progress(Double(round + 1) / Double(plan.rounds))
    }
    return samples
  }
}

/// Texts beside the phrasings.
struct OtherTexts: Sendable {
  /// Known to be outside all intents.
  var outside: [TextTokens] = []
  /// Of unknown intent.
  var unlabelled: [TextTokens] = []
}

extension IntentLegs.Texts {
  /// The phrasings of the rows, with the answers of all entries.
  init(
    _ corpus: SupportCorpus, rows: [Int], augmented: [(tokens: TextTokens, intent: Int)],
    outside: [TextTokens], unlabelled: [TextTokens]
  ) {
    self.init(
      phrasings: rows.map { corpus.phrasings[$0].tokens },
      intents: rows.map { corpus.phrasings[$0].intent }, answers: corpus.answers,
      augmented: augmented, outside: outside, unlabelled: unlabelled)
  }
}

extension IntentLegs {
  /// The legs without some of the intents: all but the network are fitted anew.
  fileprivate func without(
    _ intents: Set<Int>, of texts: Texts, configuration: SupportConfiguration,
    cancellation: Cancellation?
  ) throws(SupportError) -> IntentLegs {
    guard !intents.isEmpty else { return self }
    var fewer = texts
    let kept = texts.intents.indices.filter { !intents.contains(texts.intents[$0]) }
    fewer.phrasings = kept.map { texts.phrasings[$0] }
    fewer.intents = kept.map { texts.intents[$0] }
    fewer.augmented = texts.augmented.filter { !intents.contains($0.intent) }
    let columns = classes.indices.filter { !intents.contains(classes[$0]) }
    return try .fit(
      fewer, configuration: configuration,
      networks: IntentNetworks(
        leg: networks.leg, columns: columns.map { networks.columns[$0] },
        outsideColumn: networks.outsideColumn),
      cancellation: cancellation)
  }

  /// Scores texts concurrently; those without a known n-gram are left out,
  /// since they never reach the fusion.
  fileprivate func samples(
    _ texts: [(tokens: TextTokens, intent: Int?)], threads: Int
  ) -> [CalibrationSamples.Sample] {
    zip(scores(texts.map(\.tokens), threads: threads), texts).compactMap { scores, text in
      guard !scores.isBlank else { return nil }
      var scores = scores
      // Not needed to calibrate, and large.
      scores.phrasingCosines = []
      return CalibrationSamples.Sample(scores: scores, classes: classes, intent: text.intent)
    }
  }
}
