package import Domain
package import Engine
package import Evaluation
import Features

/// Measures how good the support bot is on texts it was not trained on.
package enum SupportEvaluation {
  /// What is measured beyond the bot itself.
  package struct Options: Sendable {
    /// Whether all rivals stand beside the bot, or the cheap ones only.
    package var comparesAll: Bool
    /// Whether it is learned from parts of the training texts too.
    package var drawsLearningCurve: Bool

    package init(comparesAll: Bool = false, drawsLearningCurve: Bool = false) {
      self.comparesAll = comparesAll
      self.drawsLearningCurve = drawsLearningCurve
    }
  }

  /// What an evaluation found.
  package struct Result: Sendable {
    package var report: EvaluationReport
    /// The texts that were not answered as they should be, the surest first.
    package var misreadings: [Misreading]
  }

  /// Labelled texts in their parts.
  package struct Files: Sendable {
    package var train: [LabelledText]
    package var test: [LabelledText]
    /// Where thresholds for texts out of scope are chosen; may be empty.
    package var validation: [LabelledText]
    /// The intent name that marks texts no intent covers.
    package var outOfScopeLabel: String?

    package init(
      train: [LabelledText], test: [LabelledText], validation: [LabelledText] = [],
      outOfScopeLabel: String? = nil
    ) {
      self.train = train
      self.test = test
      self.validation = validation
      self.outOfScopeLabel = outOfScopeLabel
    }
  }

  /// Measures on a training and a test set of labelled texts.
  ///
  /// - Parameters:
  ///   - files: the texts.
  ///   - configuration: how to train.
  ///   - options: what else to measure.
  ///   - cancellation: checked within each fit.
  ///   - progress: called with the stage and the part done, from 0 to 1.
  /// - Returns: the figures on the test set.
  /// - Throws: `tooFewTexts` for an empty set; what training throws.
  package static func evaluate(
    _ files: Files, configuration: SupportConfiguration = SupportConfiguration(),
    options: Options = Options(), cancellation: Cancellation? = nil,
    progress: ((String, Double) -> Void)? = nil
  ) throws(SupportError) -> Result {
    guard !files.train.isEmpty, !files.test.isEmpty else {
      throw SupportError(
        .tooFewTexts,
        "support: \(files.train.count) texts to train on and \(files.test.count) to test on; "
          + "both need some")
    }
    let (label, threads) = (files.outOfScopeLabel, configuration.threads)
    let clock = ContinuousClock()
    let started = clock.now
    let model = try train(
      files.train, label, configuration, cancellation
    ) { progress?("training", 0.5 * $0) }
    let trained = clock.now
    var findings = SupportFindings(model, configuration: configuration)
    let scored = model.scored(files.test, outOfScopeLabel: label, threads: threads)
    findings.seconds = EvaluationReport.Seconds(
      train: started.duration(to: trained) / .seconds(1),
      predict: trained.duration(to: clock.now) / .seconds(1))
    findings.add(scored, labels: files.test.map(\.intent))
    findings.noteCosts(of: model, files.test.map(\.text))
    findings.choosePoints(
      on: model.scored(files.validation, outOfScopeLabel: label, threads: threads))
    let rows = Dictionary(uniqueKeysWithValues: model.intents.enumerated().map { ($1, $0) })
    let known = files.train.filter { $0.intent != label }
    let training = TrainingTexts(
      tokens: known.map { TextTokens($0.text) }, labels: known.compactMap { rows[$0.intent] })
    let tests = scored.map { TestText($0.text, truth: $0.truth) }
    try findings.compare(
      training: training, tests: tests, options: options, cancellation: cancellation
    ) { kept throws(SupportError) in
      let part = kept.map { known[$0] } + files.train.filter { $0.intent == label }
      let smaller = try train(part, label, configuration, cancellation) { _ in }
      return smaller.scored(files.test, outOfScopeLabel: label, threads: threads)
    }
    try findings.inspect(
      training, texts: known.map(\.text), tests: scored, cancellation: cancellation)
    findings.trainCount = files.train.count
    findings.protocolText =
      "trained on one file, tested once on the other"
      + (label.map { "; texts labelled '\($0)' are out of scope" } ?? "")
    progress?("evaluating", 1)
    return findings.result
  }

  private static func train(
    _ texts: [LabelledText], _ outOfScopeLabel: String?, _ configuration: SupportConfiguration,
    _ cancellation: Cancellation?, _ progress: @escaping (Double) -> Void
  ) throws(SupportError) -> SupportModel {
    try SupportModel.train(
      entries(texts.filter { $0.intent != outOfScopeLabel }),
      outOfScope: texts.filter { $0.intent == outOfScopeLabel }.map(\.text),
      configuration: configuration, cancellation: cancellation
    ) { progress($1) }
  }

  /// One entry an intent, its texts as examples.
  package static func entries(_ texts: [LabelledText]) -> [FAQEntry] {
    var examples: [String: [String]] = [:]
    for text in texts { examples[text.intent, default: []].append(text.text) }
    return examples.sorted { $0.key < $1.key }.map { intent, texts in
      FAQEntry(intent: intent, questions: [], answer: "", examples: texts)
    }
  }
}
