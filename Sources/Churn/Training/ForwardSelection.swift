import Domain
import Engine
import Evaluation
import Features
import Models
import Wording

/// Leaves out families of measures that do not hold over time, and chooses how
/// smooth the curves of the others are.
///
/// The shop's own past is used as it will be: learned at older cut-offs, judged at
/// a newer one whose outcome was not yet known to any of them. Rows of one cut-off
/// cannot do so, for what misleads there misleads all its folds alike.
struct ForwardSelection {
  /// The rows learned from, and those judged on.
  let past: ChurnRows
  let later: ChurnRows
  let cancellation: Cancellation?

  /// The most rows a trial learns from.
  private static let mostRows = 4000
  /// Factors of all penalties.
  private static let scales = [1.0, 8, 64]
  /// Log loss that a family must cost to be left out.
  private static let leastGain = 0.0002

  struct Outcome {
    /// Names of the columns to leave out.
    var leftOut: [String] = []
    var penaltyScale = ForwardSelection.usualScale
    var trials: [ChurnRecord.Trial] = []
    var note: String?
  }

  /// Where nothing can be tried: curves of few bends, as cut-offs share customers.
  static let usualScale = 8.0

  /// Tries penalties, then families, those whose absence helps most first.
  func run() throws(ModelError) -> Outcome {
    let past = sampled()
    var outcome = Outcome()
    var best = Double.infinity
    for scale in Self.scales {
      let value = try loss(past, without: [], penaltyScale: scale)
      outcome.trials.append(trial([], scale, value))
      if value < best { (best, outcome.penaltyScale) = (value, scale) }
    }
    let families = MeasureFamily.allCases.filter {
      $0 != .core && !$0.members(in: past.table).isEmpty
    }
    var alone: [(family: MeasureFamily, loss: Double)] = []
    for family in families {
      let value = try loss(
        past, without: family.members(in: past.table), penaltyScale: outcome.penaltyScale)
      outcome.trials.append(trial([family], outcome.penaltyScale, value))
      alone.append((family, value))
    }
    var dropped: [MeasureFamily] = []
    // Who is missed alone is missed beside others too, by and large.
    let helpful = alone.filter { $0.loss < best - Self.leastGain }
    for (family, ownLoss) in helpful.sorted(by: { $0.loss < $1.loss }) {
      let tried = dropped + [family]
      var value = ownLoss
      if !dropped.isEmpty {
        value = try loss(
          past, without: tried.flatMap { $0.members(in: past.table) },
          penaltyScale: outcome.penaltyScale)
        outcome.trials.append(trial(tried, outcome.penaltyScale, value))
      }
      guard value < best - Self.leastGain else { continue }
      best = value
      dropped = tried
    }
    outcome.leftOut = dropped.flatMap { $0.members(in: past.table) }
    for scale in Self.scales where !dropped.isEmpty && scale != outcome.penaltyScale {
      let value = try loss(past, without: outcome.leftOut, penaltyScale: scale)
      outcome.trials.append(trial(dropped, scale, value))
      if value < best { (best, outcome.penaltyScale) = (value, scale) }
    }
    let chosen = trial(dropped, outcome.penaltyScale, best)
    for index in outcome.trials.indices {
      outcome.trials[index].isChosen = outcome.trials[index] == chosen
    }
    if !dropped.isEmpty {
      outcome.note =
        "left out as it did not help at a later cut-off: "
        + dropped.map(\.rawValue).joined(separator: ", ")
    }
    return outcome
  }

  private func trial(
    _ dropped: [MeasureFamily], _ scale: Double, _ loss: Double
  ) -> ChurnRecord.Trial {
    let measures =
      dropped.isEmpty
      ? "all measures" : "without \(dropped.map(\.rawValue).joined(separator: ", "))"
    return ChurnRecord.Trial(
      setting: "\(measures), penalties × \(brief(scale))", logLoss: loss,
      isChosen: false)
  }

  private func sampled() -> ChurnRows {
    guard past.count > Self.mostRows else { return past }
    return past.selecting((0..<Self.mostRows).map { $0 * past.count / Self.mostRows })
  }

  /// The log loss at the later cut-off, by the best constant added to its scores:
  /// how many leave in all is another question.
  private func loss(
    _ past: ChurnRows, without names: [String], penaltyScale: Double
  ) throws(ModelError) -> Double {
    let table = past.table.removing(names)
    let encoder = TableEncoder(fitting: table)
    let model = try AdditiveModel.fit(
      MeasureColumns.additive(table, by: encoder), labels: past.labels.map { $0 ? 1 : 0 },
      configuration: AdditiveModel.Configuration(maximumPairs: 0, penaltyScale: penaltyScale),
      cancellation: cancellation)
    let scores = model.logOdds(MeasureColumns.additive(later.table, by: encoder))
    let shift = LogOddsShift.best(scores, labels: later.labels)
    return ClassificationMetrics.logLoss(
      probabilities: scores.map { Logistic.sigmoid($0 + shift) }, labels: later.labels)
  }
}
