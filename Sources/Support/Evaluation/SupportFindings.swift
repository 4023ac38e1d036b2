import Engine
import Evaluation
import Features

/// What an evaluation of the bot gathers, fold by fold or at once.
struct SupportFindings {
  let intents: [String]
  let presets: [String]
  let presetInUse: Int
  /// The names of the parts of the bot.
  let legs: [String]
  let configuration: SupportConfiguration

  var protocolText = ""
  var trainCount = 0
  var seconds = EvaluationReport.Seconds(train: 0, predict: 0)
  /// What one reply takes on one thread.
  private(set) var textSeconds = 0.0
  private(set) var byteCount: Int?
  private(set) var texts: [ScoredText] = []
  /// What each text came labelled with.
  private(set) var labels: [String] = []
  /// Rules chosen on validation texts.
  private(set) var points: [OperatingPoint] = []
  private(set) var rivals: [RivalRun] = []
  private(set) var curve = LearningCurve()
  private(set) var inspection: TextInspection?

  init(_ model: some IntentModel, intents: [String]? = nil, configuration: SupportConfiguration) {
    self.intents = intents ?? model.intents
    presets = model.presets
    presetInUse = model.presetInUse
    legs = model.legNames
    self.configuration = configuration
  }

  /// Notes what answering and keeping a model takes.
  mutating func noteCosts(of model: SupportModel, _ texts: [String]) {
    textSeconds = TextTiming.median(texts) { _ = model.reply(to: $0) }
    byteCount = max(byteCount ?? 0, model.storedByteCount)
  }

  mutating func add(_ texts: [ScoredText], labels: [String]) {
    self.texts += texts
    self.labels += labels
  }

  /// The presets, then what was chosen on validation texts.
  var allPoints: [OperatingPoint] {
    presets.enumerated().map { .preset($1, at: $0) } + points
  }

  /// Chooses thresholds where texts of both kinds are at hand.
  mutating func choosePoints(on validation: [ScoredText]) {
    let curve = ScopeCurve(validation)
    guard let accurate = curve.mostAccurate, let balanced = curve.balanced else { return }
    points = [
      .accepting("accuracy", upTo: accurate.threshold),
      .accepting("both errors", upTo: balanced.threshold),
    ]
  }

  /// Lets the rivals learn and predict the same, and both learn from less where the options
  /// ask for it.
  ///
  /// - Parameters:
  ///   - training: what the model learned from, without texts out of scope.
  ///   - tests: what it was tested on.
  ///   - options: which rivals, and whether to draw the learning curve.
  ///   - cancellation: checked within each fit.
  ///   - whole: trains the whole model on some places of `training` alone and tests it.
  /// - Throws: what training throws.
  mutating func compare(
    training: TrainingTexts, tests: [TestText], options: SupportEvaluation.Options,
    cancellation: Cancellation?,
    whole: @escaping ([Int]) throws(SupportError) -> [ScoredText]
  ) throws(SupportError) {
    let chosen = options.comparesAll ? IntentRival.allCases : IntentRival.usual
    if rivals.isEmpty { rivals = chosen.map { RivalRun($0) } }
    for place in rivals.indices {
      try rivals[place].add(
        training: training, tests: tests, intentCount: intents.count, seed: configuration.seed,
        threads: configuration.threads, cancellation: cancellation)
    }
    guard options.drawsLearningCurve else { return }
    try curve.add(
      training: training, tests: tests, intentCount: intents.count, seed: configuration.seed,
      threads: configuration.threads, cancellation: cancellation,
      whole: options.comparesAll ? whole : nil)
  }

  /// Looks for wrong labels among the training texts and for texts that occur twice.
  mutating func inspect(
    _ training: TrainingTexts, texts: [String], tests: [ScoredText], cancellation: Cancellation?
  ) throws(SupportError) {
    inspection = try TextInspection(
      training, texts: texts, tests: tests, intentCount: intents.count,
      seed: configuration.seed, threads: configuration.threads, cancellation: cancellation)
  }
}
