package import Domain
package import Engine
package import Evaluation
import Features

extension SupportEvaluation {
  /// Measures on the stored entries themselves.
  ///
  /// Intents with several wordings are split by wording, stratified; an
  /// intent's only wording stays in training and is tested distorted, which is
  /// easier than the ways customers ask. Each fold also trains without a part
  /// of the intents, whose wordings then are out of scope.
  ///
  /// - Parameters:
  ///   - entries: at least two intents.
  ///   - folds: 2 or more.
  ///   - seed: of the split and of each training.
  ///   - configuration: how each fold trains.
  ///   - cancellation: checked within each training.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the figures over all folds.
  /// - Throws: what training throws.
  package static func crossValidate(
    _ entries: [FAQEntry], folds: Int = 5, seed: UInt64 = 1,
    configuration: SupportConfiguration = SupportConfiguration(),
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> EvaluationReport {
    guard folds >= 2 else {
      throw SupportError(.invalidConfiguration, "support: \(folds) folds; choose 2 or more")
    }
    var configuration = configuration
    configuration.seed = seed
    let corpus = try SupportCorpus(entries)
    var generator = Xoshiro256StarStar(seed: seed)
    let fold = FoldPlan.stratified(corpus.phrasingsByIntent, folds: folds, using: &generator)
    let leftOut = leaveOut(corpus.intents.count, folds: folds, using: &generator)
    let clock = ContinuousClock()
    var tested: [TestedText] = []
    var trainSeconds = 0.0
    var predictSeconds = 0.0
    for round in 0..<folds {
      let split = Split(
        corpus, round: round, fold: fold, leftOut: leftOut, using: &generator)
      let started = clock.now
      let model = try SupportModel.train(
        split.entries, configuration: configuration, cancellation: cancellation)
      let trained = clock.now
      // The fold's model numbers its own intents; figures use the corpus's.
      let own = Dictionary(uniqueKeysWithValues: model.intents.enumerated().map { ($1, $0) })
      let global = Dictionary(uniqueKeysWithValues: corpus.intents.enumerated().map { ($1, $0) })
      let numbers = model.intents.map { global[$0] ?? 0 }
      let results = model.tested(
        split.texts.map { text in
          (text: text.text, truth: text.intent.flatMap { own[corpus.intents[$0]] })
        }, threads: configuration.threads)
      tested += results.map { $0.renumbered(numbers) }
      trainSeconds += started.duration(to: trained).inSeconds
      predictSeconds += (trained.duration(to: clock.now)).inSeconds
      progress?("evaluating", Double(round + 1) / Double(folds))
    }
    var report = report(tested, intents: corpus.intents, configuration: configuration)
    report.protocol =
      description(fold: fold, folds: folds, leftOut: leftOut) + confidenceNote(configuration)
    report.trainCount = corpus.phrasings.count
    report.seconds.train = trainSeconds
    report.seconds.predict = predictSeconds
    return report
  }

  /// By intent: the fold that leaves it out; nil where too few would remain.
  private static func leaveOut(
    _ intents: Int, folds: Int, using generator: inout Xoshiro256StarStar
  ) -> [Int?] {
    guard intents >= 4 else { return [Int?](repeating: nil, count: intents) }
    var order = Array(0..<intents)
    generator.shuffle(&order)
    var leftOut = [Int?](repeating: nil, count: intents)
    for (position, intent) in order.enumerated() { leftOut[intent] = position % folds }
    return leftOut
  }

  private static func description(fold: [Int?], folds: Int, leftOut: [Int?]) -> String {
    let single = fold.count { $0 == nil }
    let distorted =
      "distorted: two words dropped, or one typo, per query (easier than real questions)"
    let inScope =
      switch single {
      case 0: "stratified \(folds)-fold by wording"
      case fold.count:
        "\(folds) folds; every intent has one wording, which is trained on and \(distorted)"
      default:
        "stratified \(folds)-fold by wording; the \(single) intents with one wording \(distorted)"
      }
    let outside =
      leftOut.contains { $0 != nil }
      ? "; out of scope: a \(folds)th of the intents left out of training in each fold" : ""
    return inScope + outside
  }

  /// What one fold trains and tests on.
  private struct Split {
    var entries: [FAQEntry] = []
    /// Texts with their intent's row; nil for intents left out.
    var texts: [(text: String, intent: Int?)] = []

    init(
      _ corpus: SupportCorpus, round: Int, fold: [Int?], leftOut: [Int?],
      using generator: inout Xoshiro256StarStar
    ) {
      entries = corpus.entries.map { entry in
        var entry = entry
        entry.questions = []
        entry.examples = []
        return entry
      }
      for (row, phrasing) in corpus.phrasings.enumerated() {
        if leftOut[phrasing.intent] == round {
          texts.append((phrasing.text, nil))
          continue
        }
        if fold[row] == round {
          texts.append((phrasing.text, phrasing.intent))
          continue
        }
        if phrasing.isQuestion {
          entries[phrasing.entry].questions.append(phrasing.text)
        } else {
          entries[phrasing.entry].examples.append(phrasing.text)
        }
        guard fold[row] == nil, !phrasing.tokens.isEmpty else { continue }
        let distortions = [
          Perturbation.dropping(2, from: phrasing.tokens, using: &generator),
          Perturbation.mistyping(phrasing.tokens, using: &generator),
        ]
        // One of the two in each fold, so that each is tested about as often.
        texts.append((distortions[(row + round) % 2], phrasing.intent))
      }
      entries.removeAll { $0.questions.isEmpty && $0.examples.isEmpty }
    }
  }
}

extension TestedText {
  /// The same with other row numbers.
  fileprivate func renumbered(_ numbers: [Int]) -> TestedText {
    var text = self
    text.truth = truth.map { numbers[$0] }
    text.predicted = predicted.map { numbers[$0] }
    text.linear = linear.map { numbers[$0] }
    text.keywords = keywords.map { numbers[$0] }
    return text
  }
}
