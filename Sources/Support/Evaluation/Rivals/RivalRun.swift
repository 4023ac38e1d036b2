import Engine
import Evaluation
import Features

/// Texts of one training part, their intents as rows of a list.
struct TrainingTexts: Sendable {
  var tokens: [TextTokens] = []
  var labels: [Int] = []
}

/// A text to test on, its intent as a row of a list; nil out of scope.
struct TestText: Sendable {
  var text: String
  var tokens: TextTokens
  var truth: Int?

  init(_ text: String, tokens: TextTokens? = nil, truth: Int?) {
    self.text = text
    self.tokens = tokens ?? TextTokens(text)
    self.truth = truth
  }
}

/// What one rival makes of the texts of an evaluation.
struct RivalRun: Sendable {
  let rival: IntentRival
  var texts: [ScoredText] = []
  var trainSeconds = 0.0
  var predictSeconds = 0.0
  /// What one text takes on one thread, the median of some; of the last part added.
  var textSeconds = 0.0
  var byteCount: Int?

  init(_ rival: IntentRival) { self.rival = rival }

  /// Every so manieth text of an intent sets the temperature.
  private static let heldOut = 5

  /// Learns from one part and scores another, in addition to what is there.
  ///
  /// A fit without a fifth of each intent's texts says at which temperature the
  /// scores become probabilities; texts are scored by a fit on all. The seconds
  /// are those of both, as the bot's are.
  mutating func add(
    training: TrainingTexts, tests: [TestText], intentCount: Int,
    seed: UInt64, threads: Int, cancellation: Cancellation?
  ) throws(SupportError) {
    let clock = ContinuousClock()
    let started = clock.now
    // Intents without a text in this part have no class.
    let classes = Set(training.labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let labels = training.labels.compactMap { places[$0] }
    let rival = rival
    func fit(_ rows: [Int]) throws(SupportError) -> any IntentScoring {
      try rival.fit(
        rows.map { training.tokens[$0] }, labels: rows.map { labels[$0] },
        classCount: classes.count, seed: seed, threads: threads, cancellation: cancellation)
    }
    let (held, kept) = Self.split(labels)
    let temperature: Double
    if held.isEmpty {
      temperature = 1
    } else {
      let part = try fit(kept)
      let scores = Parallel.map(count: held.count, threads: threads) {
        part.scores(training.tokens[held[$0]])
      }
      temperature = Softmax.temperature(scores, labels: held.map { labels[$0] })
    }
    let model = try fit(Array(labels.indices))
    let trained = clock.now
    texts += Parallel.map(count: tests.count, threads: threads) { row in
      Self.scored(
        tests[row], model.scores(tests[row].tokens), classes: classes,
        intentCount: intentCount, temperature: temperature)
    }
    trainSeconds += started.duration(to: trained) / .seconds(1)
    predictSeconds += trained.duration(to: clock.now) / .seconds(1)
    textSeconds = TextTiming.median(tests.map(\.text)) { _ = model.scores(TextTokens($0)) }
    byteCount = model.byteCount
  }

  /// The rows set aside and those kept; an intent keeps most of its texts.
  private static func split(_ labels: [Int]) -> (held: [Int], kept: [Int]) {
    var seen: [Int: Int] = [:]
    var held: [Int] = []
    var kept: [Int] = []
    for (row, label) in labels.enumerated() {
      seen[label, default: 0] += 1
      if seen[label, default: 0] % heldOut == 0 { held.append(row) } else { kept.append(row) }
    }
    return (held, kept)
  }

  private static func scored(
    _ test: TestText, _ scores: [Double], classes: [Int], intentCount: Int,
    temperature: Double
  ) -> ScoredText {
    func byIntent(_ values: [Double]) -> [Float] {
      guard !values.isEmpty else { return [] }
      var row = [Float](repeating: 0, count: intentCount)
      for (place, value) in values.enumerated() { row[classes[place]] = Float(value) }
      return row
    }
    var text = ScoredText(
      text: test.text, truth: test.truth, predicted: nil,
      probabilities: byIntent(Softmax.probabilities(scores, temperature: temperature)),
      uncalibrated: byIntent(Softmax.probabilities(scores)), confidence: 0, outOfScopeScore: 0,
      isRight: false, isAnswered: [])
    text.predicted = text.likeliest(1).first
    text.confidence = text.predicted.map { Double(text.probabilities[$0]) } ?? 0
    text.outOfScopeScore = 1 - text.confidence
    text.isRight = text.predicted != nil && text.predicted == text.truth
    return text
  }
}
