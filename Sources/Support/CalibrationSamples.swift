import Engine
import Features

/// Texts scored by models that have not seen them.
///
/// Each round sets aside a fold of the phrasings and a block of the intents, and
/// fits the legs on the rest. What was set aside of the remaining intents shows
/// how right answers look; the texts of the intents left out show how texts
/// look that nothing covers. Intents are left out in blocks of similar ones,
/// because what customers ask beyond an FAQ is seldom a variant of an entry.
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

  /// Collects the texts of all rounds; `outOfScope` are known to be outside all
  /// intents.
  static func collect(
    _ corpus: SupportCorpus, similarities: [[Float]], outOfScope: [TextTokens],
    configuration: SupportConfiguration,
    cancellation: Cancellation?, progress: (Double) -> Void
  ) throws(SupportError) -> CalibrationSamples {
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    let plan = FoldPlan(
      corpus, similarities: similarities, folds: configuration.folds, using: &generator)
    let rounds = plan.rounds(limit: configuration.calibrationLimit)
    let quota = (configuration.calibrationLimit + rounds - 1) / rounds
    var samples = CalibrationSamples()
    for round in 0..<rounds {
      guard cancellation?.isCancelled != true else {
        throw SupportError(.cancelled, "support: training was cancelled")
      }
      let (training, held, excluded) = plan.split(round: round)
      let distortion = Perturbation(corpus, rows: training)
      let scorer = try IntentScorer.fit(
        training.map { corpus.phrasings[$0].tokens },
        intents: training.map { corpus.phrasings[$0].intent },
        answers: corpus.answers,
        augmented: distortion.augmentation(corpus, rows: training, using: &generator),
        configuration: configuration, cancellation: cancellation)
      let score = { (texts: [(tokens: TextTokens, intent: Int?)]) in
        scorer.samples(texts, threads: configuration.threads)
      }
      let wordings = plan.wordings(
        held, corpus: corpus, paraphrases: paraphrases, distortion: distortion,
        limit: quota, using: &generator)
      samples.inScope += score(wordings)
      let foreign = plan.wordings(
        excluded, corpus: corpus, paraphrases: 2, distortion: distortion, limit: quota,
        using: &generator
      ).map { (tokens: $0.tokens, intent: Int?.none) }
      samples.leftOut += score(foreign)
      let shuffled = (0..<max(fewestNoise, min(wordings.count, quota / 2))).map { row in
        let model = training[row % training.count]
        return (
          tokens: TextTokens(
            distortion.noise(like: corpus.phrasings[model].tokens, using: &generator)),
          intent: Int?.none
        )
      }
      samples.noise += score(shuffled)
      if round == 0 { samples.outOfScope += score(outOfScope.map { ($0, nil) }) }
      progress(Double(round + 1) / Double(rounds))
    }
    return samples
  }
}

extension IntentScorer {
  /// Scores texts concurrently; those without a known n-gram are left out,
  /// since they never reach the fusion.
  func samples(
    _ texts: [(tokens: TextTokens, intent: Int?)], threads: Int
  ) -> [CalibrationSamples.Sample] {
    let classes = classes
    return Parallel.map(count: texts.count, threads: threads) { row in
      var scores = scores(texts[row].tokens)
      // Not needed to calibrate, and large.
      scores.phrasingCosines = []
      return CalibrationSamples.Sample(
        scores: scores, classes: classes, intent: texts[row].intent)
    }.filter { !$0.scores.isBlank }
  }
}
