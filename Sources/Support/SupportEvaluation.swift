import Domain
package import Engine
package import Evaluation
import Features

/// Measures how good the support bot is on texts it was not trained on.
package enum SupportEvaluation {
  /// Measures on a training and a test set of labelled texts.
  ///
  /// - Parameters:
  ///   - train: texts and their intents.
  ///   - test: texts and their intents.
  ///   - outOfScopeLabel: the intent name that marks texts no intent covers, in
  ///     either set.
  ///   - configuration: how to train.
  ///   - cancellation: checked within the training.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the figures on the test set.
  /// - Throws: `tooFewTexts` for an empty set; what training throws.
  package static func evaluate(
    train: [(text: String, intent: String)], test: [(text: String, intent: String)],
    outOfScopeLabel: String? = nil, configuration: SupportConfiguration = SupportConfiguration(),
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> EvaluationReport {
    guard !train.isEmpty, !test.isEmpty else {
      throw SupportError(
        .tooFewTexts,
        "support: \(train.count) texts to train on and \(test.count) to test on; both need some")
    }
    let clock = ContinuousClock()
    let started = clock.now
    let outside = train.filter { $0.intent == outOfScopeLabel }.map(\.text)
    let model = try SupportModel.train(
      entries(train.filter { $0.intent != outOfScopeLabel }), outOfScope: outside,
      configuration: configuration, cancellation: cancellation, progress: progress)
    let trained = clock.now
    let rows = Dictionary(uniqueKeysWithValues: model.intents.enumerated().map { ($1, $0) })
    let texts = test.map { text, intent in
      // An intent never trained on cannot be named: always an error.
      (text: text, truth: intent == outOfScopeLabel ? nil : rows[intent] ?? unknownIntent)
    }
    let tested = model.tested(texts, threads: configuration.threads)
    let predicted = clock.now
    var report = report(tested, intents: model.intents, configuration: configuration)
    report.protocol =
      "trained on one file, tested once on the other"
      + (outOfScopeLabel.map { "; texts labelled '\($0)' are out of scope" } ?? "")
      + confidenceNote(configuration)
    report.trainCount = train.count
    report.testCount = test.count
    report.seconds.train = started.duration(to: trained).inSeconds
    report.seconds.predict = trained.duration(to: predicted).inSeconds
    return report
  }

  /// What the reader of a calibration error has to know.
  static func confidenceNote(_ configuration: SupportConfiguration) -> String {
    let percent = Int((configuration.outOfScopeShare * 100).rounded())
    return "; confidence assumes that \(percent) % of messages are out of scope"
  }

  /// A row no model names.
  private static let unknownIntent = -1

  /// One entry an intent, its texts as examples.
  private static func entries(_ texts: [(text: String, intent: String)]) -> [FAQEntry] {
    var examples: [String: [String]] = [:]
    for (text, intent) in texts { examples[intent, default: []].append(text) }
    return examples.sorted { $0.key < $1.key }.map { intent, texts in
      FAQEntry(intent: intent, questions: [], answer: "", examples: texts)
    }
  }

  /// All figures of the tested texts, whose rows are those of the intents; protocol,
  /// counts and seconds are left to the caller.
  static func report(
    _ tested: [TestedText], intents: [String], configuration: SupportConfiguration
  ) -> EvaluationReport {
    let threshold = configuration.answerThreshold
    let inScope = tested.filter { $0.truth != nil }
    let outside = tested.filter { $0.truth == nil }
    // Confidence promises to hold at the assumed share of foreign messages.
    let share = configuration.outOfScopeShare
    let mixed = tested.map { text in
      var text = text
      if text.truth == nil, !inScope.isEmpty {
        text.weight =
          share / (1 - share) * Double(inScope.count) / Double(outside.count)
      }
      return text
    }
    func metric(
      _ name: String, _ texts: [TestedText], _ figure: @escaping @Sendable ([TestedText]) -> Double
    ) -> (name: String, metric: Metric) {
      SupportMetrics.metric(
        name, texts, seed: configuration.seed, threads: configuration.threads, figure)
    }
    var metrics = [
      metric("accuracy", inScope) { SupportMetrics.accuracy($0, \.predicted) },
      metric("macro_f1", inScope) { SupportMetrics.macroF1($0, \.predicted) },
      metric("ece", mixed) { SupportMetrics.calibrationError($0) },
      metric("coverage", inScope) { SupportMetrics.coverage($0, threshold: threshold) },
      metric("answered_accuracy", inScope) {
        SupportMetrics.answeredAccuracy($0, threshold: threshold)
      },
    ]
    if !outside.isEmpty, !inScope.isEmpty {
      metrics += [
        metric("out_of_scope_auroc", tested) { SupportMetrics.scopeAUROC($0) ?? 0.5 },
        metric("out_of_scope_recall", tested) {
          SupportMetrics.outOfScopeRecall($0, threshold: threshold)
        },
        metric("in_scope_accuracy", tested) { texts in
          SupportMetrics.accuracy(texts) { $0.confidence >= threshold ? $0.predicted : nil }
        },
      ]
    }
    let legs: [(String, @Sendable (TestedText) -> Int?)] = [
      ("linear", { $0.linear }), ("bm25", { $0.keywords }),
    ]
    return EvaluationReport(
      task: "support", protocol: "", trainCount: 0, testCount: tested.count,
      metrics: MetricList(entries: metrics),
      models: legs.map { name, said in
        EvaluationReport.Model(
          name: name,
          metrics: MetricList(entries: [
            metric("accuracy", inScope) { SupportMetrics.accuracy($0, said) },
            metric("macro_f1", inScope) { SupportMetrics.macroF1($0, said) },
          ]))
      }, seconds: EvaluationReport.Seconds(train: 0, predict: 0),
      figures: SupportFigures(
        inScope: inScope, mixed: mixed, threshold: threshold, intents: intents
      ).all)
  }
}

extension SupportModel {
  /// What the model and its legs say of each text.
  func tested(_ texts: [(text: String, truth: Int?)], threads: Int) -> [TestedText] {
    let baseline = KeywordIndex(corpus.phrasings.map(\.tokens))
    return Parallel.map(count: texts.count, threads: threads) { row in
      tested(texts[row].text, truth: texts[row].truth, baseline: baseline)
    }
  }

  private func tested(_ text: String, truth: Int?, baseline: KeywordIndex) -> TestedText {
    let reply = reply(to: text)
    let tokens = TextTokens(text)
    let scores = scorer.scores(tokens)
    let predicted = reply.intent.flatMap { intents.firstIndex(of: $0) }
    let linear = scores.logits.indices.max { scores.logits[$0] < scores.logits[$1] }
    let found = baseline.search(tokens).scores
    let nearest = found.indices.max { (found[$0], $1) < (found[$1], $0) }
    let isRight = predicted.map { row in
      truth.map { corpus.intents.indices.contains($0) && isSameAnswer($0, row) } ?? false
    }
    return TestedText(
      truth: truth, predicted: predicted,
      linear: scores.isBlank ? nil : linear.map { scorer.classes[$0] },
      keywords: nearest.flatMap { found[$0] > 0 ? corpus.phrasings[$0].intent : nil },
      confidence: reply.confidence, isRight: isRight ?? false)
  }

  private func isSameAnswer(_ first: Int, _ second: Int) -> Bool {
    corpus.answerGroups[first] == corpus.answerGroups[second]
  }
}
