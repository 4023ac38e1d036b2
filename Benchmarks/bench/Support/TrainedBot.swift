import Engine
import Support

/// A bot trained on labelled texts, and how long that took.
struct TrainedBot {
  let model: SupportModel
  let seconds: Double

  init(_ texts: [LabelledText], outOfScope: [String] = [], seed: UInt64) throws {
    let entries = SupportEvaluation.entries(texts)
    let clock = ContinuousClock()
    let start = clock.now
    model = try SupportModel.train(
      entries, outOfScope: outOfScope,
      configuration: SupportConfiguration(seed: seed, threads: SupportQuality.threads))
    seconds = (clock.now - start) / .seconds(1)
  }

  /// What it says of texts; those labelled `outOfScopeLabel` have no intent.
  func scored(_ texts: [LabelledText], outOfScopeLabel: String? = nil) -> [ScoredText] {
    model.scored(texts, outOfScopeLabel: outOfScopeLabel, threads: SupportQuality.threads)
  }

  func figures(_ texts: [ScoredText], points: [OperatingPoint] = []) -> OutcomeMetrics {
    OutcomeMetrics(texts, points: points, seed: 1, threads: SupportQuality.threads)
  }
}

/// One figure of several seeds.
struct SeedFigures {
  private var values: [(case: String, metric: String, unit: String, values: [Double])] = []

  mutating func add(_ value: Double, _ name: String, _ metric: String, unit: String = "share") {
    if let place = values.firstIndex(where: { $0.case == name && $0.metric == metric }) {
      values[place].values.append(value)
    } else {
      values.append((name, metric, unit, [value]))
    }
  }

  /// The means, with the least and greatest of the seeds.
  var rows: [Row] {
    values.map { entry in
      Row(
        entry.case, entry.metric, entry.values.reduce(0, +) / Double(entry.values.count),
        low: entry.values.min(), high: entry.values.max(), unit: entry.unit)
    }
  }
}
