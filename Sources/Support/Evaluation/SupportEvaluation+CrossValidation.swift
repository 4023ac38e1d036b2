package import Domain
package import Engine
import Evaluation
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
  ///   - options: what else to measure.
  ///   - cancellation: checked within each training.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the figures over all folds.
  /// - Throws: what training throws.
  package static func crossValidate(
    _ entries: [FAQEntry], folds: Int = 5, seed: UInt64 = 1,
    configuration: SupportConfiguration = SupportConfiguration(), options: Options = Options(),
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> Result {
    guard folds >= 2 else {
      throw SupportError(.invalidConfiguration, "support: \(folds) folds; choose 2 or more")
    }
    var configuration = configuration
    configuration.seed = seed
    let corpus = try SupportCorpus(entries)
    var generator = Xoshiro256StarStar(seed: seed)
    let fold = FoldPlan.stratified(corpus.phrasingsByIntent, folds: folds, using: &generator)
    let leftOut = leaveOut(corpus.intents.count, folds: folds, using: &generator)
    let numbers = Dictionary(uniqueKeysWithValues: corpus.intents.enumerated().map { ($1, $0) })
    let clock = ContinuousClock()
    var findings: SupportFindings?
    for round in 0..<folds {
      let split = Split(
        corpus, round: round, fold: fold, leftOut: leftOut, using: &generator)
      let started = clock.now
      let model = try SupportModel.train(
        split.entries, configuration: configuration, cancellation: cancellation)
      let trained = clock.now
      let scored = split.scored(by: model, corpus: corpus, threads: configuration.threads)
      let predicted = clock.now
      var found =
        findings
        ?? SupportFindings(model, intents: corpus.intents, configuration: configuration)
      found.seconds.train += started.duration(to: trained) / .seconds(1)
      found.seconds.predict += trained.duration(to: predicted) / .seconds(1)
      found.noteCosts(of: model, split.texts.map(\.text))
      found.add(scored, labels: split.texts.map(\.label))
      try found.compare(
        training: split.training(numbers),
        tests: split.texts.map { TestText($0.text, truth: $0.intent) }, options: options,
        cancellation: cancellation
      ) { kept throws(SupportError) in
        let smaller = try SupportModel.train(
          split.keeping(kept), configuration: configuration, cancellation: cancellation)
        return split.scored(by: smaller, corpus: corpus, threads: configuration.threads)
      }
      findings = found
      progress?("evaluating", Double(round + 1) / Double(folds))
    }
    guard var findings else {
      throw SupportError(.invalidConfiguration, "support: \(folds) folds; choose 2 or more")
    }
    try findings.inspect(
      TrainingTexts(
        tokens: corpus.phrasings.map(\.tokens), labels: corpus.phrasings.map(\.intent)),
      texts: corpus.phrasings.map(\.text), tests: [], cancellation: cancellation)
    findings.protocolText = description(fold: fold, folds: folds, leftOut: leftOut)
    findings.trainCount = corpus.phrasings.count
    return findings.result
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
    /// A text with its intent's row, nil where that is left out.
    struct Test {
      var text: String
      var intent: Int?
      /// The intent's name, also where it is left out.
      var label: String
    }

    private(set) var entries: [FAQEntry] = []
    private(set) var texts: [Test] = []

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
        let label = corpus.intents[phrasing.intent]
        if leftOut[phrasing.intent] == round {
          texts.append(Test(text: phrasing.text, intent: nil, label: label))
          continue
        }
        if fold[row] == round {
          texts.append(Test(text: phrasing.text, intent: phrasing.intent, label: label))
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
        texts.append(
          Test(text: distortions[(row + round) % 2], intent: phrasing.intent, label: label))
      }
      entries.removeAll { $0.questions.isEmpty && $0.examples.isEmpty }
    }

    /// Every wording with its place in the entries.
    private var wordings: [(entry: Int, isQuestion: Bool, text: String)] {
      entries.enumerated().flatMap { row, entry in
        entry.questions.map { (row, true, $0) } + entry.examples.map { (row, false, $0) }
      }
    }

    func training(_ numbers: [String: Int]) -> TrainingTexts {
      let wordings = wordings
      return TrainingTexts(
        tokens: wordings.map { TextTokens($0.text) },
        labels: wordings.compactMap { numbers[entries[$0.entry].intent] })
    }

    /// The entries with only those wordings, by their places in `training`.
    func keeping(_ kept: [Int]) -> [FAQEntry] {
      var result = entries
      for row in result.indices {
        result[row].questions = []
        result[row].examples = []
      }
      let wordings = wordings
      for place in kept {
        let (row, isQuestion, text) = wordings[place]
        if isQuestion {
          result[row].questions.append(text)
        } else {
          result[row].examples.append(text)
        }
      }
      return result.filter { !$0.questions.isEmpty || !$0.examples.isEmpty }
    }

    /// The texts as a model sees them that numbers its own intents, in the rows of
    /// the corpus.
    func scored(by model: SupportModel, corpus: SupportCorpus, threads: Int) -> [ScoredText] {
      let own = Dictionary(uniqueKeysWithValues: model.intents.enumerated().map { ($1, $0) })
      let rows = Dictionary(uniqueKeysWithValues: corpus.intents.enumerated().map { ($1, $0) })
      let numbers = model.intents.map { rows[$0] ?? 0 }
      let scored = model.scored(
        texts.map { test in
          (
            text: test.text,
            truth: test.intent.map { own[corpus.intents[$0]] ?? ScoredText.untrained }
          )
        }, threads: threads)
      return scored.map { $0.renumbered(numbers, count: corpus.intents.count) }
    }
  }
}

extension ScoredText {
  /// The same with other row numbers.
  fileprivate func renumbered(_ numbers: [Int], count: Int) -> ScoredText {
    func spread(_ values: [Float]) -> [Float] {
      guard !values.isEmpty else { return [] }
      var result = [Float](repeating: 0, count: count)
      for (row, value) in values.enumerated() { result[numbers[row]] = value }
      return result
    }
    var text = self
    text.truth = truth.map { $0 == Self.untrained ? $0 : numbers[$0] }
    text.predicted = predicted.map { numbers[$0] }
    text.namedByLegs = namedByLegs.map { $0.map { numbers[$0] } }
    text.probabilities = spread(probabilities)
    text.uncalibrated = spread(uncalibrated)
    return text
  }
}
