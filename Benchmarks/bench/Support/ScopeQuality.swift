import Evaluation
import FoundationEssentials
import Support

/// CLINC150: 150 intents and texts of none of them, the full version.
struct ScopeQuality {
  private static let name = "support/clinc150"
  private static let outOfScope = "oos"

  private let setting: Setting
  private let seeds: [UInt64]
  private var figures = SeedFigures()

  init(_ setting: Setting, seeds: [UInt64]) {
    self.setting = setting
    self.seeds = seeds
  }

  func rows() throws -> [Row] {
    guard let path = setting.path(of: .clinc150) else { return [] }
    let parts = try JSONDecoder().decode(
      [String: [[String]]].self, from: Data(contentsOf: URL(filePath: path)))
    func part(_ name: String) -> [LabelledText] {
      ((parts[name] ?? []) + (parts["oos_\(name)"] ?? [])).filter { $0.count == 2 }
        .map { LabelledText(text: $0[0], intent: $0[1]) }
    }
    let (train, validation, test) = (part("train"), part("val"), part("test"))
    setting.say(
      "Support, clinc150: trained on \(train.count) texts, out-of-scope ones among them, "
        + "thresholds chosen on \(validation.count) of the validation part, tested on "
        + "\(test.count), seeds \(seeds).")
    var rest = self
    for seed in seeds { try rest.measure(train, validation, test, seed: seed) }
    return rest.figures.rows
  }

  private mutating func measure(
    _ train: [LabelledText], _ validation: [LabelledText], _ test: [LabelledText], seed: UInt64
  ) throws {
    let label = Self.outOfScope
    let bot = try TrainedBot(
      train.filter { $0.intent != label },
      outOfScope: train.filter { $0.intent == label }.map(\.text), seed: seed)
    let curve = ScopeCurve(bot.scored(validation, outOfScopeLabel: label))
    let scored = bot.scored(test, outOfScopeLabel: label)
    var points = bot.model.presets.enumerated().map { OperatingPoint.preset($1, at: $0) }
    if let accurate = curve.mostAccurate, let balanced = curve.balanced {
      points += [
        .accepting("most accurate", upTo: accurate.threshold),
        .accepting("balanced errors", upTo: balanced.threshold),
      ]
    }
    let found = bot.figures(scored, points: points)
    let whole = "\(Self.name)/in use"
    for (name, metric) in found.intents.entries + found.scope.entries {
      figures.add(metric.value, whole, name, unit: Row.unit(of: name))
    }
    for (place, point) in points.enumerated() {
      let kind = place < bot.model.presets.count ? "preset" : "validation"
      for (name, metric) in found.scope(at: place).entries {
        figures.add(metric.value, "\(Self.name)/\(kind) \(point.name)", name)
      }
    }
    for (place, leg) in bot.model.legNames.enumerated() {
      let inScope = scored.filter { $0.truth != nil }
      let right = inScope.count { $0.namedByLegs[place] == $0.truth }
      figures.add(
        Double(right) / Double(inScope.count), "\(Self.name)/\(leg)", "accuracy")
    }
    figures.add(bot.seconds, whole, "training, two cores", unit: "s")
    figures.add(Double(bot.model.storedByteCount) / 1e6, whole, "stored size", unit: "MB")
  }
}
