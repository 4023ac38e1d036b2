import Engine
import Evaluation
import Features
import Service
import Support

/// BANKING77: 77 intents of a bank, its own training and test part.
struct BankingQuality {
  private static let name = "support/banking77"
  /// The examples of an intent where there are few.
  private static let fewExamples = 10

  private let setting: Setting
  private let seeds: [UInt64]
  private var figures = SeedFigures()

  init(_ setting: Setting, seeds: [UInt64]) {
    self.setting = setting
    self.seeds = seeds
  }

  func rows() throws -> [Row] {
    guard let trainPath = setting.path(of: .banking77Train),
      let testPath = setting.path(of: .banking77Test)
    else { return [] }
    let train = try EvaluationFiles.texts(of: trainPath)
    let test = try EvaluationFiles.texts(of: testPath)
    setting.say(
      "Support, banking77: trained on \(train.count) texts, tested on \(test.count), "
        + "seeds \(seeds); ranges are those of the seeds.")
    var rest = self
    for seed in seeds {
      try rest.measure(train, test, seed: seed)
      try rest.measureFew(train, test, draw: seed - 1)
    }
    try rest.timeLinear(train)
    return rest.figures.rows
  }

  /// Everything of the bot trained on the whole part.
  private mutating func measure(
    _ train: [LabelledText], _ test: [LabelledText], seed: UInt64
  ) throws {
    let whole = "\(Self.name)/in use"
    let bot = try TrainedBot(train, seed: seed)
    let scored = bot.scored(test)
    for (name, metric) in bot.figures(scored).intents.entries {
      figures.add(metric.value, whole, name, unit: Row.unit(of: name))
    }
    for (place, leg) in bot.model.legNames.enumerated() {
      let named = scored.count { $0.truth != nil && $0.namedByLegs[place] == $0.truth }
      figures.add(Double(named) / Double(scored.count), "\(Self.name)/\(leg)", "accuracy")
    }
    var typos = TypoMaker(seed: seed)
    let mistyped = test.map { LabelledText(text: typos.mistyped($0.text), intent: $0.intent) }
    let right = bot.scored(mistyped).count { $0.predicted == $0.truth }
    figures.add(Double(right) / Double(test.count), whole, "accuracy, one typo a text")
    figures.add(bot.seconds, whole, "training, two cores", unit: "s")
    figures.add(Double(bot.model.storedByteCount) / 1e6, whole, "stored size", unit: "MB")
    let parse = Sample.milliseconds(of: test) { _ = bot.model.reply(to: $0.text) }
    figures.add(parse.median, whole, "parse, median", unit: "ms")
    figures.add(parse.quantile(0.95), whole, "parse, 95th percentile", unit: "ms")
  }

  /// The bot trained on few examples of each intent.
  private mutating func measureFew(
    _ train: [LabelledText], _ test: [LabelledText], draw: UInt64
  ) throws {
    let bot = try TrainedBot(Self.few(train, draw: draw), seed: draw + 1)
    let scored = bot.scored(test)
    let name = "\(Self.name)/\(Self.fewExamples) examples an intent"
    let right = scored.count { $0.predicted == $0.truth }
    figures.add(Double(right) / Double(scored.count), name, "accuracy")
    figures.add(bot.seconds, name, "training, two cores", unit: "s")
  }

  /// So many texts of each intent, drawn without replacement.
  private static func few(_ texts: [LabelledText], draw: UInt64) -> [LabelledText] {
    var groups: [String: [LabelledText]] = [:]
    for text in texts { groups[text.intent, default: []].append(text) }
    var generator = Xoshiro256StarStar(seed: draw)
    return groups.keys.sorted().flatMap { intent in
      var members = groups[intent, default: []]
      generator.shuffle(&members)
      return members.prefix(fewExamples)
    }
  }

  /// Cutting the texts and fitting the linear leg alone.
  private mutating func timeLinear(_ train: [LabelledText]) throws {
    let intents = Set(train.map(\.intent)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
    for _ in 0..<3 {
      let seconds = try elapsedSeconds {
        _ = try IntentRival.linear.fit(
          train.map { TextTokens($0.text) }, labels: train.map { rows[$0.intent] ?? 0 },
          classCount: intents.count, seed: 1, threads: SupportQuality.threads, cancellation: nil)
      }
      figures.add(seconds, "\(Self.name)/linear", "training, two cores", unit: "s")
    }
  }
}
